"""Turns the plan of a run into tasks, reading no further ahead than the tasks are taken."""

from __future__ import annotations

import os

from cleaner.errors import InputError, MissingExtra
from cleaner.formats import detect
from cleaner.formats.record import Limits, too_large
from cleaner.formats.streams import open_input, peek, read_some, trouble, why
from cleaner.runs.inputs import MARKS, STDIO, Input
from cleaner.runs.options import Reading
from cleaner.runs.task import FailedTask, FileTask, LinesTask, PartTask, Place, Task, Wait, positions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from cleaner.formats.files import FileState
    from cleaner.formats.record import Format
    from cleaner.runs.plan import Target

USUAL = Reading()

BATCH = 1 << 18
"""Bytes of JSON lines in one task: small enough to spread, large enough not to matter."""


def tasks(targets: list[Target], reading: Reading = USUAL) -> Iterator[Task]:
    """Give the tasks of all outputs, in order."""
    for number, target in enumerate(targets):
        position, to = 1, target.worked
        for at, item in enumerate(target.inputs):
            seen = _seen(item.path) if target.out != STDIO and item.stream is None else ()
            place = Place(number, item.path, target.out, to, position, seen, encoded=to != target.to)
            for task in _tasks(item, place, target, at == len(target.inputs) - 1, reading):
                yield task
                position += positions(task)


def _seen(path: str) -> FileState:
    """Give what a file looks like before it is read; standard output replaces none."""
    from cleaner.formats.files import file_state

    return file_state(path)


def _tasks(item: Input, place: Place, target: Target, last: bool, reading: Reading) -> Iterator[Task]:
    """Give the tasks of one input; one that cannot be opened is a task that fails."""
    if item.problem:
        yield FailedTask(place, item.problem, missing=item.named)
        return
    if not item.named and _own(item.path):
        return  # it lies among the documents and is none
    try:
        if detect.FORMS[item.form].whole:
            yield _whole(item, place, reading.limits)
        elif item.form == "warc":
            from cleaner.runs.feed_archive import archive

            yield from archive(item, place, reading.limits)
        elif item.form == "parquet":
            from cleaner.runs.feed_table import table

            yield from table(item, place, reading.limits)
        else:
            yield from _records(item, place, target, last, reading)
    except MissingExtra as error:
        yield FailedTask(place, f"{item.path}: {error}")
    except InputError as error:
        yield FailedTask(place, str(error))


def _own(path: str) -> str:
    """Say which of cleaner's own files this is, or nothing."""
    from cleaner.formats.detect import own_file

    return own_file(path)


def _whole(item: Input, place: Place, limits: Limits) -> Task:
    """Make a task of a file that is one document; a worker reads it, unless it can be read only here."""
    if item.stream is None:
        return FileTask(place, item.form, size=_size(item.path))
    data, problem = read_some(item.path, item.stream, limits)
    return FileTask(place, item.form, data, len(data), problem)


def _size(path: str) -> int:
    """Give the size of a file, 0 where it cannot be told."""
    try:
        return os.path.getsize(path)  # noqa: PTH202
    except OSError:
        return 0


def _records(item: Input, place: Place, target: Target, last: bool, reading: Reading) -> Iterator[Task]:
    """Give the batches of an input of records."""
    from cleaner.formats.choose import settle

    stream = item.stream or open_input(item.path, reading.limits)
    head = peek(item.path, stream)
    encoding = _encoding(head, reading.encoding)
    if encoding:
        from cleaner.formats.streams import recoded

        stream = recoded(stream, encoding)
        head = peek(item.path, stream)
    form = settle(item.form, head, reading.fields, item.path)
    if place.to == "jsonl" and not place.encoded and form.name in ("json", "array") and target.keeps_json:
        place = place._replace(to=form.name)
    if form.name == "json":
        made = _object(form, stream, place, reading.limits)
    else:
        made = _batches(form, stream, place, not last and place.to == form.name, reading.limits)
    for task in made:
        yield task._replace(encoding=encoding) if encoding and isinstance(task, LinesTask) else task
    if item.path != STDIO:
        stream.close()


def _encoding(head: bytes, said: str) -> str:
    """Give the encoding of a stream that is not UTF-8, if that is said, or marked."""
    if not said and head[:2] not in MARKS:
        return ""
    from cleaner.formats.streams import encoding_of

    return encoding_of(head, said)


def _object(form: Format, stream: BinaryIO, place: Place, limits: Limits) -> Iterator[Task]:
    """Give the task of an input that is one record."""
    whole, problem = read_some(place.path, stream, limits)
    yield LinesTask(place, 1, [whole], len(whole), form)
    if problem:
        yield FailedTask(place.moved(1), f"{place.path}: {problem}")


def _batches(form: Format, stream: BinaryIO, place: Place, close: bool, limits: Limits) -> Iterator[Task]:
    """Cut a stream into batches; `close` ends the last line where more will follow it in the output."""
    from cleaner.formats.streams import Part

    first, line, problem, loose = 1, 1, "", False
    try:
        for lines in form.cut(stream, BATCH, limits.document):
            if isinstance(lines, Part):
                first += lines.begins
                at = place.moved(first - 1 - lines.begins)
                data, loose = lines.data, close and not lines.data.endswith(b"\n")
                yield PartTask(at, line, data, lines.begins, too_large(limits), len(data), place.to == form.name)
                line += data.count(b"\n")
                continue
            if not lines:
                yield Wait(place)
                continue
            loose = False
            if close and not lines[-1].endswith(b"\n"):
                lines[-1] += b"\n"
            yield LinesTask(place.moved(first - 1), line, lines, sum(map(len, lines)), form)
            line += sum(piece.count(b"\n") for piece in lines)
            first += len(lines)
    except (InputError, OSError) as error:
        problem = why(error)
    if loose:
        yield PartTask(place, line, b"\n", begins=False, reason="")
    if problem := problem or trouble(stream):
        yield _broken(place, first, line, problem)
    elif first == 1:  # an empty shard is a shard all the same
        yield LinesTask(place, 1, [], form=form)


def _broken(place: Place, first: int, line: int, reason: str) -> FailedTask:
    """Say that a stream cannot be read on."""
    return FailedTask(place.moved(first - 1), f"{place.path}:{line}: {reason}; lines from here on are not read")
