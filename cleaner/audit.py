"""What a run took out, line by line, so that it can be read, counted and put back.

A document that changed gives one record for each input line that left or changed, and a closing record with its
layout: blank lines, line ends, how its bytes were written. With these and the cleaned text, `cleaner.restore`
rebuilds the input byte for byte; to be sure of that, the rebuilding is tried here, and where it would fall short the
closing record holds the original itself.

A run without an audit needs none of the libraries below: they are loaded where they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.model import Repair, Result, Skipped

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
    given = _given(result)
    removals = _by_line(result.removals)
    repairs = _by_line(result.repairs)
    records = []
    for number, line in enumerate(text.split(_newline(text)), 1):
        outs = given.get(number, [])
        if outs == [line] or (not outs and not line.strip()):
            continue
        record = {"doc": doc, "line": number, **_owner(removals.get(number, []), repairs.get(number, []))}
        records.append({**record, "text": line, "kept": len(outs)})
    return records


def _given(result: Result) -> dict[int, list[str]]:
    """Collect the output lines that each input line gave."""
    given: dict[int, list[str]] = {}
    for number, line in zip(result.numbers, solid(result.text), strict=False):
        given.setdefault(number, []).append(line)
    return given


def solid(text: str) -> list[str]:
    r"""The lines of a cleaned text that are not blank.

    >>> solid("a\n\nb")
    ['a', 'b']
    """
    return [line for line in text.split("\n") if line and not line.isspace()]


def _by_line(events: Iterable[Any]) -> dict[int, list[Any]]:
    """Sort removals or repairs by the line they happened to."""
    found: dict[int, list[Any]] = {}
    for event in events:
        found.setdefault(event.line, []).append(event)
    return found


def _owner(removals: Sequence[Any], repairs: Sequence[Repair]) -> AuditRecord:
    """Say who changed a line: the rule that took it or a part of it, else the repair."""
    if removals:
        first = removals[0]
        wanted = [name for removal in removals for name in (removal.rule, *removal.also) if name != first.rule]
        others = dict.fromkeys(wanted)
        owner = {"rule": first.rule, "at": first.at, "label": first.label}
        return {**owner, "also": list(others)} if others else owner
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
    """Read what `_ranges` wrote."""
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
    import base64
    import zlib

    return {"bytes": base64.b64encode(zlib.compress(data)).decode()}


def packed(data: bytes) -> str | AuditRecord:
    """Make bytes fit for JSON: a string where they are UTF-8, else base64 in an object."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        import base64

        return {"base64": base64.b64encode(data).decode()}


def unpacked(value: str | AuditRecord) -> bytes:
    r"""Undo `packed`.

    >>> unpacked(packed(b"\xff")), unpacked(packed(b"a"))
    (b'\xff', b'a')
    """
    import base64

    return value.encode() if isinstance(value, str) else base64.b64decode(value["base64"])


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
