"""Cleans records: every one keeps its place and all its bytes but those of the text, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.errors import InputError
from cleaner.formats.json_records import JsonLines
from cleaner.formats.jsonl import annotate
from cleaner.formats.record import Record, splice
from cleaner.formats.text import pieces, text_bytes
from cleaner.model import Document, Result, Skipped
from cleaner.runs.bench import Bench, is_plain, where
from cleaner.runs.task import LinesTask, Outcome, PartTask, Place
from cleaner.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.record import Format


def form_of(bench: Bench, task: LinesTask) -> Format:
    """Give the format of a batch."""
    return task.form or JsonLines(bench.options.fields)


def read_records(bench: Bench, task: LinesTask) -> Iterator[Record | Skipped | None]:
    """Read the pieces of a batch; None is layout."""
    form, number, path = form_of(bench, task), task.first, task.place.path
    for offset, piece in enumerate(task.lines):
        is_head = task.first == 1 and offset < form.lead
        yield None if is_head else form.read(piece, path, number)
        number += piece.count(b"\n")


def clean_lines(bench: Bench, task: LinesTask) -> Outcome:
    """Clean a batch."""
    outcome = Outcome()
    batch = _Batch(bench, outcome, form_of(bench, task), task)
    if bench.options.diff and batch.form.name == "array":
        raise InputError(f"{task.place.path}: --diff shows no array; make it JSON lines with -t jsonl first")
    for offset, (piece, found) in enumerate(zip(task.lines, read_records(bench, task), strict=True)):
        place = task.place.moved(offset)
        if isinstance(found, Record):
            batch.clean(place, found)
        elif found is None:
            batch.layout(place, piece, task.first == 1 and offset < batch.form.lead)
        else:
            batch.reject(place, piece, found)
    return outcome


def pass_on(bench: Bench, task: PartTask) -> Outcome:
    """Let a piece of a line that is too long go where lines go that are no records; say so once."""
    outcome = Outcome()
    more: dict[str, Any] = {}
    if bench.options.rejects:
        outcome.rejects.append(task.data)
        outcome.changed = True
    elif task.fits:
        outcome.documents.append(task.data)
        more["passed"] = True
    if task.begins:
        entry = Skipped(f"{task.place.path}:{task.first}", task.reason, task.first)
        outcome.problems.append(f"{entry.id}: {entry.reason}")
        bench.skip(outcome, entry, task.place, **more)
    return outcome


def pass_line(bench: Bench, task: LinesTask, entry: Skipped) -> Outcome:
    """Let the one piece of a task go where pieces go that are no records."""
    outcome = Outcome()
    _Batch(bench, outcome, form_of(bench, task), task).reject(task.place, task.lines[0], entry)
    return outcome


class _Batch:
    """A batch on its way: what is cleaned, what stays as it is, and what is told of each."""

    def __init__(self, bench: Bench, outcome: Outcome, form: Format, task: LinesTask) -> None:
        """Take what all records of a batch share."""
        self.form = form
        self._bench = bench
        self._outcome = outcome
        self._encoding = task.encoding
        self._same = task.place.to == form.name  # records are written back, every other byte as it was
        self._rejects = bool(bench.options.rejects) and not (self._same and form.name == "array")

    def clean(self, place: Place, found: Record) -> None:
        """Clean one record."""
        document, options, outcome = found.document, self._bench.options, self._outcome
        if options.url and not document.url:
            document = replace(document, url=options.url)
        result = self._bench.cleaner.clean(document)
        try:
            written = self._written(place, found, document, result)
        except ValueError as error:  # what is left of the text has no place in this format
            self.reject(place, found.line, Skipped(f"{place.path}:{found.number}", str(error), found.number))
            return
        recoded = self._recoded(found.line)
        changed = recoded or (written != found.line if self._same else result.text != document.text)
        outcome.documents.append(written)
        self._bench.note(outcome, f"{place.path}:{found.number}", result, changed, found.number, recoded=recoded)
        if options.removed and (changed or not self._same or is_plain(place.path)):
            outcome.audit.extend(self._audit(place, found, result, written))
        if options.diff and changed:
            outcome.diff.append(_diff(found.number, found.line, written))

    def _written(self, place: Place, found: Record, document: Document, result: Result) -> bytes:
        """Give the bytes that go out."""
        if place.to == "text":
            return text_bytes(result.text)
        line = splice(self.form, found, result.text)
        if self._same:
            return self.form.annotate(line, document, result) if self._bench.options.annotate else line
        line = self.form.as_line(line)
        return annotate(line, document, result) if self._bench.options.annotate else line

    def layout(self, place: Place, piece: bytes, is_head: bool) -> None:
        """Keep what stands between records; another form has no place for it, so the audit remembers it."""
        written = piece if self._same else b""
        if self._same and is_head and self._bench.options.annotate:
            written = self.form.head(piece)
        if written:
            self._outcome.documents.append(written)
        self._outcome.changed |= self._recoded(piece)
        if (written != piece or self._recoded(piece)) and self._bench.options.removed:
            from cleaner import audit

            more = {"raw": audit.packed(piece), "pieces": int(self._same)}
            record = audit.skipped(Skipped(place.path, ""), **more, **self._where(place))
            self._outcome.audit.append(audit.dump({**record, "rule": audit.LAYOUT, "label": "layout"}))

    def reject(self, place: Place, piece: bytes, entry: Skipped) -> None:
        """Keep a piece that is no record: in the rejects, else in the output; and say so."""
        outcome = self._outcome
        outcome.problems.append(f"{entry.id}: {entry.reason}")
        line = piece if self._same else self.form.as_line(piece)
        more: dict[str, Any] = {}
        if self._rejects:
            line = line or piece
            outcome.rejects.append(line if line.endswith(b"\n") else line + b"\n")
            outcome.changed = True  # in place, the file loses the piece
        elif self._same and not self._recoded(piece):
            outcome.documents.append(piece)
            more["passed"] = True
        elif line and place.to != "text":
            outcome.documents.append(line)
            outcome.changed |= self._recoded(piece)
            more["pieces"] = 1
        if self._bench.options.removed and "passed" not in more:
            from cleaner.audit import packed

            more["raw"] = packed(piece)
        self._bench.skip(outcome, entry, place, **more, **self._told())

    def _recoded(self, piece: bytes) -> bool:
        """Tell whether a piece had other bytes in the encoding that it was in."""
        return bool(self._encoding) and not (piece.isascii() and not self._encoding.startswith("utf"))

    def _told(self) -> dict[str, Any]:
        return {**self.form.told(), **({"encoding": self._encoding} if self._encoding else {})}

    def _where(self, place: Place) -> dict[str, Any]:
        return {**where(place), **self._told()}

    def _audit(self, place: Place, found: Record, result: Result, written: bytes) -> Iterator[bytes]:
        """Write down what a record lost, and how its piece is put together."""
        from cleaner import audit

        document, field, form = found.document, self._bench.options.text_field, self.form
        more: dict[str, Any] = {**self._where(place), "from": form.name, "was": audit.digest(found.line)}
        if field != "text":
            more["field"] = field
        style = form.style(found.raw)
        same_way = form.literal(document.text, style) == found.raw
        more |= {"style": style} if same_way else {"literal": audit.packed(found.raw)}
        if place.to == "text":
            more["pieces"] = pieces(written)
        if not self._same or written != splice(form, found, result.text):
            more["around"] = [audit.packed(found.line[: found.start]), audit.packed(found.line[found.end :])]
        records = audit.changed(document.id, document.text, result)
        records.append(audit.closing(document.id, document.text, result, records, **more))
        return map(audit.dump, records)


def _diff(number: int, old: bytes, new: bytes) -> bytes:
    r"""Give the hunk of one changed record, which may be an object over many lines.

    >>> _diff(3, b'{"text": "a"}\n', b'{"text": "b"}\n')
    b'@@ -3,1 +3,1 @@\n-{"text": "a"}\n+{"text": "b"}\n'
    """
    from cleaner.formats.diff import lines_of, marked

    before, after = lines_of(old), lines_of(new)
    head = f"@@ -{number},{len(before)} +{number},{len(after)} @@\n".encode()
    return head + marked(b"-", before) + marked(b"+", after)
