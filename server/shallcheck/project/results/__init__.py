"""What test runs left behind: files of results, read into cases. One module a format."""
