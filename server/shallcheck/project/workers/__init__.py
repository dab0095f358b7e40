"""Worker processes: where text is parsed and judged, so that neither the event loop nor a bulk job makes anybody wait."""
