"""What a run took out, line by line, so that it can be read, counted and put back.

A document that changed gives one record for each input line that left or changed, and a closing record with its
layout: blank lines, line ends, how its bytes were written. With these and the cleaned text, `cleaner.restore`
rebuilds the input byte for byte; to be sure of that, the rebuilding is tried here, and where it would fall short the
closing record holds the original itself.

An audit is read up to its last whole document: what wrote it may have been killed amid a record, and whatever it
tells nothing of was not changed by then, since the records of a file are on the disk before the file is.

A run without an audit needs none of the libraries below: they are loaded where they are used.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import InputError, RestoreError
from cleaner.formats.streams import only_regular, open_input, trouble
from cleaner.model import Repair, Result, Skipped
from cleaner.side_files import lines_of, parse_json

AuditRecord = dict[str, Any]

LAYOUT = "cleaner#layout"
SKIPPED = "cleaner#skipped"
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1258", "cp1252")


def changed(doc: str, text: str, result: Result) -> list[AuditRecord]:
    r"""A record for each line of `text` that is not in the result as it was; `kept` counts what it gave there.

    >>> from cleaner.model import Removal, Result
    >>> gone = Removal(1, "Đọc nhiều", "a.vn#boxes", "a.yaml:3", "related")
    >>> changed("a.txt", "Đọc nhiều\nMột câu.", Result("Một câu.", removals=(gone,), numbers=[2]))[0]["rule"]
    'a.vn#boxes'
    """
    given = _by_line(zip(result.numbers, solid(result.text), strict=False))
    removals = _by_line((one.line, one) for one in result.removals)
    repairs = _by_line((one.line, one) for one in result.repairs)
    records = []
    for number, line in enumerate(text.split(_newline(text)), 1):
        outs = given.get(number, [])
        if outs == [line] or (not outs and not line.strip()):
            continue
        record = {"doc": doc, "line": number, **_owner(removals.get(number, []), repairs.get(number, []))}
        records.append({**record, "text": line, "kept": len(outs)})
    return records


def solid(text: str) -> list[str]:
    r"""The lines of a cleaned text that are not blank.

    >>> solid("a\n\nb")
    ['a', 'b']
    """
    return [line for line in text.split("\n") if line and not line.isspace()]


def _by_line(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for line, event in pairs:
        found.setdefault(line, []).append(event)
    return found


def _owner(removals: Sequence[Any], repairs: Sequence[Repair]) -> AuditRecord:
    """Say who changed a line: the rule that took it or a part of it, else the repair."""
    if removals:
        first = removals[0]
        wanted = dict.fromkeys(name for removal in removals for name in (removal.rule, *removal.also))
        others = [name for name in wanted if name != first.rule]
        owner = {"rule": first.rule, "at": first.at, "label": first.label}
        return {**owner, "also": others} if others else owner
    step = repairs[0].step if repairs else "layout"
    return {"rule": f"text#{step}", "at": "", "label": "repair"}


def closing(doc: str, text: str, result: Result, records: Sequence[AuditRecord], **more: Any) -> AuditRecord:
    r"""The closing record of a document: what else is needed to rebuild `text` from the result.

    `more` says where the document stood and how its bytes were written; see `origin` and `cleaner.runs.worker`.

    >>> from cleaner.model import Result
    >>> closing("a.txt", "a\r\n\r\nb\r\n", Result("a\n\nb", numbers=[1, 3]), [])["blank"]
    '2 4'
    """
    newline = _newline(text)
    lines = text.split(newline)
    gone = {record["line"] for record in records}
    given = set(result.numbers)
    blank = [n for n, line in enumerate(lines, 1) if not line.strip() and n not in gone and n not in given]
    white = {str(n): lines[n - 1] for n in blank if lines[n - 1]}
    layout: AuditRecord = {"lines": len(lines), "blank": _ranges(blank), "now": text_digest(result.text)}
    layout |= {"white": white} if white else {}
    layout |= {"newline": newline} if newline != "\n" else {}
    try:
        same = assemble(layout, records, result.text) == text
    except ValueError:
        same = False
    layout |= {} if same else {"original": text}
    start = {"doc": doc, "line": 0, "rule": LAYOUT, "at": "", "label": "layout", "text": ""}
    return {**start, **layout, **{name: value for name, value in more.items() if value not in ("", None)}}


def _newline(text: str) -> str:
    r"""The line end that all lines of a text share, ``\n`` where they differ."""
    windows = text.count("\r\n")
    return "\r\n" if windows and windows == text.count("\n") else "\n"


def _ranges(numbers: Iterable[int]) -> str:
    """Write ascending numbers in short.

    >>> _ranges([2, 5, 6, 7])
    '2 5-7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _numbers(ranges: str) -> Iterator[int]:
    for run in ranges.split():
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)


def assemble(layout: AuditRecord, records: Sequence[AuditRecord], clean: str) -> str:
    r"""Merge kept and removed lines by their numbers; raise `ValueError` where they do not fit together.

    >>> assemble({"lines": 3, "blank": "2"}, [{"line": 1, "text": "menu", "kept": 0}], "Một câu.")
    'menu\n\nMột câu.'
    """
    if "original" in layout:
        return str(layout["original"])
    kept = solid(clean)
    by_line = {record["line"]: record for record in records}
    blank = set(_numbers(layout["blank"]))
    white = layout.get("white", {})
    lines: list[str] = []
    at = 0
    for number in range(1, layout["lines"] + 1):
        if number in by_line:
            at += by_line[number]["kept"]
            lines.append(by_line[number]["text"])
        elif number in blank:
            lines.append(white.get(str(number), ""))
        elif at < len(kept):
            lines.append(kept[at])
            at += 1
        else:
            raise ValueError(f"line {number} is missing")
    if at != len(kept):
        raise ValueError(f"{abs(len(kept) - at)} lines too {'many' if at < len(kept) else 'few'}")
    return str(layout.get("newline", "\n")).join(lines)


def origin(data: bytes, text: str) -> AuditRecord:
    """How the bytes of a file are made of its text: an encoding, or the packed bytes where none gives them back.

    >>> origin("Bão".encode(), "Bão"), origin("Bão".encode("utf-16"), "Bão")
    ({}, {'encoding': 'utf-16'})
    """
    for encoding in _ENCODINGS:
        try:
            if text.encode(encoding) == data:
                return {} if encoding == "utf-8" else {"encoding": encoding}
        except UnicodeEncodeError:
            continue
    import zlib

    return {"bytes": b2a_base64(zlib.compress(data), newline=False).decode()}


def packed(data: bytes) -> str | AuditRecord:
    """Make bytes fit for JSON: a string where they are UTF-8, else base64 in an object."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": b2a_base64(data, newline=False).decode()}


def unpacked(value: str | AuditRecord) -> bytes:
    r"""Undo `packed`.

    >>> unpacked(packed(b"\xff")), unpacked(packed(b"a"))
    (b'\xff', b'a')
    """
    return value.encode() if isinstance(value, str) else a2b_base64(value["base64"])


def skipped(entry: Skipped, **more: Any) -> AuditRecord:
    """The record of a document that was passed over."""
    start = {"doc": entry.id, "line": entry.line, "rule": SKIPPED, "at": "", "label": "skipped", "text": entry.reason}
    return {**start, **{name: value for name, value in more.items() if value not in ("", None)}}


def digest(data: bytes) -> str:
    """A short fingerprint, by which input, output and audit know each other."""
    import hashlib

    return hashlib.blake2b(data, digest_size=8).hexdigest()


def text_digest(text: str) -> str:
    """The fingerprint of a cleaned text as it stands in an output."""
    return digest(text.encode("utf-8", "backslashreplace"))


def dump(record: AuditRecord) -> bytes:
    """Write a record as a line of JSON; half a surrogate pair can only stand there as an escape."""
    import json

    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record).encode() + b"\n"


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


_BEGIN = b'{"doc": '
_KINDS: dict[str, Any] = {"added": list} | dict.fromkeys(("doc", "rule", "text", "out", "to", "now", "blank"), str)
_KINDS |= dict.fromkeys(("line", "position", "pieces", "lines", "kept", "span"), int)


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

    def __init__(self) -> None:
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

    def about(self, names: Iterable[str]) -> Iterator[bytes]:
        """All that is told of some outputs, line by line, as it stands."""
        for run in sorted(run for name in names if name in self.outs for run in self.outs[name].runs):
            self._stream.seek(run.start)
            yield from self._lines(run.end)

    def _lines(self, end: int) -> Iterator[bytes]:
        while self._stream.tell() < end:
            yield self._stream.readline()

    def _read(self) -> None:
        start = at = number = 0
        begun, doc = 1, ""
        for number, line in enumerate(lines_of(self._stream, self.path), 1):
            try:
                record = record_of(line, f"{self.path}:{number}")
            except RestoreError:
                if line.endswith(b"\n") or not (self.outs or _BEGIN.startswith(line[: len(_BEGIN)])):
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
    import shutil
    import tempfile

    copy = tempfile.TemporaryFile()  # noqa: SIM115 - as long as this is
    shutil.copyfileobj(stream, copy)
    if problem := trouble(stream):
        raise InputError(f"{path}: {problem}")
    copy.seek(0)
    return copy
