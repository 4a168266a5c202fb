"""One function from Arrow batch to Arrow batch, for every engine that has tables.

All columns stay, in their order and with their types; the text is replaced, and ``source``, ``meta`` and ``clean`` are
added, unless columns of these names are there already. Rows neither come nor go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.errors import UsageError
from cleaner.integrations.extras import needs
from cleaner.integrations.workers import Shipped
from cleaner.readers.jsonl import Fields, document_of
from cleaner.runs.manifest import rules_digest
from cleaner.settings import Settings
from cleaner.version import __version__

with needs("arrow"):
    import pyarrow as pa

    from cleaner.readers.rows import values_of
    from cleaner.writers.columns import ADDED, added

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.model import Result

_KNOWN = ("id", "url", "source", "title", "date")


class TableCleaner:
    r"""Cleans record batches and tables. Picklable, with its rule files; a worker builds its rulebooks once.

    >>> rows = pa.RecordBatch.from_pylist([{"id": 7, "url": "https://vov.vn/a", "text": "A\u0300 ơi."}])
    >>> clean = TableCleaner()
    >>> clean(rows).select(["id", "text", "source"]).to_pylist()
    [{'id': 7, 'text': 'À ơi.', 'source': 'vov.vn'}]
    """

    def __init__(self, settings: Settings | None = None, *, text: str = "text", url: str = "url") -> None:
        """Take the settings, and the columns of text and address; `url` may lie in a struct: ``metadata.url``."""
        self._shipped = Shipped(settings or Settings())
        self._fields = Fields(text, url)
        self._wanted = dict.fromkeys((*_KNOWN, "metadata", url, *url.split(".")))
        self._wanted.pop(text, None)
        _ = self._shipped.cleaner  # what is wrong with the settings shows here

    @property
    def rules(self) -> str:
        """Give the digest of all rule files and the version, by which results of other rules are told apart."""
        return f"{__version__}-{rules_digest(self._shipped.cleaner)}"

    def __call__(self, data: Any) -> Any:
        """Clean a `RecordBatch`, or a `Table` batch by batch."""
        schema = self.schema(data.schema)
        if isinstance(data, pa.Table):
            return pa.Table.from_batches([self(batch) for batch in data.to_batches()], schema)
        results = list(self._results(data))
        columns = added(results)
        columns |= dict(zip(data.schema.names, data.columns, strict=True))
        if any(results):
            texts = pa.array([result and result.text for result in results], pa.string())
            columns[self._fields.text] = texts.cast(schema.field(self._fields.text).type)
        return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)

    def schema(self, schema: Any) -> Any:
        """Give the schema of what comes out, from that of what goes in."""
        more = self.more(schema.names)
        kind = schema.field(self._fields.text).type
        if not _is_text(kind) and not pa.types.is_null(kind):
            raise UsageError(f"column {self._fields.text!r} is of type {kind}, strings are wanted")
        return pa.schema([*schema, *more], schema.metadata)

    def more(self, names: list[str]) -> list[Any]:
        """Give the fields that are added to columns of these names."""
        if self._fields.text not in names:
            raise UsageError(f"there is no column {self._fields.text!r}, but {', '.join(names)}")
        if len(set(names)) < len(names):
            raise UsageError(f"two columns have one name: {', '.join(names)}")
        return [field for field in ADDED if field.name not in names]

    def _results(self, batch: Any) -> Iterator[Result | None]:
        """Clean the rows; a null is no document."""
        cleaner, fields = self._shipped.cleaner, self._fields
        columns = {
            name: values_of(batch.column(name), self._wanted) for name in self._wanted if name in batch.schema.names
        }
        for at, text in enumerate(batch.column(fields.text).to_pylist()):
            row = {name: values[at] for name, values in columns.items()}
            yield None if text is None else cleaner.clean(document_of(text, row, "", 0, fields))


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
