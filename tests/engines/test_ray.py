"""Ray with two raylets of one core each, on this machine."""

from __future__ import annotations

import pytest

ray = pytest.importorskip("ray", reason="ray is not installed")

import pyarrow as pa  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

from cleaner import Settings  # noqa: E402
from cleaner.integrations import ray as integration  # noqa: E402
from cleaner.integrations.job import ShardJob  # noqa: E402
from tests.engines.dying import DyingJob, DyingTable, marked  # noqa: E402
from tests.integrations.material import SHARDS, same_bytes  # noqa: E402
from tests.integrations.tables import SCHEMA, same_rows, table  # noqa: E402


@pytest.fixture(scope="module")
def cluster():
    built = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 200_000_000})
    built.add_node(num_cpus=1, object_store_memory=200_000_000)
    ray.init(address=built.address, log_to_driver=False)
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    yield built
    ray.shutdown()
    built.shutdown()


@pytest.mark.parametrize("kind", [ShardJob, DyingJob])
def test_files_have_the_bytes_of_the_command_line(cluster, corpus, tmp_path, kind):
    job = kind(corpus.source, tmp_path / "out", settings=Settings(rules=(str(corpus.rules),)))
    job.marker = str(tmp_path / "died")
    stats = integration.clean_files(job)
    assert (tmp_path / "died").exists() is (kind is DyingJob)
    assert same_bytes(corpus, tmp_path / "out")
    assert (stats.done, stats.failed) == (SHARDS, 0)
    assert job.stats().counts == stats.counts
    assert integration.clean_files(job).resumed == SHARDS


@pytest.mark.parametrize("dies", [False, True])
def test_rows_are_those_of_the_command_line(cluster, tmp_path, monkeypatch, dies):
    some = table()
    if dies:
        DyingTable.marker, DyingTable.row = str(tmp_path / "died"), some["id"][17].as_py()
        monkeypatch.setattr(integration, "TableCleaner", marked(DyingTable))
    batches = ray.data.from_arrow([some.slice(at, 9) for at in range(0, some.num_rows, 9)])
    cleaned = pa.concat_tables(ray.get(integration.clean(batches, batch_size=None).to_arrow_refs()))
    assert (tmp_path / "died").exists() is dies
    assert same_rows(some, cleaned)
    assert [cleaned.schema.field(name).type for name in SCHEMA.names] == SCHEMA.types


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
