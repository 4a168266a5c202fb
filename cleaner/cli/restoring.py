"""`restore`: the input of a run, from its output and its audit."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from cleaner.errors import RestoreError, UsageError
from cleaner.readers.folders import Wanted, walk
from cleaner.readers.forms import by_content
from cleaner.readers.opening import open_input, peek
from cleaner.restore import Group, Rebuilt, documents, groups, json_lines, rebuild
from cleaner.runs.inputs import STDIO
from cleaner.runs.sinks import out
from cleaner.writers.text import FORM_FEED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from cleaner.cli.terminal import Messages
    from cleaner.runs.options import Options

    Write = Callable[[bytes], object]

_CHUNK = 1 << 20


def restore(options: Options, messages: Messages) -> int:
    """Rebuild what a run read; give the exit code."""
    clean = options.paths[0]
    if clean != STDIO and os.path.isdir(clean):  # noqa: PTH112
        return _folder(clean, options, messages)
    if options.output and os.path.isdir(options.output):  # noqa: PTH112
        raise UsageError(f"{options.output} is a folder, a file is wanted for the one that {clean} came from")
    outs = _outs(options.removed)
    name = _choose(clean, outs, options.removed)
    _one(clean, name, outs.get(name, ""), options.output, options, messages)
    return 0


def _folder(clean: str, options: Options, messages: Messages) -> int:
    """Rebuild every file of a folder into another one."""
    if not options.output:
        raise UsageError(f"{clean} is a folder: say with -o where the rebuilt files go")
    if os.path.realpath(options.output) == os.path.realpath(clean):
        raise UsageError("-o is the folder that is read")
    outs = _outs(options.removed)
    known = {os.path.realpath(name): name for name in outs}
    for path in walk(clean, Wanted(every=True)):
        if os.path.realpath(path) == os.path.realpath(options.removed):
            continue
        name = known.get(os.path.realpath(path), "")
        output = os.path.join(options.output, os.path.relpath(path, clean))  # noqa: PTH118
        _one(path, name, outs.get(name, ""), output, options, messages)
    return 0


def _outs(audit: str) -> dict[str, str]:
    """Give the outputs that an audit tells of, each with its form."""
    found: dict[str, str] = {}
    for group in _groups(audit):
        name = group.end.get("out", STDIO)
        found[name] = group.end.get("to") or found.get(name, "")
    return found


def _groups(audit: str) -> Iterator[Group]:
    """Read an audit file."""
    stream = open_input(audit)
    try:
        yield from groups(stream, audit)
    finally:
        if audit != STDIO:
            stream.close()


def _choose(clean: str, outs: dict[str, str], audit: str) -> str:
    """Find the output in the audit that a file is: by its name, else the only one there is."""
    for name in outs:
        if name == clean or (STDIO not in (name, clean) and os.path.realpath(name) == os.path.realpath(clean)):
            return name
    if STDIO in outs or len(outs) <= 1:
        return STDIO if STDIO in outs or not outs else next(iter(outs))
    raise RestoreError(f"{clean}: {audit} tells of {len(outs)} outputs, and none has this name")


def _one(clean: str, name: str, to: str, output: str, options: Options, messages: Messages) -> None:
    """Rebuild one output; its name in the audit is empty where it did not change."""
    mine = (group for group in _groups(options.removed) if group.end.get("out", STDIO) == name) if name else iter(())
    with ExitStack() as stack:
        stream = open_input(clean)
        if clean != STDIO:
            stack.callback(stream.close)
        is_table = by_content(peek(clean, stream)) == "parquet"
        write: Write = out
        if output not in ("", STDIO):
            from cleaner.writers.files import NewFile

            write = stack.enter_context(NewFile(output)).write
        if is_table and write is out and sys.stdout.isatty():
            raise UsageError("a Parquet file is nothing for a terminal: name a file with -o")
        if is_table:
            for data in _table(clean, stream, mine, messages) if name else iter(lambda: stream.read(_CHUNK), b""):
                write(data)
        else:
            pieces = documents(stream) if to == "text" else json_lines(stream)
            _write(rebuild(pieces, mine, clean), write, to == "text", messages)
    sys.stdout.buffer.flush()


def _table(clean: str, stream: BinaryIO, mine: Iterator[Group], messages: Messages) -> Iterator[bytes]:
    """Rebuild a table; another file than before, with the same in it."""
    from cleaner.readers.parquet import Table, seekable

    table = Table(clean, seekable(clean, stream))
    from cleaner.restore_table import rebuild_table

    return rebuild_table(table, mine, clean, messages.say)


def _write(found: Iterator[Rebuilt], write: Write, text: bool, messages: Messages) -> None:
    """Write what was rebuilt; files that were on one stream are parted by form feed lines, as their outputs were."""
    last = b""
    for data, end in found:
        record = end or {}
        if data is None:
            messages.say(f"{record['doc']}: was skipped by the run, so it is not in the output")
            continue
        if record.get("from") == "html":
            messages.say(f"{record['doc']}: was a page; these are the lines that were taken from it")
        if record.get("from") == "warc":
            messages.say(f"{record['doc']}: was a record of an archive; this is the text that was taken from it")
        if text and record.get("from") != "jsonl" and "raw" not in record:
            data = (b"" if last.endswith(b"\n") else b"\n") * bool(last) + FORM_FEED * bool(last) + data
        write(data)
        last = data or last
