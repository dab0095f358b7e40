"""What every layer speaks of: documents, artifacts, statements, trace links, findings. Pure data, no behaviour that
reads files, parses language or knows the editor."""
