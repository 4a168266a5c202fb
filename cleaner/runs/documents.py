"""The documents of a task for those who only look at them: `explain` and `report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.model import Document, Skipped
from cleaner.runs.task import PagesTask, PartTask, RowsTask
from cleaner.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.runs.bench import Bench
    from cleaner.runs.task import Task


def documents_of(bench: Bench, task: Task) -> Iterator[Document | Skipped]:
    """Give the documents of an archive or a table; what is none comes with its whole message as the reason."""
    for name, found in _found(bench, task):
        if isinstance(found, Document):
            yield replace(found, url=found.url or bench.options.url)
        else:
            yield Skipped(found.id, f"{name or found.id}: {found.reason}")


def _found(bench: Bench, task: Task) -> Iterator[tuple[str, Document | Skipped]]:
    """Give each document, with what it is called where that is not its identifier."""
    if isinstance(task, PagesTask):
        from cleaner.runs.work_archive import page_document

        for page in task.pages:
            found = page_document(bench, task.place, page)
            yield page.name, found if isinstance(found, Skipped) else found[0]
    elif isinstance(task, RowsTask):
        from cleaner.formats.arrow import documents, lacking

        fields = bench.options.fields
        if problem := lacking(task.rows.batch.schema, fields):
            yield "", Skipped(task.place.path, problem)
        else:
            for row in documents(task.rows.batch, task.place.path, task.first, fields, bench.options.limits):
                yield "", row
    elif isinstance(task, PartTask) and task.begins:
        yield "", Skipped(f"{task.place.path}:{task.first}", task.reason)
