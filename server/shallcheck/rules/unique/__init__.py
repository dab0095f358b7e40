"""UNQ: it has one identifier, and is said once."""
