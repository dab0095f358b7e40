"""Text in one format to a Document. Pure: no file system, no language model, no LSP."""
