"""A web page becomes the lines of its article: the sole home of trafilatura, lxml and selectolax.

`reader` is the way in. Nothing is imported here, so that a run on plain text pays for no HTML library.
"""
