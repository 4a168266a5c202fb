"""Spark with a driver and two workers of one core each: `local-cluster`, where lost tasks are tried again."""

from __future__ import annotations

import pytest

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
pytest.importorskip("pyarrow")

import pyarrow.parquet as pq  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

from cleaner import Settings, UsageError  # noqa: E402
from cleaner.integrations import spark as integration  # noqa: E402
from cleaner.integrations.job import ShardJob  # noqa: E402
from tests.engines.dying import DyingJob, DyingTable, marked  # noqa: E402
from tests.integrations.tables import SCHEMA, same_rows, table, write  # noqa: E402
from tests.runs.material import SHARDS, same_bytes  # noqa: E402


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    built = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )
    yield built
    built.stop()


@pytest.mark.parametrize(("kind", "size"), [(ShardJob, "corpus"), (DyingJob, "big")])
def test_files_have_the_bytes_of_the_command_line(session, request, tmp_path, kind, size):
    corpus = request.getfixturevalue(size)
    job = kind(corpus.source, tmp_path / "out", settings=Settings(rules=(str(corpus.rules),)))
    job.marker = str(tmp_path / "died")
    stats = integration.clean_files(session, job)
    assert (tmp_path / "died").exists() is (kind is DyingJob)
    assert same_bytes(corpus, tmp_path / "out")
    assert (stats.done, stats.failed) == (SHARDS, 0)
    assert job.stats().counts == stats.counts
    assert integration.clean_files(session, job).resumed == SHARDS


def test_rows_are_those_of_the_command_line(session, tmp_path):
    some = table()
    frame = session.read.parquet(str(write(tmp_path / "in.parquet", some))).repartition(4)
    integration.clean(frame).write.parquet(str(tmp_path / "out"))
    cleaned = pq.read_table(tmp_path / "out")
    assert same_rows(some, cleaned)
    assert [cleaned.schema.field(name).type for name in SCHEMA.names] == SCHEMA.types


def test_rows_of_a_lost_worker_are_cleaned_by_another(session, big_rows, tmp_path, monkeypatch):
    DyingTable.marker, DyingTable.row = str(tmp_path / "died"), big_rows.middle
    monkeypatch.setattr(integration, "TableCleaner", marked(DyingTable))
    integration.clean(session.read.parquet(str(big_rows.folder))).write.parquet(str(tmp_path / "out"))
    assert (tmp_path / "died").exists()
    assert same_rows(big_rows.table, pq.read_table(tmp_path / "out"), big_rows.wanted)


def test_rules_reach_the_executors(session, tmp_path):
    rules = tmp_path / "mine" / "bao.test.yaml"
    rules.parent.mkdir()
    rules.write_text("source: bao.test\nmatch: {host: bao.test}\nrules: []\n")
    frame = session.createDataFrame([(1, "Một câu.", "https://bao.test/a")], "n int, body string, link string")
    cleaned = integration.clean(frame, text="body", url="link", settings=Settings(rules=(str(rules.parent),)))
    rules.unlink()  # the disk of an executor has no such file
    (row,) = cleaned.collect()
    assert (row.n, row.body, row.source, row.clean.source) == (1, "Một câu.", "bao.test", "bao.test")


def test_what_cannot_be_cleaned_is_refused_before_the_job(session):
    frame = session.createDataFrame([(1, "a")], "text int, b string")
    with pytest.raises(UsageError, match="is of type int, strings are wanted"):
        integration.clean(frame)
    with pytest.raises(UsageError, match="no column 'content', but 'text', 'b'"):
        integration.clean(frame, text="content")
