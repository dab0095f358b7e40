"""FRM: it is well formed and complete as a sentence."""
