"""Finds the one document among many that cannot be cleaned for a reason nobody foresaw, and passes it over.

The others of its task are not lost with it: the task is halved until the document is alone. Where it can stay as it
is (a line, a row), it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import unexpected
from cleaner.model import Skipped
from cleaner.runs.task import FailedTask, LinesTask, Outcome, PagesTask, RowsTask, Task, positions

if TYPE_CHECKING:
    from cleaner.runs.work import Worker


def apart(worker: Worker, task: Task, error: Exception) -> Outcome:
    """Do a task that failed in halves; one that cannot be halved is passed over."""
    number = positions(task)
    if number > 1 and isinstance(task, (LinesTask, PagesTask, RowsTask)):
        outcome = Outcome()
        for half in (_part(task, 0, number // 2), _part(task, number // 2, number)):
            outcome.add(worker.do(half))
        return outcome
    reason = f"{unexpected(error)}; please report this"
    if isinstance(task, LinesTask):
        from cleaner.runs.work_lines import pass_line

        return pass_line(worker.bench, task, _entry(task, reason))
    if isinstance(task, RowsTask):
        from cleaner.runs.work_rows import pass_row

        return pass_row(worker.bench, task, _entry(task, reason))
    if isinstance(task, PagesTask) and task.pages[0].form:
        page = task.pages[0]._replace(form="", problem=reason)
        return worker.do(task._replace(pages=[page]))
    return worker.bench.fail(FailedTask(task.place, f"{task.place.path}: {reason}"))


def _entry(task: LinesTask | RowsTask, reason: str) -> Skipped:
    """Name the one document of a task."""
    return Skipped(f"{task.place.path}:{task.first}", reason, task.first)


def _part(task: LinesTask | PagesTask | RowsTask, first: int, end: int) -> Task:
    """Give some of the documents of a task as a task of their own."""
    place = task.place.moved(first)
    if isinstance(task, LinesTask):
        before = sum(line.count(b"\n") for line in task.lines[:first])
        return task._replace(place=place, first=task.first + before, lines=task.lines[first:end])
    if isinstance(task, PagesTask):
        return task._replace(place=place, pages=task.pages[first:end], others={} if first else task.others)
    from cleaner.formats.parquet import Rows

    rows = Rows(task.rows.batch.slice(first, end - first))
    return task._replace(place=place, first=task.first + first, rows=rows)
