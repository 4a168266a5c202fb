"""An audit file, read once: which outputs it tells of, and where in it the records of each one stand.

An audit is read up to its last whole document: what wrote it may have been killed amid a record, and whatever it
tells nothing of was not changed by then, since the records of a file are on the disk before the file is.
"""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from cleaner.audit import LAYOUT, SKIPPED
from cleaner.errors import InputError, RestoreError
from cleaner.formats.streams import only_regular, open_input, trouble
from cleaner.restore import Group, groups, record_of
from cleaner.sides import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


class Run(NamedTuple):
    """Neighbouring records of one output: the bytes from `start` to `end` of the audit, from line `line` on."""

    start: int
    end: int
    line: int


class Out:
    """What an audit knows of an output: its form, whether an input was plain under a packed name, and its records.

    `told` says how it is cut into records, where its form alone does not; `origins` are the forms of what went into it.
    It was not `touched` where all that is told was passed on as it was, and was `left` as it is where it is a file that
    could not be read to its end in place.
    """

    __slots__ = ("left", "origins", "plain", "runs", "to", "told", "touched")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.to = ""
        self.plain = self.left = self.touched = False
        self.origins: set[str] = set()
        self.told: dict[str, object] = {}
        self.runs: list[Run] = []

    def add(self, start: int, end: int, line: int) -> None:
        """Take in the records of one document; those of an output mostly stand together."""
        if self.runs and self.runs[-1].end == start:
            self.runs[-1] = self.runs[-1]._replace(end=end)
        else:
            self.runs.append(Run(start, end, line))


class Audit:
    """An open audit; `outs` has each output by its name, `cut` says where the audit ends too soon, if it does.

    Memory grows with the number of outputs, not with what left them.
    """

    def __init__(self, path: str) -> None:
        """Read the audit from end to end; one that is packed, or comes on standard input, is kept on the disk."""
        self.path = path
        self.outs: dict[str, Out] = {}
        self.last = ""
        self.cut = ""
        self._stream = _seekable(path)
        self._read()

    def groups(self, name: str) -> Iterator[Group]:
        """Give the records of an output, document by document."""
        for run in self.outs[name].runs:
            self._stream.seek(run.start)
            yield from groups(self._lines(run.end), self.path, run.line)

    def _lines(self, end: int) -> Iterator[bytes]:
        """Give the lines up to a place."""
        while self._stream.tell() < end:
            yield self._stream.readline()

    def _read(self) -> None:
        """Find the records of each output."""
        start = at = number = 0
        begun, doc = 1, ""
        for number, line in enumerate(lines_of(self._stream, self.path), 1):
            try:
                record = record_of(line, f"{self.path}:{number}")
            except RestoreError:
                if line.endswith(b"\n") or not self.outs:
                    raise
                doc = doc or "the next document"
                break
            at += len(line)
            doc = repr(record["doc"])
            if record["rule"] in (LAYOUT, SKIPPED):
                self._note(record, start, at, begun)
                start, begun, doc = at, number + 1, ""
        if doc:
            self.cut = f"{self.path}:{number}: the audit ends within the records of {doc}; it is read up to there"

    def _note(self, record: dict[str, object], start: int, end: int, line: int) -> None:
        """Take down where the records of a document stand."""
        self.last = str(record.get("out", "-"))
        out = self.outs.setdefault(self.last, Out())
        out.to = str(record.get("to") or out.to)
        out.told = out.told or {name: record[name] for name in ("dialect", "cell") if name in record}
        out.origins |= {str(record["from"])} if "from" in record else set()
        out.plain |= bool(record.get("plain"))
        passed_over = record["rule"] == SKIPPED
        out.touched |= not (passed_over and record.get("passed"))
        out.left |= bool(passed_over or record.get("broken")) and record["doc"] == record.get("out")
        out.add(start, end, line)


def _seekable(path: str) -> BinaryIO:
    """Open an audit so that one can go about in it."""
    stream = open_input(only_regular(path))
    if stream.seekable():
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - as long as this is
    shutil.copyfileobj(stream, copy)
    if problem := trouble(stream):
        raise InputError(f"{path}: {problem}")
    copy.seek(0)
    return copy
