"""Formats of records: how a stream is cut into records, read, and written back with every other byte as it was."""
