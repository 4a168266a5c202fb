"""Turns rows and records into the bytes of a Parquet file, on their way into any other sink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import MissingExtra, UsageError
from cleaner.runs.task import Outcome

if TYPE_CHECKING:
    from cleaner.runs.sinks import Sink
    from cleaner.writers.parquet import Encoder
    from cleaner.writers.parquet_lines import LinesEncoder


class TableSink:
    """Encodes what comes, and hands the bytes on: a new file, or one in place, is then as safe as any other."""

    def __init__(self, inner: Sink, name: str) -> None:
        """Encode for a sink; `name` is that of the output."""
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            inner.drop()
            raise MissingExtra("parquet", "a Parquet file") from None
        self._inner = inner
        self._name = name
        self._encoder: Encoder | LinesEncoder | None = None
        self._read = False

    def take(self, outcome: Outcome) -> None:
        """Encode the rows or the records of an outcome."""
        self._read |= not outcome.failed or bool(outcome.rows) or bool(outcome.documents)
        encoded = self._rows(outcome) if outcome.rows else self._records(outcome) if not outcome.failed else b""
        outcome.documents = [encoded] if encoded else []
        self._inner.take(outcome)

    def _rows(self, outcome: Outcome) -> bytes:
        """Encode rows, which keep their types."""
        from cleaner.writers.parquet import Encoder

        done = b""
        for rows, group, codecs in outcome.rows:
            if self._encoder is None:
                self._encoder = Encoder(rows.batch.schema, codecs)
            if not isinstance(self._encoder, Encoder) or not rows.batch.schema.equals(self._encoder.schema):
                raise UsageError(f"{self._name}: the inputs have not the same columns; -o DIR/ keeps them apart")
            done += self._encoder.add(rows.batch, group)
        return done

    def _records(self, outcome: Outcome) -> bytes:
        """Encode JSON lines, whose types are found out."""
        from cleaner.writers.parquet_lines import LinesEncoder

        if self._encoder is None:
            self._encoder = LinesEncoder()
        if not isinstance(self._encoder, LinesEncoder):
            return b""  # an outcome without rows among those of a table
        return self._encoder.add(outcome.documents)

    def close(self) -> bool:
        """Finish the file."""
        last = Outcome()
        last.failed = not self._read
        if self._encoder is not None and self._read:
            last.documents.append(self._encoder.finish())
        self._inner.take(last)
        return self._inner.close()

    def drop(self) -> None:
        """Leave no half of an output behind."""
        self._inner.drop()
