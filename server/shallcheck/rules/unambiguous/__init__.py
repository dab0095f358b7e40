"""AMB: it can be read in one way only."""
