"""Turns Parquet files into tasks: a batch of rows each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.formats.parquet import Table, seekable
from cleaner.formats.streams import open_input
from cleaner.runs.inputs import STDIO, Input
from cleaner.runs.task import FailedTask, Place, RowsTask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.record import Limits


def table(item: Input, place: Place, limits: Limits) -> Iterator[RowsTask | FailedTask]:
    """Give the batches of a table; a row group that cannot be read gives a task that says so."""
    stream = item.stream or open_input(item.path, limits)
    found = Table(item.path, seekable(item.path, stream, limits))
    codecs = found.codecs()
    for piece in found.pieces():
        if piece.rows is None:
            yield FailedTask(place, f"{item.path}: {piece.problem}")
            place = place.moved(1)
        else:
            yield RowsTask(place, piece.first, piece.rows, piece.group, codecs, piece.rows.batch.nbytes)
            place = place.moved(piece.rows.batch.num_rows)
    if item.path != STDIO:
        stream.close()
