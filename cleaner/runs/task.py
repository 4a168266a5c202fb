"""What goes to a worker and what comes back; values that can travel between processes."""

from __future__ import annotations

from cleaner.runs.tally import Tally
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.runs.describe import Change


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
    """A file that is one document; `data` is there where it could be read only once, `problem` where it is not all."""

    place: Place
    form: str
    data: bytes | None = None
    size: int = 0
    problem: str = ""


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


class Wait(NamedTuple):
    """Nothing to do: the input has nothing to give for now. What came before is written before it is asked again."""

    place: Place
    size: int = 0


Task = FileTask | LinesTask | FailedTask | Wait


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
        self.changes: list[Change] = []
        self.diff: list[bytes] = []
        self.tally = Tally()
        self.changed = False
        self.failed = False
