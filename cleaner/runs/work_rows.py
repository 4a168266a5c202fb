"""Cleans batches of rows: every column but the text stays what it is, and no row is dropped."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from cleaner.formats.arrow import documents, lacking, with_texts
from cleaner.formats.parquet import Rows, packed_rows
from cleaner.formats.text import pieces, text_bytes
from cleaner.model import Document, Result, Skipped
from cleaner.runs.bench import Bench, where
from cleaner.runs.task import FailedTask, Outcome, Place, RowsTask
from cleaner.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.formats.record import Fields

    Cleaned = tuple[Document, Result]


def clean_rows(bench: Bench, task: RowsTask) -> Outcome:
    """Clean a batch."""
    options, batch = bench.options, task.rows.batch
    fields = options.fields
    if problem := lacking(batch.schema, fields):
        return _refused(bench, task, problem)
    outcome = Outcome()
    if bench.options.annotate and bench.options.removed and task.place.to == "parquet":
        outcome.audit.append(_added(batch.schema.names, task.place))
    found: list[Cleaned | None] = []
    for at, document in enumerate(documents(batch, task.place.path, task.first, fields, options.limits)):
        if isinstance(document, Skipped):
            found.append(None)
            _skip(bench, outcome, task.place.moved(at), document, batch.slice(at, 1))
        else:
            found.append(_clean(bench, outcome, task.place.moved(at), document, task.first + at))
    _write(bench, outcome, task, found, fields)
    return outcome


def pass_row(bench: Bench, task: RowsTask, entry: Skipped) -> Outcome:
    """Let the one row of a task go where rows go that have no text."""
    outcome = Outcome()
    _skip(bench, outcome, task.place, entry, task.rows.batch)
    _write(bench, outcome, task, [None], bench.options.fields)
    return outcome


def _refused(bench: Bench, task: RowsTask, problem: str) -> Outcome:
    """Say once that a table cannot be cleaned; the audit counts all its rows."""
    path, rows = task.place.path, task.rows.batch.num_rows
    if task.first == 1:
        return bench.fail(FailedTask(task.place, f"{path}: {problem}"), span=rows)
    outcome = Outcome()
    outcome.failed = True
    if bench.options.removed:
        from cleaner import audit

        outcome.audit.append(audit.dump(audit.skipped(Skipped(path, ""), **where(task.place), span=rows)))
    return outcome


def _added(names: list[str], place: Place) -> bytes:
    """Write down which columns the output has and the input had not."""
    from cleaner import audit
    from cleaner.formats.parquet import absent

    record = audit.skipped(Skipped(place.path, ""), **where(place), added=[field.name for field in absent(names)])
    return audit.dump({**record, "rule": audit.LAYOUT, "label": "layout"})


def _clean(bench: Bench, outcome: Outcome, place: Place, document: Document, number: int) -> Cleaned:
    """Clean one row."""
    if bench.options.url and not document.url:
        document = replace(document, url=bench.options.url)
    result = bench.cleaner.clean(document)
    changed = result.text != document.text
    bench.note(outcome, f"{place.path}:{number}", result, changed, line=number)
    if bench.options.removed and (changed or place.to != "parquet"):
        outcome.audit.extend(_audit(place, document, result, number, bench.options.text_field))
    return document, result


def _skip(bench: Bench, outcome: Outcome, place: Place, entry: Skipped, row: Any) -> None:
    """Say that a row has no text to clean; it stays, or goes to the rejects, and then the audit keeps it whole."""
    outcome.problems.append(f"{entry.id}: {entry.reason}")
    outcome.changed |= bool(bench.options.rejects)
    more: dict[str, Any] = {} if bench.options.rejects or place.to == "text" else {"passed": True}
    if bench.options.rejects and bench.options.removed and place.to == "parquet":
        more["rows"] = base64.b64encode(packed_rows(row)).decode()
    bench.skip(outcome, entry, place, **more)


def _audit(place: Place, document: Document, result: Result, number: int, field: str) -> Iterator[bytes]:
    """Write down what a row lost."""
    from cleaner import audit

    more: dict[str, Any] = {**where(place), "from": "parquet", "row": number}
    more["was"] = audit.digest(document.text.encode("utf-8", "surrogatepass"))
    if field != "text":
        more["field"] = field
    if place.to == "text":
        more["pieces"] = pieces(text_bytes(result.text))
    records = audit.changed(document.id, document.text, result)
    records.append(audit.closing(document.id, document.text, result, records, **more))
    return map(audit.dump, records)


def _write(bench: Bench, outcome: Outcome, task: RowsTask, found: Sequence[Cleaned | None], fields: Fields) -> None:
    """Give the rows in the form that goes out, and to the rejects those that have no text."""
    to, batch = task.place.to, task.rows.batch
    if to == "text":
        outcome.documents += [text_bytes(pair[1].text) for pair in found if pair is not None]
    texts = [pair[1].text if pair and pair[1].text != pair[0].text else None for pair in found]
    batch = with_texts(batch, texts, fields)
    kept = list(range(len(found)))
    if bench.options.rejects and None in found:
        from cleaner.formats.arrow import lines

        bad = [at for at in kept if found[at] is None]
        kept = [at for at in kept if found[at] is not None]
        outcome.rejects += lines(batch.take(bad))
        batch, found = batch.take(kept), [found[at] for at in kept]
    if to == "jsonl":
        outcome.documents += _lines(bench, batch, found)
    elif to == "parquet":
        if bench.options.annotate:
            from cleaner.formats.parquet import annotated

            batch = annotated(batch, found)
        outcome.rows.append((Rows(batch), (task.place.path, task.group), task.codecs))


def _lines(bench: Bench, batch: Any, found: Sequence[Cleaned | None]) -> Iterator[bytes]:
    """Give rows as JSON lines."""
    from cleaner.formats.arrow import lines
    from cleaner.formats.jsonl import annotate

    for line, pair in zip(lines(batch), found, strict=True):
        yield annotate(line, *pair) if bench.options.annotate and pair is not None else line
