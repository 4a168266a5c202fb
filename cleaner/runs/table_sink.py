"""Turns rows and records into the bytes of a table, on their way into any other sink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cleaner.errors import MissingExtra, UsageError
from cleaner.runs.task import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.formats.parquet import Encoder
    from cleaner.runs.sinks import Sink

    class RecordsEncoder(Protocol):
        """Makes a table of JSON lines."""

        def add(self, lines: Iterable[bytes], /) -> bytes:
            """Give the bytes that records add."""

        def finish(self) -> bytes:
            """Give the bytes that end the table."""


class TableSink:
    """Encodes what comes, and hands the bytes on: a new file, or one in place, is then as safe as any other."""

    def __init__(self, inner: Sink, name: str, to: str) -> None:
        """Encode for a sink; `name` is that of the output, `to` the form of the table."""
        self._inner = inner
        self._name = name
        self._to = to
        self._rows: Encoder | None = None
        self._records: RecordsEncoder | None = None
        self._read = False
        if to == "parquet":
            self._check()

    def _check(self) -> None:
        """Be sure that the table can be made before a document is read."""
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            self._inner.drop()
            raise MissingExtra("parquet", "a Parquet file") from None

    def take(self, outcome: Outcome) -> None:
        """Encode the rows or the records of an outcome."""
        self._read |= not outcome.failed or bool(outcome.rows) or bool(outcome.documents)
        encoded = b""
        if outcome.rows:
            encoded = self._of_rows(outcome)
        elif self._rows is None and not outcome.failed:
            self._records = self._records or self._encoder()
            encoded = self._records.add(outcome.documents)
        outcome.documents = [encoded] if encoded else []
        self._inner.take(outcome)

    def _of_rows(self, outcome: Outcome) -> bytes:
        """Encode rows, which keep their types."""
        from cleaner.formats.parquet import Encoder

        done = b""
        for rows, group, codecs in outcome.rows:
            if self._rows is None:
                self._rows = Encoder(rows.batch.schema, codecs)
            if self._records is not None or not rows.batch.schema.equals(self._rows.schema):
                raise UsageError(f"{self._name}: the inputs have not the same columns; -o DIR/ keeps them apart")
            done += self._rows.add(rows.batch, group)
        return done

    def _encoder(self) -> RecordsEncoder:
        """Begin a table of records, whose columns are found out."""
        if self._to == "parquet":
            from cleaner.formats.parquet_lines import LinesEncoder

            return LinesEncoder()
        from cleaner.formats.delimited import Encoder

        return Encoder("csv" if self._to == "csv" else "tsv")

    def close(self) -> bool:
        """Finish the file."""
        last = Outcome()
        last.failed = not self._read
        encoder = self._rows or self._records
        if encoder is not None and self._read:
            last.documents.append(encoder.finish())
        self._inner.take(last)
        return self._inner.close()

    def drop(self) -> None:
        """Leave no half of an output behind."""
        self._inner.drop()
