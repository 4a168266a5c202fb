"""What goes to a worker and what comes back; values that can travel between processes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Union

from cleaner.cli.tally import Tally


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands: its input file, its output, and its position among all that goes there."""

    target: int
    path: str
    out: str
    to: str
    position: int = 1

    def moved(self, lines: int) -> Place:
        """Give the place so many positions further on."""
        return replace(self, position=self.position + lines) if lines else self


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file that is one document; `data` is there where it could be read only once."""

    place: Place
    form: str
    data: bytes | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class LinesTask:
    """Neighbouring JSON lines, the first of them line `first` of the file; `flat` makes a record one line."""

    place: Place
    first: int
    lines: list[bytes]
    size: int = 0
    flat: bool = False


@dataclass(frozen=True, slots=True)
class FailedTask:
    """An input, or the rest of one, that could not be read; `missing` where the caller named it."""

    place: Place
    reason: str
    missing: bool = False
    size: int = 0


Task = Union[FileTask, LinesTask, FailedTask]


@dataclass(slots=True)
class Outcome:
    """What became of a task: bytes for each output, messages for people, and the counts.

    `problems` are documents that were passed over, `flags` warnings on cleaned ones, `changes` what a check lists.
    """

    documents: list[bytes] = field(default_factory=list)
    audit: list[bytes] = field(default_factory=list)
    rejects: list[bytes] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    diff: list[bytes] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    changed: bool = False
    failed: bool = False
