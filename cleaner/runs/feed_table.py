"""Turns Parquet files into tasks: a batch of rows each."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cleaner.readers.opening import open_input, read_some
from cleaner.readers.parquet import Table
from cleaner.runs.inputs import STDIO, Input
from cleaner.runs.task import FailedTask, Place, RowsTask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from cleaner.readers.limits import Limits


def table(item: Input, place: Place, limits: Limits) -> Iterator[RowsTask | FailedTask]:
    """Give the batches of a table; a row group that cannot be read gives a task that says so."""
    stream = item.stream or open_input(item.path, limits)
    found = Table(item.path, _seekable(item, stream, limits))
    codecs = found.codecs()
    for piece in found.pieces():
        here = place.moved(piece.first - 1)
        if piece.rows is None:
            yield FailedTask(here, f"{item.path}: {piece.problem}")
        else:
            yield RowsTask(here, piece.first, piece.rows, piece.group, codecs, piece.rows.batch.nbytes)
    if item.path != STDIO:
        stream.close()


def _seekable(item: Input, stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Give a stream that can be read from its end; a pipe, or a packed file, has to be in memory for that."""
    if stream.seekable():
        return stream
    data, _ = read_some(item.path, stream, limits)
    return io.BytesIO(data)
