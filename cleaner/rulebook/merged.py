"""A rule file with more rules and tests in it: what was there stays as it is, byte for byte."""

from __future__ import annotations

import re
from typing import Final

_TOP: Final = re.compile(r"[A-Za-z_]+\s*:")
_ITEM: Final = re.compile(r"( *)- ")


def merged(text: str, rules: str, tests: str) -> str | None:
    r"""Add list items to the `rules` and `tests` of a file; None where its lists are written in a way of their own.

    >>> merged("source: a\nrules:\n- id: b\ntests:\n- name: c\n", "  - id: d\n    x: y\n", "  - name: e\n")
    'source: a\nrules:\n- id: b\n- id: d\n  x: y\ntests:\n- name: c\n- name: e\n'
    """
    found: str | None = text if text.endswith("\n") else f"{text}\n"
    for key, items in (("tests", tests), ("rules", rules)):
        found = None if found is None else _added(found, key, items)
    return found


def _added(text: str, key: str, items: str) -> str | None:
    if not items:
        return text
    lines = text.removesuffix("\n").split("\n")
    start = next((at for at, line in enumerate(lines) if re.match(rf"{key}\s*:", line)), None)
    if start is None:
        return f"{text}{key}:\n{items}"
    if not re.fullmatch(rf"{key}\s*:\s*(?:#.*)?", lines[start]):
        return None
    end = next((at for at in range(start + 1, len(lines)) if _TOP.match(lines[at])), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    first = next((match for line in lines[start + 1 : end] if (match := _ITEM.match(line))), None)
    depth = len(first[1]) if first else 2
    new = [_moved(line, depth) for line in items.removesuffix("\n").split("\n")]
    return "\n".join([*lines[:end], *new, *lines[end:]]) + "\n"


def _moved(line: str, depth: int) -> str:
    """Move a line that is written for a list two columns in."""
    return f"{' ' * depth}{line[2:]}" if line.strip() else ""
