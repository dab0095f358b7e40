"""Ten whole documents and what all rules find in them, kept so that a change of a rule shows its effect in review."""
