"""Shards elsewhere: the sidecar and the audit lie beside the output, and a rerun finds them there."""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor

import fsspec
import pytest

from cleaner import InputError, Settings, Stats, UsageError, clean_file
from cleaner.integrations.job import ShardJob
from tests.runs.material import SHARDS, same_bytes

LINE = b'{"text": "Theo d\xc3\xb5i vov.vn tr\xc3\xaan\\nM\xe1\xbb\x99t c\xc3\xa2u.", "url": "https://vov.vn/a"}\n'


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    system.pipe("/in/a.jsonl", LINE)
    system.pipe("/in/sub/b.jsonl.gz", gzip.compress(LINE * 2))
    return system


def test_a_job_over_paths_of_fsspec_resumes(memory):
    job = ShardJob("memory://in", "memory://out", removed="memory://gone")
    total = sum(map(job, job.shards()), Stats())
    assert (total.done, total.resumed, total.documents) == (2, 0, 3)
    assert sorted(memory.find("/out")) == [
        *("/out/.a.jsonl.cleaner.json", "/out/a.jsonl", "/out/sub/.b.jsonl.gz.cleaner.json", "/out/sub/b.jsonl.gz")
    ]
    assert gzip.decompress(memory.cat("/gone/sub/b.jsonl.removed.jsonl.gz")).count(b"\n") == 4
    assert job.stats().counts == total.counts
    assert sum(map(job, job.shards()), Stats()).resumed == 2


@pytest.mark.parametrize("what", ["input", "output", "sidecar", "audit", "settings"])
def test_what_decides_an_output_and_changed_has_it_made_again(memory, what):
    def run(**more: object) -> Stats:
        return clean_file("memory://in/a.jsonl", "memory://o/a.jsonl", removed="memory://gone/a", **more)

    assert (run().resumed, run().resumed) == (0, 1)
    if what == "input":
        memory.pipe("/in/a.jsonl", LINE.replace(b"c\xc3\xa2u", b"b\xc3\xa0i"))  # of the same length
    elif what == "output":
        memory.pipe("/o/a.jsonl", b"half")
    elif what != "settings":
        memory.rm_file({"sidecar": "/o/.a.jsonl.cleaner.json", "audit": "/gone/a"}[what])
    more = {"settings": Settings(drop=frozenset({"caption"}))} if what == "settings" else {}
    assert (run(**more).resumed, run(**more).resumed) == (0, 1)


def test_an_input_without_a_mark_of_its_content_is_done_again(memory, monkeypatch):
    monkeypatch.setattr("cleaner.formats.remote._MARKS", ())
    for _ in range(2):
        assert clean_file("memory://in/a.jsonl", "memory://o/a.jsonl").resumed == 0


def test_nonsense_is_refused_and_nothing_is_left(memory):
    with pytest.raises(UsageError, match="one file is wanted"):
        clean_file("memory://in", "memory://o/a.jsonl")
    with pytest.raises(UsageError, match="would be written over"):
        clean_file("memory://in/a.jsonl", "memory://o/a.jsonl", removed="memory://o/a.jsonl")
    with pytest.raises(InputError, match="the web can only be read"):
        clean_file("memory://in/a.jsonl", "https://localhost/a.jsonl")
    with pytest.raises(InputError, match="no such file"):
        clean_file("memory://in/none.jsonl", "memory://o/a.jsonl")
    assert not memory.exists("/o")


def test_processes_share_a_job_elsewhere(corpus, tmp_path):
    settings = Settings(rules=(str(corpus.rules),))
    job = ShardJob(f"file://{corpus.source}", f"file://{tmp_path}/out", settings=settings)
    with ProcessPoolExecutor(2) as pool:
        assert sum(pool.map(job, job.shards()), Stats()).done == SHARDS
        assert same_bytes(corpus, tmp_path / "out")
        assert sum(pool.map(job, job.shards()), Stats()).resumed == SHARDS
