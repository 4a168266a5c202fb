"""Rebuilds an input from its cleaned output and the audit of the run; what does not fit is an error, never a guess.

Output and audit are walked side by side. Every record or file (text, HTML) had a position in what
was written to one output; a position without a record did not change, and its output is its input.

An audit is read up to its last whole document: what wrote it may have been killed amid a record, and whatever it
tells nothing of was not changed by then, since the records of a file are on the disk before the file is.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
import zlib
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleaner.audit import LAYOUT, SKIPPED, AuditRecord, assemble, digest, text_digest, unpacked
from cleaner.errors import InputError, RestoreError
from cleaner.formats import NAMES, from_audit
from cleaner.formats.base import Record
from cleaner.formats.streams import only_regular, open_input, trouble
from cleaner.formats.text import FORM_FEED
from cleaner.side_files import lines_of, parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO


class Group(NamedTuple):
    """The records of one document: its closing record (or the one that says it was skipped), and its lines."""

    end: AuditRecord
    lines: list[AuditRecord]


def groups(audit: Iterable[bytes], name: str, first: int = 1) -> Iterator[Group]:
    """Read an audit file, document by document, from line `first` on."""
    lines: list[AuditRecord] = []
    number = first
    for number, line in enumerate(audit, first):
        record = record_of(line, f"{name}:{number}")
        if record["rule"] in (LAYOUT, SKIPPED):
            yield Group(record, lines)
            lines = []
        else:
            lines.append(record)
    if lines:
        raise RestoreError(f"{name}:{number}: the audit is cut short: document {lines[-1]['doc']!r} is not closed")


_KINDS = {
    **dict.fromkeys(("doc", "rule", "text", "out", "to", "now", "blank"), str),
    **dict.fromkeys(("line", "position", "pieces", "lines", "kept"), int),
}


def record_of(line: bytes, where: str) -> AuditRecord:
    """Read one record of an audit; what is none, or has a part of the wrong kind, is a `RestoreError`."""
    try:
        record = parse_json(line)
    except ValueError:
        raise RestoreError(f"{where}: not JSON") from None
    if not isinstance(record, dict) or not {"doc", "line", "rule", "text"} <= record.keys():
        raise RestoreError(f"{where}: not a record of an audit")
    wrong = next((name for name, kind in _KINDS.items() if not isinstance(record.get(name, kind()), kind)), "")
    if wrong:
        raise RestoreError(f"{where}: the record of {record['doc']!r} is damaged: {wrong!r} is {record[wrong]!r:.60}")
    return record


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
        """The records of an output, document by document."""
        for run in self.outs[name].runs:
            self._stream.seek(run.start)
            yield from groups(self._lines(run.end), self.path, run.line)

    def _lines(self, end: int) -> Iterator[bytes]:
        """The lines up to a place."""
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


class Piece(NamedTuple):
    """What stands at one place of an output: a record, or a document between form feeds."""

    data: bytes
    line: int


def outputs(stream: BinaryIO, to: str, told: AuditRecord) -> Iterator[Piece]:
    """Take an output apart as its form has it; `told` is a record of the audit."""
    if to in NAMES:
        return _records(stream, to, told)
    if to == "table":
        raise RestoreError("what became a table of records is not restored; the audit holds what it lost")
    return documents(stream)


def _records(stream: BinaryIO, to: str, told: AuditRecord) -> Iterator[Piece]:
    """Take an output of records apart."""
    line = 1
    try:
        form = from_audit(to, told)
    except DAMAGE as error:
        raise RestoreError(f"the audit does not tell how records of {to} are parted ({error})") from None
    for piece in form.pieces(stream, sys.maxsize - 1):
        if isinstance(piece, bytes):  # nothing is too long here
            yield Piece(piece, line)
            line += piece.count(b"\n")


def documents(stream: Iterable[bytes]) -> Iterator[Piece]:
    """Take a text output apart at its form feed lines."""
    lines: list[bytes] = []
    start = number = 1
    for number, line in enumerate(stream, 1):
        if line == FORM_FEED:
            yield Piece(b"".join(lines), start)
            lines, start = [], number + 1
        else:
            lines.append(line)
    if lines or start > 1:
        yield Piece(b"".join(lines), start)


class Rebuilt(NamedTuple):
    """The input of one position; `data` is None where the output does not hold it (a file that was skipped)."""

    data: bytes | None
    end: AuditRecord | None


def rebuild(pieces: Iterator[Piece], found: Iterator[Group], name: str) -> Iterator[Rebuilt]:
    """Walk an output and its records side by side, and give each input in order."""
    group = next(found, None)
    position = 0
    line = 1
    while True:
        position += 1
        if group is not None and group.end.get("position", position) < position:
            raise RestoreError(f"{name}: document {group.end['doc']!r} comes twice in the audit, or out of order")
        if group is not None and group.end.get("position") == position:
            try:
                data, line = _one(group, pieces, name, line)
            except DAMAGE as error:
                raise damaged(group, error, f"{name}:{line}") from None
            yield Rebuilt(data, group.end)
            group = next(found, None)
            continue
        piece = next(pieces, None)
        if piece is None:
            break
        line = piece.line
        yield Rebuilt(piece.data, None)
    if group is not None:
        raise RestoreError(f"{name}:{line}: the output ends here, document {group.end['doc']!r} is missing")


DAMAGE = (LookupError, TypeError, ValueError, AttributeError, zlib.error)
"""What comes of a record that lacks something, or holds something else."""


def damaged(group: Group, error: Exception, where: str) -> RestoreError:
    """Say that a record of the audit cannot be used."""
    about = f"the audit's record of {group.end['doc']!r} is damaged"
    return RestoreError(f"{where}: {about} ({type(error).__name__}: {error})")


def _one(group: Group, pieces: Iterator[Piece], name: str, line: int) -> tuple[bytes | None, int]:
    """The input of a position that has records, and the line of the output where it stood."""
    end = group.end
    if "raw" in end:
        for piece in islice(pieces, end.get("pieces", 0)):
            line = piece.line
        return _in_its_encoding(end, unpacked(end["raw"]), f"{name}:{line}"), line
    if end["rule"] == SKIPPED and not end.get("passed"):
        return None, line
    wanted = end.get("pieces", 1)
    whole = list(islice(pieces, wanted))
    if len(whole) < wanted:
        raise RestoreError(f"{name}:{line}: the output ends here, document {end['doc']!r} is missing")
    line = whole[0].line if whole else line
    data = (FORM_FEED if end.get("to") == "text" else b"").join(piece.data for piece in whole)
    return (data if end["rule"] == SKIPPED else original(group, data, f"{name}:{line}")), line


def is_as_before(stream: BinaryIO, found: Iterator[Group], told: AuditRecord) -> bool:
    """Whether a file is what went into the run: every document that should have changed is as it was.

    So it is where a run was ended before it got to a file, where it had to leave it alone, or where somebody put the
    file back. `told` is a record of the audit.
    """
    first = next(found).end
    if first.get("to") not in NAMES:  # one document is the whole file
        return next(found, None) is None and first.get("was", "") == digest(stream.read())
    lines = enumerate((piece.data for piece in _records(stream, first["to"], told)), 1)
    for end in chain((first,), (group.end for group in found)):
        position = end.get("position")
        line = next((line for number, line in lines if number == position), None)
        if line is None or ("encoding" in end and end.get("from") != "text"):  # what went in was in another encoding
            return False
        if not ("raw" in end or end.get("passed") or end.get("was") == digest(line)):
            return False
        if "raw" in end and unpacked(end["raw"]) != line:
            return False
    return True


def original(group: Group, data: bytes, where: str) -> bytes:
    """Rebuild the input bytes of one document from its output bytes."""
    end = group.end
    if end.get("from") == "parquet":
        why = "was a row of a Parquet file, which only a Parquet output gives back"
        raise RestoreError(f"{where}: document {end['doc']!r} {why}")
    head, clean, tail = _clean_text(end, data, where)
    text = _assembled(group, clean, where)
    rebuilt = head + _literal(end, text) + tail if end.get("from") in NAMES else _encoded(end, text)
    checked = _checked(group, rebuilt, where)
    return _in_its_encoding(end, checked, where) if end.get("from") in NAMES else checked


def _in_its_encoding(end: AuditRecord, data: bytes, where: str) -> bytes:
    """Write a piece of records in the encoding that they were in."""
    if "encoding" not in end:
        return data
    try:
        return data.decode("utf-8", "surrogatepass").encode(end["encoding"])
    except (LookupError, UnicodeEncodeError):
        why = f"was in {end['encoding']}, which cannot be written here"
        raise RestoreError(f"{where}: document {end['doc']!r} {why}") from None


def merged(group: Group, clean: str, where: str) -> str:
    """Rebuild the text of a document that is no more than its text, as a row's."""
    text = _assembled(group, clean, where)
    _checked(group, _encoded(group.end, text), where)
    return text


def _assembled(group: Group, clean: str, where: str) -> str:
    """Put the lines that went among those that stayed; the cleaned text has to be that of the run."""
    end = group.end
    if text_digest(clean) != end["now"]:
        raise RestoreError(f"{where}: document {end['doc']!r} is not as the run wrote it{_odd_line(group, clean)}")
    try:
        return assemble(end, group.lines, clean)
    except ValueError as error:
        raise RestoreError(f"{where}: document {end['doc']!r}: {error}") from None


def _checked(group: Group, rebuilt: bytes, where: str) -> bytes:
    """Be sure that what was rebuilt is what went in."""
    if group.end.get("was", "") != digest(rebuilt):
        raise RestoreError(f"{where}: document {group.end['doc']!r} does not come out as it went in")
    return rebuilt


def _odd_line(group: Group, clean: str) -> str:
    """Name the first line that does not fit, where the numbers show it."""
    try:
        assemble(group.end, group.lines, clean)
    except ValueError as error:
        return f": {error}"
    return ""


def _clean_text(end: AuditRecord, data: bytes, where: str) -> tuple[bytes, str, bytes]:
    """The cleaned text that an output holds, and what stood around it in the input's record."""
    if end["to"] == "text":
        text = data.removesuffix(b"\n").decode("utf-8", "surrogateescape")
        head, tail = b"", b""
    else:
        found = from_audit(end["to"], end).parse(data, where, 0)
        if not isinstance(found, Record):
            reason = found.reason if found else "nothing is there"
            raise RestoreError(f"{where}: document {end['doc']!r}: {reason}")
        text, head, tail = found.document.text, data[: found.start], data[found.end :]
    if "around" in end:
        head, tail = (unpacked(part) for part in end["around"])
    return head, text, tail


def _literal(end: AuditRecord, text: str) -> bytes:
    """Write the JSON string of the text as it was written in the input."""
    if "literal" in end:
        return unpacked(end["literal"])
    return from_audit(end["from"], end).literal(text, end.get("style", ""))


def _encoded(end: AuditRecord, text: str) -> bytes:
    """Write a text in the encoding of the input."""
    if "bytes" in end:
        return zlib.decompress(base64.b64decode(end["bytes"]))
    return text.encode(end.get("encoding", "utf-8"), "surrogatepass")
