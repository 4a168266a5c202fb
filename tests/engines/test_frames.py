"""pandas and polars: the lines that docs/pipelines.md gives."""

from __future__ import annotations

import pytest

pa = pytest.importorskip("pyarrow")

from cleaner.integrations.arrow import TableCleaner  # noqa: E402
from tests.integrations.tables import same_rows, table  # noqa: E402


def test_polars():
    pl = pytest.importorskip("polars", reason="polars is not installed")
    some = table().drop_columns(["big"])
    frame = pl.from_arrow(some)
    frame = pl.from_arrow(TableCleaner()(frame.to_arrow()))
    assert frame.columns[-3:] == ["source", "meta", "clean"]
    assert same_rows(some, frame.to_arrow())


def test_pandas():
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    some = table().select(["id", "text", "url", "metadata"])
    frame = pa.Table.from_batches(some.to_batches()).to_pandas(types_mapper=pd.ArrowDtype)
    cleaned = TableCleaner()(pa.Table.from_pandas(frame)).to_pandas(types_mapper=pd.ArrowDtype)
    assert list(cleaned.columns) == [*frame.columns, "source", "meta", "clean"]
    assert same_rows(some, pa.Table.from_pandas(cleaned).replace_schema_metadata(None))
