"""Cleans a file that is one document: text, or a page."""

from __future__ import annotations

import re

from cleaner.errors import InputError
from cleaner.model import Document, Result, Skipped
from cleaner.readers.opening import read_part
from cleaner.readers.plain import read_text
from cleaner.runs.bench import Bench, where
from cleaner.runs.task import FailedTask, FileTask, Outcome
from cleaner.writers.text import pieces, text_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.rulebook.spec import Html


_HALF_LETTER = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")


def clean_file(bench: Bench, task: FileTask) -> Outcome:
    """Read, clean and write one file."""
    try:
        data, problem = _content(bench, task)
    except InputError as error:
        return bench.fail(FailedTask(task.place, str(error)))
    document = read_document(bench, data, task)
    if isinstance(document, Document):
        return _clean(bench, task, document, data, problem)
    return bench.fail(FailedTask(task.place, f"{document.id}: {document.reason}"))


def _content(bench: Bench, task: FileTask) -> tuple[bytes, str]:
    """Give the bytes of a file, and why they are not all, if they are not; a letter that was cut through goes."""
    if task.data is not None:
        data, problem = task.data, task.problem
    else:
        data, problem = read_part(task.place.path, bench.options.limits)
    return (_HALF_LETTER.sub(b"", data) if problem else data), problem


def read_document(bench: Bench, data: bytes, task: FileTask) -> Document | Skipped:
    """Make a document of the bytes of a file."""
    if task.form != "html":
        return read_text(data, task.place.path, bench.options.url)
    from cleaner.readers.html import read_html

    def selectors(url: str) -> Html | None:
        found = bench.cleaner.html_for(url)
        return found[1] if found else None

    return read_html(data, task.place.path, selectors, bench.options.url)


def _clean(bench: Bench, task: FileTask, document: Document, data: bytes, problem: str) -> Outcome:
    """Clean one document, and write down what became of it; what is there of a broken one is not lost with the rest."""
    outcome = Outcome()
    result = bench.cleaner.clean(document)
    written = _written(task, document, result)
    same = result.text == document.text if task.form == "html" else text_bytes(result.text) == data
    outcome.documents.append(written)
    recoded = not same and task.form == "text" and document.text.encode("utf-8", "backslashreplace") != data
    if problem:
        outcome.problems.append(f"{task.place.path}: {problem}; what comes before is kept")
        outcome.failed = True
        outcome.tally.skipped += 1
    else:
        bench.note(outcome, task.place.path, result, not same, recoded=recoded)
    if bench.options.removed and (not same or task.form != task.place.to or pieces(written) > 1):
        outcome.audit.extend(_audit(task, document, result, data, written))
    if bench.options.diff and not same:
        from cleaner.writers.diff import unified

        outcome.diff.append(unified(task.place.path, data, written, result.numbers))
    return outcome


def _written(task: FileTask, document: Document, result: Result) -> bytes:
    """Give the bytes that go out."""
    if task.place.to == "text":
        return text_bytes(result.text)
    from cleaner.writers.jsonl import record

    return record(document, result)


def _audit(task: FileTask, document: Document, result: Result, data: bytes, written: bytes) -> list[bytes]:
    """Write down what a file lost, and how its bytes are made of its lines."""
    from cleaner import audit

    more: dict[str, Any] = {**where(task.place), "from": task.form}
    if task.form == "html":
        more["was"] = audit.digest(document.text.encode())
    else:
        more |= {"was": audit.digest(data), **audit.origin(data, document.text)}
    if task.place.to == "text":
        more["pieces"] = pieces(written)
    records = audit.changed(document.id, document.text, result)
    records.append(audit.closing(document.id, document.text, result, records, **more))
    return [audit.dump(record) for record in records]
