"""What goes to a worker and what comes back; values that can travel between processes."""

from __future__ import annotations

from cleaner.runs.tally import Tally
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.formats.files import FileState
    from cleaner.formats.parquet import Rows
    from cleaner.formats.record import Format
    from cleaner.runs.tally import Change


class Place(NamedTuple):
    """Where a task stands: its input file, its output, and its position among all that goes there.

    `to` is the form that workers make: that of the input, where its records are written back; else text, or JSON lines,
    which are `encoded` as another form when all are there.
    """

    target: int
    path: str
    out: str
    to: str
    position: int = 1
    seen: FileState = ()
    encoded: bool = False

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
    """Neighbouring pieces of records, the first of them in line `first` of the file.

    `form` is the format they are of; without one they are JSON lines with the fields of the call. They are UTF-8, and
    were in another `encoding`, where one is there.
    """

    place: Place
    first: int
    lines: list[bytes]
    size: int = 0
    form: Format | None = None
    encoding: str = ""


class PartTask(NamedTuple):
    """A piece of line `first`, which is too long to be a document; it is passed on as it is, where it `fits`."""

    place: Place
    first: int
    data: bytes
    begins: bool
    reason: str
    size: int = 0
    fits: bool = True


class Page(NamedTuple):
    """One document out of an archive: a page or a text; no `form` where only `problem` is left.

    The `data` of a page is an HTTP response with its header, unless it is `bare`.
    """

    name: str
    form: str
    data: bytes = b""
    id: str = ""
    url: str = ""
    date: str = ""
    problem: str = ""
    bare: bool = False


class PagesTask(NamedTuple):
    """Neighbouring documents of an archive; `others` counts the records between them that are none."""

    place: Place
    pages: list[Page]
    others: dict[str, int]
    size: int = 0


class RowsTask(NamedTuple):
    """Neighbouring rows of a table, the first of them row `first`, out of one row group; `codecs` are the columns'."""

    place: Place
    first: int
    rows: Rows
    group: int
    codecs: dict[str, str]
    size: int = 0


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


Task = FileTask | LinesTask | PartTask | PagesTask | RowsTask | FailedTask | Wait


def positions(task: Task) -> int:
    """Count the places in the output that a task takes."""
    if isinstance(task, LinesTask):
        return len(task.lines)
    if isinstance(task, PagesTask):
        return len(task.pages)
    if isinstance(task, RowsTask):
        return int(task.rows.batch.num_rows)
    if isinstance(task, PartTask):
        return int(task.begins)
    return int(not isinstance(task, Wait))


class Outcome:
    """What became of a task: bytes for each output, messages for people, and the counts.

    `problems` are documents that were passed over, `flags` warnings on cleaned ones, `changes` what a check lists.
    """

    __slots__ = (
        "audit",
        "changed",
        "changes",
        "diff",
        "documents",
        "failed",
        "flags",
        "problems",
        "rejects",
        "rows",
        "tally",
    )

    def __init__(self) -> None:
        """Begin with nothing."""
        self.documents: list[bytes] = []
        self.audit: list[bytes] = []
        self.rejects: list[bytes] = []
        self.rows: list[tuple[Rows, object, dict[str, str]]] = []
        self.problems: list[str] = []
        self.flags: list[str] = []
        self.changes: list[Change] = []
        self.diff: list[bytes] = []
        self.tally = Tally()
        self.changed = False
        self.failed = False

    def add(self, other: Outcome) -> None:
        """Take in the outcome of what follows."""
        for name in self.__slots__:
            if name not in ("tally", "changed", "failed"):
                getattr(self, name).extend(getattr(other, name))
        self.tally.add(other.tally)
        self.changed |= other.changed
        self.failed |= other.failed
