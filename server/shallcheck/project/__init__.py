"""The state between keystrokes: documents, indexes, findings, workers, cache, configuration."""
