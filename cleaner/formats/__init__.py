"""A module a format, for reading and for writing, and the streams, files and folders that they are in."""
