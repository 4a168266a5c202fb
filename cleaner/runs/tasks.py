"""What goes to a worker and what comes back; and the tasks of a plan, read no further ahead than they are taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.errors import InputError, MissingExtra
from cleaner.formats.base import Batch
from cleaner.formats.choose import by_head, by_name
from cleaner.formats.detect import own_file
from cleaner.formats.files import file_state
from cleaner.formats.reading import Reading
from cleaner.formats.streams import encoding_of, open_input, peek, recoded
from cleaner.formats.text import TextFile
from cleaner.runs.inputs import STDIO
from cleaner.runs.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.base import Format
    from cleaner.formats.files import FileState
    from cleaner.runs.inputs import Input
    from cleaner.runs.plan import Target
    from cleaner.runs.tally import Change


class Place(NamedTuple):
    """Where a task stands: its input file, its output, and its position among all that goes there.

    `to` is the format that workers write: that of the input, where its records are written back; else text, or JSON
    lines, which are `encoded` as another format when all are there. `seen` is the file as it was before it was read.
    """

    target: int
    path: str
    out: str
    to: str
    position: int = 1
    seen: FileState = ()
    encoded: bool = False


class Task(NamedTuple):
    """A batch of an input, and the format that it is of; without one it tells only of a problem."""

    place: Place
    form: Format | None
    batch: Batch


@dataclass(slots=True)
class Outcome:
    """What became of a task: bytes for each output, messages for people, and the counts.

    `problems` are documents that were passed over, `flags` warnings on cleaned ones, `changes` what a check lists.
    `tables` are rows of tables, each with the row group of the input that they are of.
    """

    documents: list[bytes] = field(default_factory=list)
    audit: list[bytes] = field(default_factory=list)
    rejects: list[bytes] = field(default_factory=list)
    tables: list[tuple[Any, tuple[str, int]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    diff: list[bytes] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    changed: bool = False
    failed: bool = False

    def add(self, other: Outcome) -> None:
        """Take in the outcome of what follows."""
        for name in ("documents", "audit", "rejects", "tables", "problems", "flags", "changes", "diff"):
            getattr(self, name).extend(getattr(other, name))
        self.tally.add(other.tally)
        self.changed |= other.changed
        self.failed |= other.failed


def tasks(targets: list[Target], reading: Reading = Reading()) -> Iterator[Task]:  # noqa: B008 - a frozen value
    """The tasks of all outputs, in order."""
    for number, target in enumerate(targets):
        position = 1
        for at, item in enumerate(target.inputs):
            seen = file_state(item.path) if target.out != STDIO and item.stream is None else ()
            to, last = target.worked, at == len(target.inputs) - 1
            place = Place(number, item.path, target.out, to, 1, seen, encoded=to != target.to)
            for form, batch in _batches(item, target, last, reading):
                if form is not None and form.name in ("json", "array") and to == target.to and target.keeps_json:
                    place = place._replace(to=form.name)
                yield Task(place._replace(position=position), form, batch)
                position += batch.count


def _batches(item: Input, target: Target, last: bool, reading: Reading) -> Iterator[tuple[Format | None, Batch]]:
    """The batches of an input; what is wrong with it is a batch, too."""
    if item.problem:
        yield None, Batch(count=1, problem=item.problem, missing=item.named)
        return
    if not item.named and own_file(item.path):
        return  # it lies among the documents and is none
    try:
        yield from _cut(item, target, last, reading)
    except MissingExtra as error:
        yield None, Batch(count=1, problem=f"{item.path}: {error}")
    except InputError as error:
        yield None, Batch(count=1, problem=str(error))


def _cut(item: Input, target: Target, last: bool, reading: Reading) -> Iterator[tuple[Format, Batch]]:
    """Open an input, settle its format, and let that cut it."""
    form = by_name(item.form, reading.fields)
    if isinstance(form, TextFile) and item.stream is None:
        yield form, form.unread(item.path)
        return
    stream = item.stream or open_input(item.path, reading.limits)
    encoding = ""
    if form is None:
        if encoding := encoding_of(peek(item.path, stream), reading.encoding):
            stream = recoded(stream, encoding)
        form = by_head(item.form, peek(item.path, stream), reading.fields, item.path)
    close = not last and target.worked == form.name
    for batch in form.batches(item.path, stream, reading.limits, close):
        yield form, replace(batch, encoding=encoding) if encoding and batch.pieces else batch
    if item.path != STDIO:
        stream.close()
