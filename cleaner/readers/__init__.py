"""Bytes in, documents out: one module for each form of input, and one that opens files.

Nothing is imported here, so that a run on plain text pays for no JSON or HTML library.
"""
