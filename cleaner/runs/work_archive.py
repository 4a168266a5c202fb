"""Cleans the documents of a web archive: pages and texts, each with the address and the date of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.model import Document, Skipped
from cleaner.runs.task import FileTask, Outcome
from cleaner.runs.work_file import Given, clean_one, read_document
from cleaner.values import replace

if TYPE_CHECKING:
    from cleaner.runs.bench import Bench
    from cleaner.runs.task import Page, PagesTask, Place


def clean_pages(bench: Bench, task: PagesTask) -> Outcome:
    """Clean a batch."""
    outcome = Outcome()
    outcome.tally.others = task.others
    for offset, page in enumerate(task.pages):
        _clean(bench, outcome, task.place.moved(offset), page)
    return outcome


def _clean(bench: Bench, outcome: Outcome, place: Place, page: Page) -> None:
    """Clean one document, or say why it is none."""
    found = page_document(bench, place, page)
    if isinstance(found, Skipped):
        outcome.problems.append(f"{page.name}: {found.reason}")
        bench.skip(outcome, found, place)
        return
    document, data = found
    clean_one(bench, outcome, Given(place, page.form, data, page.name, "warc", page.problem), document)


def page_document(bench: Bench, place: Place, page: Page) -> tuple[Document, bytes] | Skipped:
    """Open the response, and read the page in it; give its bytes, too."""
    if not page.form:
        return Skipped(page.id, page.problem)
    data, charset = page.data, ""
    if page.form == "html" and not page.bare:
        from cleaner.formats.warc import page as opened

        body = opened(data, bench.options.limits)
        if isinstance(body, str):
            return Skipped(page.id, body)
        data, charset = body
    document = read_document(bench, data, FileTask(place, page.form), page.id, page.url, charset)
    return document if isinstance(document, Skipped) else (replace(document, date=page.date), data)
