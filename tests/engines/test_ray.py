"""Ray with two raylets of one core each, on this machine."""

from __future__ import annotations

import pytest

ray = pytest.importorskip("ray", reason="ray is not installed")

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

from cleaner import Settings  # noqa: E402
from cleaner.integrations import ray as integration  # noqa: E402
from cleaner.integrations.job import ShardJob  # noqa: E402
from tests.engines.dying import DyingJob, DyingTable, marked  # noqa: E402
from tests.integrations.tables import SCHEMA, same_rows, table  # noqa: E402
from tests.runs.material import SHARDS, same_bytes  # noqa: E402


@pytest.fixture(scope="module")
def cluster():
    built = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 200_000_000})
    built.add_node(num_cpus=1, object_store_memory=200_000_000)
    ray.init(address=built.address, log_to_driver=False)
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    yield built
    ray.shutdown()
    built.shutdown()


@pytest.mark.parametrize(("kind", "size"), [(ShardJob, "corpus"), (DyingJob, "big")])
def test_files_have_the_bytes_of_the_command_line(cluster, request, tmp_path, kind, size):
    corpus = request.getfixturevalue(size)
    job = kind(corpus.source, tmp_path / "out", settings=Settings(rules=(str(corpus.rules),)))
    job.marker = str(tmp_path / "died")
    stats = integration.clean_files(job)
    assert (tmp_path / "died").exists() is (kind is DyingJob)
    assert same_bytes(corpus, tmp_path / "out")
    assert (stats.done, stats.failed) == (SHARDS, 0)
    assert job.stats().counts == stats.counts
    assert integration.clean_files(job).resumed == SHARDS


def test_rows_are_those_of_the_command_line(cluster):
    some = table()
    batches = ray.data.from_arrow([some.slice(at, 9) for at in range(0, some.num_rows, 9)])
    cleaned = pa.concat_tables(ray.get(integration.clean(batches, batch_size=None).to_arrow_refs()))
    assert same_rows(some, cleaned)
    assert [cleaned.schema.field(name).type for name in SCHEMA.names] == SCHEMA.types


def test_rows_of_a_lost_worker_are_cleaned_by_another(cluster, big_rows, tmp_path, monkeypatch):
    DyingTable.marker, DyingTable.row = str(tmp_path / "died"), big_rows.middle
    monkeypatch.setattr(integration, "TableCleaner", marked(DyingTable))
    integration.clean(ray.data.read_parquet(str(big_rows.folder))).write_parquet(str(tmp_path / "out"))
    assert (tmp_path / "died").exists()
    assert same_rows(big_rows.table, pq.read_table(tmp_path / "out"), big_rows.wanted)


def test_a_node_that_is_lost_loses_no_shard(cluster, corpus, tmp_path):
    """The second raylet goes with all its workers while shards are under way; a fresh one comes."""
    job = ShardJob(corpus.source, tmp_path / "out", settings=Settings(rules=(str(corpus.rules),)), resume=False)
    node = cluster.add_node(num_cpus=1, object_store_memory=200_000_000)
    task = ray.remote(integration._clean).options(max_retries=3)
    tasks = [task.remote(job, shard) for shard in job.shards() * 3]
    ray.wait(tasks, num_returns=4)
    cluster.remove_node(node, allow_graceful=False)
    assert len(ray.get(tasks)) == 3 * SHARDS
    assert same_bytes(corpus, tmp_path / "out")
