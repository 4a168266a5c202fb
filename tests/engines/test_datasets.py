"""Hugging Face datasets: two processes, features kept, the cache found again as long as the rules are the same."""

from __future__ import annotations

import pytest

datasets = pytest.importorskip("datasets", reason="datasets is not installed")

from cleaner import Settings  # noqa: E402
from cleaner.integrations import datasets as integration  # noqa: E402
from tests.engines.dying import DyingTable, marked  # noqa: E402
from tests.integrations.tables import expected, same_rows, table, write  # noqa: E402


@pytest.fixture
def some(tmp_path):
    rows = table()
    loaded = datasets.load_dataset(
        "parquet",
        data_files=str(write(tmp_path / "in.parquet", rows)),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    return rows, loaded


@pytest.mark.parametrize("processes", [1, 2])
def test_rows_are_those_of_the_command_line(some, processes):
    rows, loaded = some
    cleaned = integration.clean(loaded, num_proc=processes, batch_size=7)
    assert cleaned.num_rows == rows.num_rows
    assert same_rows(rows, cleaned.with_format("arrow")[:])
    assert {name: cleaned.features[name] for name in loaded.features} == dict(loaded.features)
    assert cleaned.format == {**loaded.format, "columns": cleaned.column_names}


def test_hidden_columns_stay_hidden_and_are_kept(some):
    _, loaded = some
    cleaned = integration.clean(loaded.with_format("numpy", columns=["id", "text"]))
    assert (cleaned.format["type"], list(cleaned[0])) == ("numpy", ["id", "text", "source", "meta", "clean"])
    assert cleaned.column_names == [*loaded.column_names, "source", "meta", "clean"]


def test_the_cache_lasts_as_long_as_the_rules(some, tmp_path):
    _, loaded = some
    rules = tmp_path / "bao.test.yaml"
    rules.write_text("source: bao.test\nmatch: {host: bao.test}\nrules: []\n")
    settings = Settings(rules=(str(rules),))

    def files() -> set[str]:
        cleaned = integration.clean(loaded, settings=settings)
        return {one["filename"] for one in cleaned.cache_files}

    first = files()
    assert files() == first
    rules.write_text(rules.read_text() + "# another rule\n")
    assert files().isdisjoint(first)


def test_a_lost_worker_ends_it_at_once_with_nothing_written_and_a_rerun_completes(big_rows, tmp_path, monkeypatch):
    files = sorted(map(str, big_rows.folder.iterdir()))
    loaded = datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=str(tmp_path / "cache"))

    def made() -> list[str]:
        return [path.name for path in (tmp_path / "cache").rglob("cache-*")]

    DyingTable.marker, DyingTable.row = str(tmp_path / "died"), big_rows.middle
    with monkeypatch.context() as patched:
        patched.setattr(integration, "TableCleaner", marked(DyingTable))
        with pytest.raises(RuntimeError, match="abruptly died"):
            integration.clean(loaded, num_proc=2)
    assert (tmp_path / "died").exists()
    assert made() == []
    cleaned = integration.clean(loaded, num_proc=2)
    assert made()
    assert same_rows(big_rows.table, cleaned.with_format("arrow")[:], big_rows.wanted)


def test_every_split_is_cleaned(some):
    rows, loaded = some
    cleaned = integration.clean(datasets.DatasetDict(train=loaded, test=loaded.select(range(3))))
    assert same_rows(rows, cleaned["train"].with_format("arrow")[:])
    assert cleaned["test"].column_names == cleaned["train"].column_names
    assert cleaned["test"].num_rows == 3


@pytest.mark.parametrize("features", [True, False])
def test_a_stream_stays_a_stream(some, features):
    rows, loaded = some
    stream = loaded.to_iterable_dataset()
    if not features:
        stream._info.features = None  # as of JSON lines
    cleaned = integration.clean(stream, batch_size=7)
    assert isinstance(cleaned, datasets.IterableDataset)
    found = list(cleaned)
    assert [row["id"] for row in found] == rows["id"].to_pylist()
    assert list(found[0]) == [*rows.column_names, "source", "meta", "clean"]
    texts = {row["id"]: row["text"] for row in expected(rows)}
    assert {row["id"]: row["text"] for row in found} == texts
