"""datatrove under its executors: local processes, Ray on two raylets, Slurm with two nodes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("datatrove", reason="datatrove is not installed")

import pyarrow as pa

from cleaner import gathered
from tests.engines import slurm
from tests.engines.datatrove_jobs import TASKS
from tests.integrations.tables import expected, table
from tests.runs.material import SHARDS, same_bytes

ROOT = Path(__file__).parents[2]


def command(executor, what, source, folder, corpus):
    return [sys.executable, "-m", "tests.engines.datatrove_jobs", executor, what, source, folder, corpus.rules]


def start(*arguments, **environment: str) -> subprocess.Popen[str]:
    """Start a driver at the head of a group of its own."""
    words = [str(word) for word in command(*arguments)]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "start_new_session": True}
    return subprocess.Popen(words, cwd=ROOT, encoding="utf-8", env=os.environ | environment, **pipes)


def tried(*arguments, **environment: str) -> tuple[int, str]:
    """Run to the end, whatever it is; one that does not come is a failure. Nothing is left behind."""
    with start(*arguments, **environment) as process:
        try:
            said = process.communicate(timeout=400)[1]
        finally:
            end(process)
    return process.returncode, said


def end(process) -> None:
    """End a driver and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def run(*arguments) -> None:
    code, said = tried(*arguments)
    assert code == 0, said[-3000:]
    if arguments[0] == "slurm":
        slurm.wait_for_jobs()


def complete(corpus, folder) -> bool:
    """Whether all shards are there with their bytes and their sidecars."""
    outputs = [path for path in (folder / "out").rglob("*.jsonl*") if not path.name.startswith(".")]
    total = gathered(outputs)
    assert (total.done, total.failed) == (SHARDS, 0)
    return same_bytes(corpus, folder / "out")


def completions(folder) -> list[Path]:
    """What datatrove marked as done."""
    marks = folder / "logs/completions"
    return list(marks.iterdir()) if marks.is_dir() else []


def until(holds, process) -> None:
    """Wait for something that a process does."""
    for _ in range(4000):
        if holds():
            return
        assert process.poll() is None
        time.sleep(0.1)
    raise AssertionError("it never came")


def counts(folder) -> dict[str, int]:
    """What datatrove counted in the cleaner's step, over all tasks."""
    steps = json.loads((folder / "logs/stats.json").read_text())
    (step,) = [step for step in steps if "cleaner" in step["name"]]
    return {name: value["total"] if isinstance(value, dict) else value for name, value in step["stats"].items()}


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    if why := slurm.missing():
        pytest.skip(why)
    with slurm.cluster(tmp_path_factory.mktemp("slurm")):
        yield


@pytest.fixture(scope="module")
def raylets():
    pytest.importorskip("ray", reason="ray is not installed")
    from ray.cluster_utils import Cluster

    built = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 200_000_000})
    built.add_node(num_cpus=1, object_store_memory=200_000_000)
    os.environ["RAY_ADDRESS"] = built.address
    yield
    del os.environ["RAY_ADDRESS"]
    built.shutdown()


def test_local_shards(corpus, tmp_path):
    run("local", "shards", corpus.source, tmp_path, corpus)
    assert complete(corpus, tmp_path)
    found = counts(tmp_path)
    assert found["shards"] == SHARDS
    assert found["documents"] > 80


def test_ray_shards(raylets, corpus, tmp_path):
    run("ray", "shards", corpus.source, tmp_path, corpus)
    assert complete(corpus, tmp_path)


def test_slurm_shards(nodes, corpus, tmp_path):
    run("slurm", "shards", corpus.source, tmp_path, corpus)
    assert complete(corpus, tmp_path)


def test_slurm_loses_a_task_and_a_relaunch_does_only_what_is_left(nodes, big, tmp_path):
    run("slurm", "dying", big.source, tmp_path, big)
    assert (tmp_path / "died").exists()
    assert len(completions(tmp_path)) == TASKS - 1
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl*")}
    run("slurm", "dying", big.source, tmp_path, big)
    assert complete(big, tmp_path)
    assert len(completions(tmp_path)) == TASKS
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_local_hangs_when_a_worker_is_killed_and_a_rerun_completes(big, tmp_path):
    """The hang is datatrove's own pool; what matters here is that nothing is lost or doubled by it."""
    with start("local", "dying", big.source, tmp_path, big) as process:
        try:
            until(lambda: (tmp_path / "died").exists() and len(completions(tmp_path)) == TASKS - 1, process)
            with pytest.raises(subprocess.TimeoutExpired):
                process.communicate(timeout=10)  # the other ranks are done, and it waits for the lost one
        finally:
            end(process)
    run("local", "dying", big.source, tmp_path, big)
    assert complete(big, tmp_path)


def test_ray_redoes_the_rank_of_a_lost_actor(raylets, big, tmp_path):
    run("ray", "killing", big.source, tmp_path, big)
    assert (tmp_path / "died").exists()
    assert complete(big, tmp_path)


def test_ray_ends_by_its_time_limit_when_the_child_of_an_actor_is_lost(raylets, big, tmp_path):
    """Without a limit it waits for ever: an actor works in a pool, and the pool does not miss its worker."""
    _, said = tried("ray", "dying", big.source, tmp_path, big, RANK_SECONDS="150")
    assert (tmp_path / "died").exists()
    assert len(completions(tmp_path)) == TASKS - 1, said[-3000:]
    run("ray", "dying", big.source, tmp_path, big)
    assert complete(big, tmp_path)


@pytest.mark.parametrize("executor", ["local", "slurm"])
def test_documents_keep_ids_and_metadata_and_none_is_dropped(executor, corpus, tmp_path, request):
    if executor == "slurm":
        request.getfixturevalue("nodes")
    some = table(2)
    some = some.set_column(some.schema.get_field_index("metadata"), "metadata", pa.nulls(some.num_rows))
    rows = [row for row in some.select(["id", "text", "url"]).to_pylist() if row["text"]]  # its reader drops the empty
    given = {row["id"] for row in rows}
    wanted = {row["id"]: row for row in expected(some) if row["id"] in given}
    source = tmp_path / "in"
    source.mkdir()
    for number in range(4):
        lines = [json.dumps({**row, "more": {"a": [1, None]}}) + "\n" for row in rows[number::4]]
        (source / f"{number}.jsonl").write_text("".join(lines))
    run(executor, "documents", source, tmp_path, corpus)
    found = [json.loads(line) for path in (tmp_path / "clean").iterdir() for line in path.read_text().splitlines()]
    assert sorted(row["id"] for row in found) == sorted(wanted)
    for row in found:
        metadata = row["metadata"]
        text = row.get("text", "")  # its writer leaves out what became empty
        assert (text, metadata["clean"]) == (wanted[row["id"]]["text"], wanted[row["id"]]["clean"])
        assert metadata["more"] == {"a": [1, None]}
    removed = [json.loads(line) for path in (tmp_path / "removed").iterdir() for line in path.read_text().splitlines()]
    gone = [line for row in removed for line in row["metadata"]["removed"] if not line["kept"]]
    assert len(gone) == sum(row["clean"]["removed_lines"] for row in wanted.values())
    assert counts(tmp_path)["total"] == len(rows)


def test_a_document_without_a_text_passes():
    from datatrove.data import Document

    from cleaner.integrations.datatrove import CleanDocuments

    step = CleanDocuments()
    some = [Document({"no": "text"}, "1"), Document("", "2", metadata={"a": 1}), Document("A\u0300 ơi.", "3")]
    found = list(step.run(iter(some)))
    assert [document.text for document in found] == [{"no": "text"}, "", "À ơi."]
    assert (step.stats["total"].total, step.stats["skipped"].total, step.stats["changed"].total) == (3, 1, 1)
