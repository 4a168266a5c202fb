"""Every kind of space, and too many of them."""

from __future__ import annotations

from cleaner.late import late

KINDS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
COMMON = "\t\u00a0"  # of these kinds
SPACES = late(f"[{KINDS}]")
RUN = late("  +")


def plain_spaces(line: str) -> str:
    r"""Make no-break spaces, tabs and typographic spaces the plain one.

    >>> plain_spaces("Việt\u00a0Nam\t2025")
    'Việt Nam 2025'
    """
    return SPACES.sub(" ", line)


def plain_common(line: str) -> str:
    r"""Make no-break spaces and tabs the plain space, in a line that is known to hold none of the other kinds.

    >>> plain_common("Việt\u00a0Nam\t2025")
    'Việt Nam 2025'
    """
    for kind in COMMON:
        line = line.replace(kind, " ")
    return line


def single_spaces(line: str) -> str:
    """Make a run of spaces one, and leave none at either end.

    >>> single_spaces(" Việt   Nam ")
    'Việt Nam'
    """
    return (RUN.sub(" ", line) if "  " in line else line).strip(" ")
