"""What identifying a source needs of a rule file, its `match`, without reading the rest of it.

A run that meets one source should not pay for parsing all the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.errors import RuleError
from cleaner.rulebook.load import read
from cleaner.values import dataclass

if TYPE_CHECKING:
    from cleaner.rulebook.folders import Entry

_NAME: Final = re.compile(rb"""^(?:source|package):[ \t]*["']?([^"'#\s]+)""", re.MULTILINE)
_BLOCK: Final = re.compile(rb"^match:.*(?:\n(?:[ \t#].*|\r?))*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """How a source is recognised."""

    name: str
    hosts: tuple[str, ...]
    fingerprints: tuple[str, ...]


def declared(entry: Entry) -> str:
    """Give the name that a file says it has, without reading the rest of it; its place's name where it says none.

    What is found here may be wrong (it is no YAML yet): it is for finding a file, which is then read.
    """
    found = _NAME.search(entry.read())
    return found[1].decode("utf-8", "replace") if found else entry.name


def read_head(entry: Entry) -> Head:
    """Read a file's `match` section only; raises `RuleError` when it is wrong."""
    data = entry.read()
    block = _BLOCK.search(data)
    if block is None:
        return Head(entry.name, (), ())
    lines = data.count(b"\n", 0, block.start())
    cut = b"source: x" + b"\n" * max(lines, 1) + block.group()
    file, problems = read(cut, entry.shown)
    if problems or file is None:
        raise RuleError(problems)
    return Head(entry.name, file.hosts, file.fingerprints)
