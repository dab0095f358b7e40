"""DOC: documents that cannot be read as their format demands."""
