"""Knows the files that cleaner itself wrote: audits, manifests, summaries, reports. They are no documents."""

from __future__ import annotations

import os

_STRING = rb'"(?:[^"\\]|\\.)*"'
_DIGEST = rb'"size": \d+, "digest": "[0-9a-f]{32}", "output": "'
_KINDS = (
    (b'{"doc": "', rb'\{"doc": ' + _STRING + rb', "line": \d+, "rule": ' + _STRING + rb', "at": "', "an audit"),
    (
        b'{"input": "',
        rb'\{"input": ' + _STRING + rb', "size": \d+, "digest": "[0-9a-f]{32}", "output": "',
        "a manifest",
    ),
    (b'{\n "summary of": "cleaner ', rb"\{", "a summary"),
    (b'<!doctype html>\n<html lang="en">\n<meta name="generator" content="cleaner ', b"<", "a report"),
)
_ENOUGH = 1 << 12


def kind_of(head: bytes) -> str:
    """Say which of cleaner's own files begins so, or nothing.

    >>> kind_of(b'{"doc": "a.txt", "line": 3, "rule": "vov.vn#menu", "at": "rules/vov.vn.yaml:7", "text": "x"}')
    'an audit'
    >>> kind_of(b'{"doc": "a.txt", "line": 3, "text": "x"}')
    ''
    """
    for start, pattern, name in _KINDS:
        if head.startswith(start):
            import re

            return name if re.match(pattern, head) else ""
    return ""


def own_file(path: str) -> str:
    """Say which of cleaner's own files this is, or nothing; what cannot be read is for others to tell of."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            return kind_of(os.read(handle, _ENOUGH))
        finally:
            os.close(handle)
    except OSError:
        return ""
