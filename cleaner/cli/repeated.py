"""The same warning many times over: the first few in full, then how many there were and what would help."""

from __future__ import annotations

import re

IN_FULL = 5
"""Warnings of a kind that are told in full."""

_WHERE = re.compile(r"(?s)(.*?)(:[\d,]+)?: (.+)")
_NUMBER = re.compile(r"[\d,.]*\d")
_MORE = re.compile(r"(?s)\s*\([^()]*\)|, but .*")
_HELP = re.compile(r"\((?:try )?([^()]*--[^()]*)\)")


class Repeated:
    """Counts warnings by kind; a kind is what a warning says, but for the place, numbers, and what stands in brackets.

    >>> seen = Repeated()
    >>> full = [seen.add(f"a.jsonl:{n}: the record has no 'text', but 'id' (try --text-field body)") for n in range(99)]
    >>> full.count(True), seen.summaries(100)
    (5, ["99 of 100 records have no 'text'; try --text-field body"])
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: dict[tuple[str, str], int] = {}
        self._help: dict[tuple[str, str], str] = {}

    def add(self, warning: str) -> bool:
        """Count a warning; tell whether it is one of the first of its kind."""
        found = _WHERE.fullmatch(warning)
        if found is None:
            return True
        _, line, said = found.groups()
        kind = ("record" if line else "document", _NUMBER.sub("…", _MORE.sub("", said)))
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if help := _HELP.search(warning):
            self._help[kind] = help[0].strip("()")
        return self._counts[kind] <= IN_FULL

    def summaries(self, total: int) -> list[str]:
        """Say of each kind that came up more often than was told how many there were, of so many in all."""
        return [
            _summary(kind, count, max(total, count), self._help.get(kind, ""))
            for kind, count in self._counts.items()
            if count > IN_FULL
        ]


def _summary(kind: tuple[str, str], count: int, total: int, help: str) -> str:
    """Sum up a kind."""
    what, said = kind
    head = f"{count:,} of {total:,} {what}s"
    has = said.removeprefix("the record has ")
    told = f"{head} have {has}" if has != said else f"{head}: {said}"
    return f"{told}; {help}" if help else told
