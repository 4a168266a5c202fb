"""One function from Arrow batch to Arrow batch, for every engine that has tables.

All columns stay, in their order and with their types; the text is replaced, and ``source``, ``meta`` and ``clean`` are
added, unless columns of these names are there already. Rows neither come nor go.
"""

from typing import Any

from cleaner._core import __version__
from cleaner.errors import UsageError
from cleaner.formats.base import LIMITS
from cleaner.formats.fields import Fields
from cleaner.integrations import needs
from cleaner.integrations.job import Shipped
from cleaner.model import Skipped
from cleaner.runs.manifest import rules_digest
from cleaner.settings import Settings

with needs("arrow"):
    import pyarrow as pa

    from cleaner.formats.arrow import ADDED, absent, documents, extended, lacking, lacking_names, new_text, with_texts


class TableCleaner:
    r"""Cleans record batches and tables. Picklable, with its rule files; a worker builds its rulebooks once.

    >>> rows = pa.RecordBatch.from_pylist([{"id": 7, "url": "https://vov.vn/a", "text": "A\u0300 ơi."}])
    >>> clean = TableCleaner()
    >>> clean(rows).select(["id", "text", "source"]).to_pylist()
    [{'id': 7, 'text': 'À ơi.', 'source': 'vov.vn'}]
    """

    def __init__(self, settings: Settings | None = None, *, text: str = "text", url: str = "url") -> None:
        """Take the settings, and the columns of text and address; both may lie in a struct: ``metadata.url``."""
        self._shipped = Shipped(settings or Settings())
        self._fields = Fields(text, url)
        _ = self._shipped.cleaner  # what is wrong with the settings shows here

    @property
    def rules(self) -> str:
        """The digest of all rule files and the version, by which results of other rules are told apart."""
        return f"{__version__}-{rules_digest(self._shipped.cleaner)}"

    def __call__(self, data: Any) -> Any:
        """Clean a `RecordBatch`, or a `Table` batch by batch."""
        schema = self.schema(data.schema)
        if isinstance(data, pa.Table):
            return pa.Table.from_batches([self(batch) for batch in data.to_batches()], schema)
        cleaner, rows = self._shipped.cleaner, documents(data, "", 1, self._fields, LIMITS)
        found = [None if isinstance(row, Skipped) else (row, cleaner.clean(row)) for row in rows]  # those have no text
        texts = [new_text(*pair) if pair else None for pair in found]
        return extended(with_texts(data, texts, self._fields), found, ADDED)

    def schema(self, schema: Any) -> Any:
        if problem := lacking(schema, self._fields, "text="):
            raise UsageError(problem)
        return pa.schema([*schema, *self.more(schema.names)], schema.metadata)

    def more(self, names: list[str]) -> list[Any]:
        """The fields that are added to columns of these names."""
        if problem := lacking_names(names, self._fields, "text="):
            raise UsageError(problem)
        return absent(ADDED, names)
