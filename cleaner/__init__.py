"""Dirty news text in, clean text out."""

from cleaner.version import __version__

__all__ = ["__version__"]
