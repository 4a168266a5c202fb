"""Turns web archives into tasks: batches of the documents in them, and a count of what else is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import InputError
from cleaner.formats.streams import open_input, trouble
from cleaner.formats.warc import Record, records
from cleaner.runs.inputs import STDIO, Input
from cleaner.runs.task import FailedTask, Page, PagesTask, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.record import Limits

BATCH = 1 << 19
"""Bytes of pages in one task; they shrink to a tenth of it."""


def archive(item: Input, place: Place, limits: Limits) -> Iterator[PagesTask | FailedTask]:
    """Give the batches of an archive; one that breaks off gives what is there, and a task that says so."""
    stream = item.stream or open_input(item.path, limits)
    pages: list[Page] = []
    others: dict[str, int] = {}
    size, seen, last = 0, 0, 0
    try:
        for record in records(stream, limits):
            last = record.number
            if record.other and not record.problem:
                others[record.other] = others.get(record.other, 0) + 1
                continue
            pages.append(_page(item.path, record))
            size += len(record.data)
            if size >= BATCH:
                yield PagesTask(place.moved(seen), pages, others, size)
                seen += len(pages)
                pages, others, size = [], {}, 0
    except OSError as error:
        yield PagesTask(place.moved(seen), pages, others, size)
        yield FailedTask(place.moved(seen + len(pages)), f"{item.path}: {error}")
        return
    if pages and not last:  # nothing but what is no record
        raise InputError(f"{item.path}: no WARC file: no record is in it")
    yield PagesTask(place.moved(seen), pages, others, size)
    if problem := trouble(stream):
        yield FailedTask(place.moved(seen + len(pages)), f"{item.path}: record {last + 1}: {problem}")
    if item.path != STDIO:
        stream.close()


def _page(path: str, record: Record) -> Page:
    """Make a document of a record; one without an identifier gets its place for one."""
    where = f"record {record.number} (byte {record.offset:,})" if record.kind else f"byte {record.offset:,}"
    return Page(
        f"{path}: {where}",
        record.form,
        record.data,
        record.id or f"{path}:{record.number}",
        record.url,
        record.date,
        record.problem,
        record.bare,
    )
