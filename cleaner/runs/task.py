"""What goes to a worker and what comes back; values that can travel between processes.

Named tuples, not dataclasses: each of those costs a millisecond at every start.
"""

from __future__ import annotations

from typing import NamedTuple, Union

from cleaner.runs.tally import Tally


class Place(NamedTuple):
    """Where a task stands: its input file, its output, and its position among all that goes there."""

    target: int
    path: str
    out: str
    to: str
    position: int = 1

    def moved(self, lines: int) -> Place:
        """Give the place so many positions further on."""
        return self._replace(position=self.position + lines) if lines else self


class FileTask(NamedTuple):
    """A file that is one document; `data` is there where it could be read only once."""

    place: Place
    form: str
    data: bytes | None = None
    size: int = 0


class LinesTask(NamedTuple):
    """Neighbouring JSON lines, the first of them line `first` of the file; `flat` makes a record one line."""

    place: Place
    first: int
    lines: list[bytes]
    size: int = 0
    flat: bool = False


class FailedTask(NamedTuple):
    """An input, or the rest of one, that could not be read; `missing` where the caller named it."""

    place: Place
    reason: str
    missing: bool = False
    size: int = 0


Task = Union[FileTask, LinesTask, FailedTask]


class Outcome:
    """What became of a task: bytes for each output, messages for people, and the counts.

    `problems` are documents that were passed over, `flags` warnings on cleaned ones, `changes` what a check lists.
    """

    __slots__ = ("audit", "changed", "changes", "diff", "documents", "failed", "flags", "problems", "rejects", "tally")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.documents: list[bytes] = []
        self.audit: list[bytes] = []
        self.rejects: list[bytes] = []
        self.problems: list[str] = []
        self.flags: list[str] = []
        self.changes: list[str] = []
        self.diff: list[bytes] = []
        self.tally = Tally()
        self.changed = False
        self.failed = False
