"""Curly quotes made straight, for those who ask for it."""

from __future__ import annotations

import re

SINGLE = re.compile("[\u02bc\u2018-\u201b]")
DOUBLE = re.compile("[\u201c-\u201f]")


def straight_quotes(line: str) -> str:
    r"""Make curly quotes and apostrophes the straight ones of a keyboard.

    >>> straight_quotes("“Đà Nẵng” ’79")
    '"Đà Nẵng" \'79'
    """
    return SINGLE.sub("'", DOUBLE.sub('"', line))
