"""Cleans JSON lines: every record keeps its place and all its bytes but those of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.model import Document, Result, Skipped
from cleaner.readers.jsonl import Fields, JsonLine, read_line
from cleaner.runs.bench import Bench, is_plain, where
from cleaner.runs.task import LinesTask, Outcome, PartTask, Place
from cleaner.values import replace
from cleaner.writers.jsonl import annotate, literal, splice, style_of
from cleaner.writers.text import pieces, text_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator


def clean_lines(bench: Bench, task: LinesTask) -> Outcome:
    """Clean a batch of lines."""
    outcome = Outcome()
    fields = Fields(bench.options.text_field, bench.options.url_field)
    path = task.place.path
    for offset, line in enumerate(task.lines):
        found = read_line(line, path, task.first + offset, fields) if not line.isspace() else None
        if isinstance(found, JsonLine):
            _clean(bench, outcome, task, offset, found)
        elif found is None:
            _blank(bench, outcome, task.place.moved(offset), line)
        else:
            _reject(bench, outcome, task.place.moved(offset), line, found)
    return outcome


def pass_on(bench: Bench, task: PartTask) -> Outcome:
    """Let a piece of a line that is too long go where lines go that are no records; say so once."""
    outcome = Outcome()
    more: dict[str, Any] = {}
    if bench.options.rejects:
        outcome.rejects.append(task.data)
        outcome.changed = True
    elif task.place.to == "jsonl":
        outcome.documents.append(task.data)
        more["passed"] = True
    if task.begins:
        entry = Skipped(f"{task.place.path}:{task.first}", task.reason, task.first)
        outcome.problems.append(f"{entry.id}: {entry.reason}")
        bench.skip(outcome, entry, task.place, **more)
    return outcome


def pass_line(bench: Bench, task: LinesTask, entry: Skipped) -> Outcome:
    """Let the one line of a task go where lines go that are no records."""
    outcome = Outcome()
    _reject(bench, outcome, task.place, task.lines[0], entry)
    return outcome


def _clean(bench: Bench, outcome: Outcome, task: LinesTask, offset: int, found: JsonLine) -> None:
    """Clean one record."""
    document, to, number = found.document, task.place.to, task.first + offset
    if bench.options.url and not document.url:
        document = replace(document, url=bench.options.url)
    result = bench.cleaner.clean(document)
    written = _written(bench, found, document, result, to, task.flat)
    changed = written != found.line if to == "jsonl" else result.text != document.text
    outcome.documents.append(written)
    bench.note(outcome, f"{task.place.path}:{number}", result, changed, number)
    if bench.options.removed and (changed or to != "jsonl" or is_plain(task.place.path)):
        outcome.audit.extend(_audit(bench, task.place.moved(offset), found, result, written))
    if bench.options.diff and changed:
        outcome.diff.append(_diff(number, found.line, written))


def _written(bench: Bench, found: JsonLine, document: Document, result: Result, to: str, flat: bool) -> bytes:
    """Give the bytes that go out."""
    if to == "text":
        return text_bytes(result.text)
    line = splice(found, result.text)
    if bench.options.annotate:
        line = annotate(line, document, result)
    if flat:  # a line break in JSON can only stand between two tokens
        line = line.strip().replace(b"\r", b"").replace(b"\n", b" ") + b"\n"
    return line


def _blank(bench: Bench, outcome: Outcome, place: Place, line: bytes) -> None:
    """Keep a blank line between records; a text output has no place for it, so the audit remembers it."""
    if place.to == "jsonl":
        outcome.documents.append(line)
    elif bench.options.removed:
        from cleaner import audit

        record = audit.skipped(Skipped(place.path, ""), raw=audit.packed(line), **where(place))
        outcome.audit.append(audit.dump({**record, "rule": audit.LAYOUT, "label": "layout"}))


def _reject(bench: Bench, outcome: Outcome, place: Place, line: bytes, entry: Skipped) -> None:
    """Keep a line that is no record: in the rejects, else in the output; and say so."""
    outcome.problems.append(f"{entry.id}: {entry.reason}")
    more: dict[str, Any] = {}
    if bench.options.rejects:
        outcome.rejects.append(line if line.endswith(b"\n") else line + b"\n")
        outcome.changed = True  # in place, the file loses the line
    elif place.to == "jsonl":
        outcome.documents.append(line)
        more["passed"] = True
    if bench.options.removed and not more:
        from cleaner.audit import packed

        more["raw"] = packed(line)
    bench.skip(outcome, entry, place, **more)


def _audit(bench: Bench, place: Place, found: JsonLine, result: Result, written: bytes) -> Iterator[bytes]:
    """Write down what a record lost, and how its line is put together."""
    from cleaner import audit

    document = found.document
    more: dict[str, Any] = {**where(place), "from": "jsonl", "was": audit.digest(found.line)}
    if bench.options.text_field != "text":
        more["field"] = bench.options.text_field
    style = style_of(found.raw)
    more |= {"style": style} if literal(document.text, style) == found.raw else {"literal": audit.packed(found.raw)}
    if place.to == "text":
        more["pieces"] = pieces(written)
    elif (number := written.rstrip(b"\n").count(b"\n") + 1) > 1:
        more["pieces"] = number  # an object over many lines
    if place.to == "text" or written != splice(found, result.text):
        more["around"] = [audit.packed(found.line[: found.start]), audit.packed(found.line[found.end :])]
    records = audit.changed(document.id, document.text, result)
    records.append(audit.closing(document.id, document.text, result, records, **more))
    return map(audit.dump, records)


def _diff(number: int, old: bytes, new: bytes) -> bytes:
    r"""Give the hunk of one changed record, which may be an object over many lines.

    >>> _diff(3, b'{"text": "a"}\n', b'{"text": "b"}\n')
    b'@@ -3,1 +3,1 @@\n-{"text": "a"}\n+{"text": "b"}\n'
    """
    from cleaner.writers.diff import lines_of, marked

    before, after = lines_of(old), lines_of(new)
    head = f"@@ -{number},{len(before)} +{number},{len(after)} @@\n".encode()
    return head + marked(b"-", before) + marked(b"+", after)
