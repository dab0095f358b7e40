"""TRC: it says where it comes from, and what realises and verifies it."""
