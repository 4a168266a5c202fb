"""Turns the plan of a run into tasks, reading no further ahead than the tasks are taken."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

from cleaner.errors import InputError
from cleaner.readers import forms
from cleaner.readers.opening import open_input, peek, why
from cleaner.runs.plan import STDIO, Input, Target
from cleaner.runs.task import FailedTask, FileTask, LinesTask, Place, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

BATCH = 1 << 18
"""Bytes of JSON lines in one task: small enough to spread, large enough not to matter."""

LONGEST = 1 << 28
"""Bytes that one JSON line may have: cleaning it takes some ten times as much memory."""


def tasks(targets: list[Target]) -> Iterator[Task]:
    """Give the tasks of all outputs, in order."""
    for number, target in enumerate(targets):
        position = 1
        for at, item in enumerate(target.inputs):
            place = Place(number, item.path, target.out, target.to, position)
            for task in _tasks(item, place, target, last=at == len(target.inputs) - 1):
                yield task
                position += len(task.lines) if isinstance(task, LinesTask) else 1


def _tasks(item: Input, place: Place, target: Target, last: bool) -> Iterator[Task]:
    """Give the tasks of one input."""
    if item.problem:
        yield FailedTask(place, item.problem, missing=item.named)
    elif item.form in ("text", "html"):
        try:
            yield _whole(item, place)
        except InputError as error:
            yield FailedTask(place, str(error))
    else:
        yield from _records(item, place, target, last)


def _whole(item: Input, place: Place) -> Task:
    """Make a task of a file that is one document; a worker reads it, unless it can be read only here."""
    if item.stream is None:
        return FileTask(place, item.form, size=_size(item.path))
    data = _read(item.stream, item.path)
    return FileTask(place, item.form, data, len(data))


def _read(stream: BinaryIO, path: str) -> bytes:
    """Read a stream to its end."""
    try:
        return stream.read()
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: {why(error)}") from None


def _size(path: str) -> int:
    """Give the size of a file, 0 where it cannot be told."""
    try:
        return os.path.getsize(path)  # noqa: PTH202
    except OSError:
        return 0


def _records(item: Input, place: Place, target: Target, last: bool) -> Iterator[Task]:
    """Give the batches of a JSON input."""
    try:
        stream = item.stream or open_input(item.path)
    except InputError as error:
        yield FailedTask(place, str(error))
        return
    head = peek(item.path, stream)
    form = forms.json_form(head) if item.form in ("json", "array") else "jsonl"
    problem = forms.foreign(head)
    if problem or form == "array":
        reason = (
            f"this is {problem}, not JSON lines" if problem else "a JSON array; make it JSON lines first (jq -c '.[]')"
        )
        yield FailedTask(place, f"{item.path}: {reason}")
    elif form == "json":
        flat = not target.writes_json_file and place.to == "jsonl"
        try:
            whole = _read(stream, item.path)
        except InputError as error:
            yield FailedTask(place, str(error))
        else:
            yield LinesTask(place, 1, [whole], len(whole), flat)
    else:
        yield from _batches(stream, place, close=not last and place.to == "jsonl")
    if item.path != STDIO:
        stream.close()


def _batches(stream: BinaryIO, place: Place, close: bool) -> Iterator[Task]:
    """Cut a stream into batches of lines; `close` ends the last line where more will follow it in the output."""
    first, endless = 1, False
    while not endless:
        try:
            lines, endless = _lines(stream)
        except (OSError, EOFError, zlib.error) as error:
            yield _broken(place, first, why(error))
            return
        if not lines and first > 1:
            break
        if close and lines and not lines[-1].endswith(b"\n"):
            lines[-1] += b"\n"
        yield LinesTask(place.moved(first - 1), first, lines, sum(map(len, lines)))
        if not lines:  # an empty shard is a shard all the same
            break
        first += len(lines)
    if endless:
        yield _broken(place, first, f"a line of more than {LONGEST >> 20} MB")


def _lines(stream: BinaryIO) -> tuple[list[bytes], bool]:
    """Read lines until a batch is full; tell whether one came that is too long to be read."""
    lines: list[bytes] = []
    size = 0
    while size < BATCH and (line := stream.readline(LONGEST + 1)):
        if len(line) > LONGEST:
            return lines, True
        lines.append(line)
        size += len(line)
    return lines, False


def _broken(place: Place, first: int, reason: str) -> FailedTask:
    """Say that a stream cannot be read on."""
    return FailedTask(place.moved(first - 1), f"{place.path}:{first}: {reason}; lines from here on are not read")
