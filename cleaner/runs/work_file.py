"""Cleans a file that is one document: text, or a page."""

from __future__ import annotations

from cleaner.errors import InputError
from cleaner.formats.streams import read_part
from cleaner.formats.text import pieces, read_text, text_bytes
from cleaner.late import late
from cleaner.model import Document, Result, Skipped
from cleaner.runs.bench import Bench, is_plain, where
from cleaner.runs.task import FailedTask, FileTask, Outcome, Place
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.rulebook.spec import Html


_HALF_LETTER = late(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")


class Given(NamedTuple):
    """The bytes of one document: where it goes, its form, what it is called, and what is wrong with it.

    `origin` is what an audit says that it came from.
    """

    place: Place
    form: str
    data: bytes
    name: str
    origin: str
    problem: str = ""


def clean_file(bench: Bench, task: FileTask) -> Outcome:
    """Read, clean and write one file."""
    try:
        data, problem = _content(bench, task)
    except InputError as error:
        return bench.fail(FailedTask(task.place, str(error)))
    document = read_document(bench, data, task)
    if isinstance(document, Document):
        outcome = Outcome()
        outcome.failed = bool(problem)
        problem = problem and f"{problem}; what comes before is kept"
        clean_one(bench, outcome, Given(task.place, task.form, data, task.place.path, task.form, problem), document)
        return outcome
    return bench.fail(FailedTask(task.place, f"{document.id}: {document.reason}"))


def _content(bench: Bench, task: FileTask) -> tuple[bytes, str]:
    """Give the bytes of a file, and why they are not all, if they are not; a letter that was cut through goes."""
    if task.data is not None:
        data, problem = task.data, task.problem
    else:
        data, problem = read_part(task.place.path, bench.options.limits)
    return (_HALF_LETTER.sub(b"", data) if problem else data), problem


def read_document(
    bench: Bench, data: bytes, task: FileTask, id: str = "", url: str = "", charset: str = ""
) -> Document | Skipped:
    """Make a document of the bytes of a file, or of a record that says what it is called and where it is from."""
    id, url, encoding = id or task.place.path, url or bench.options.url, "" if charset else bench.options.encoding
    if task.form != "html":
        return read_text(data, id, url, encoding=encoding)
    if encoding:
        from cleaner.text.decoding import decode_as

        try:
            data, charset = decode_as(data, encoding).text.encode("utf-8", "surrogatepass"), "utf-8"
        except InputError as error:
            return Skipped(id, str(error))
    from cleaner.html.reader import read_html

    def selectors(url: str) -> tuple[Html, ...]:
        found = bench.cleaner.html_for(url)
        return found[1] if found else ()

    return read_html(data, id, selectors, url, charset=charset, facts=task.place.to != "text")


def clean_one(bench: Bench, outcome: Outcome, given: Given, document: Document) -> None:
    """Clean one document, and write down what became of it; what is there of a broken one is not lost with the rest."""
    data, form, to = given.data, given.form, given.place.to
    result = bench.cleaner.clean(document)
    written = _written(to, document, result, dated=given.origin == "warc")
    same, recoded = _compared(given, document.text, result.text)
    outcome.documents.append(written)
    if given.problem:
        outcome.problems.append(f"{given.name}: {given.problem}")
        outcome.tally.skipped += 1
    else:
        bench.note(outcome, given.name, result, not same, recoded=recoded)
    if bench.options.removed and (not same or form != to or pieces(written) > 1 or is_plain(given.place.path)):
        outcome.audit.extend(_audit(given, document, result, written))
    if bench.options.diff and not same:
        from cleaner.formats.diff import unified

        outcome.diff.append(unified(given.name, data, written, result.numbers))


def _compared(given: Given, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a file is what it would be written as, and whether it is not for how its text was encoded."""
    if given.form == "html":
        return before == after, False
    if before.encode("utf-8", "backslashreplace") == given.data:
        return before == after + "\n" * bool(after), False
    same = text_bytes(after) == given.data
    return same, not same and given.form == "text"


def _written(to: str, document: Document, result: Result, dated: bool) -> bytes:
    """Give the bytes that go out."""
    if to == "text":
        return text_bytes(result.text)
    from cleaner.formats.jsonl import record

    return record(document, result, dated)


def _audit(given: Given, document: Document, result: Result, written: bytes) -> list[bytes]:
    """Write down what a file lost, and how its bytes are made of its lines."""
    from cleaner import audit

    more: dict[str, Any] = {**where(given.place), "from": given.origin}
    if given.form == "html":
        more["was"] = audit.digest(document.text.encode())
    else:
        more |= {"was": audit.digest(given.data), **audit.origin(given.data, document.text)}
    if given.place.to == "text":
        more["pieces"] = pieces(written)
    if given.problem:  # in place, the file is left as it is
        more["broken"] = True
    records = audit.changed(document.id, document.text, result)
    records.append(audit.closing(document.id, document.text, result, records, **more))
    return [audit.dump(record) for record in records]
