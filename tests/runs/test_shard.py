"""`clean_file`: the bytes of the command line, done once, done again only when something that decides it changed."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from cleaner import InputError, Settings, Stats, TextSettings, UsageError, clean_file, gathered, shards
from cleaner.integrations.job import ShardJob, pack, unpack
from cleaner.runs import manifest
from tests.engines.dying import DyingJob
from tests.runs.material import SHARDS, Corpus, contents, same_bytes


@pytest.fixture
def job(corpus: Corpus, tmp_path: Path) -> ShardJob:
    return ShardJob(corpus.source, tmp_path / "out", settings=Settings(rules=(str(corpus.rules),)))


def write(path: Path, *texts: str) -> Path:
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    return path


def test_every_shard_has_the_bytes_of_the_command_line(corpus, job, tmp_path):
    stats = sum(map(job, job.shards()), Stats())
    assert same_bytes(corpus, tmp_path / "out")
    assert (stats.done, stats.resumed, stats.failed) == (SHARDS, 0, 0)
    assert stats.documents + stats.counts["skipped"] == sum(
        bool(line.strip()) for data in contents(corpus.source).values() for line in data.split(b"\n")
    )
    assert any("not JSON" in problem for problem in stats.problems)
    assert job.stats().counts == stats.counts
    assert len(stats.rules) == len(stats.cleaner) == 1


def test_the_second_time_is_a_look(job):
    first = sum(map(job, job.shards()), Stats())
    before = {out: Path(out).stat().st_mtime_ns for _, out in job.shards()}
    again = sum(map(job, job.shards()), Stats())
    assert again.resumed == again.done == SHARDS
    assert again.counts == first.counts
    assert {out: Path(out).stat().st_mtime_ns for _, out in job.shards()} == before


@pytest.mark.parametrize("what", ["input", "rules", "settings", "output", "sidecar", "audit"])
def test_what_decides_an_output_and_changed_has_it_made_again(what, tmp_path):
    given = write(tmp_path / "in.jsonl", "Trang chủ\nMột câu.")
    out, rules, removed = tmp_path / "out.jsonl", tmp_path / "my.vn.yaml", tmp_path / "removed.jsonl"
    rules.write_text("source: my.vn\nmatch: {host: my.vn}\nrules: []\n", "utf-8")

    def run(**more: object) -> Stats:
        return clean_file(given, out, settings=Settings(rules=(str(rules),), **more), removed=removed)

    assert run().resumed == 0
    assert run().resumed == 1
    if what == "input":
        write(given, "Hai câu.")
    elif what == "rules":
        rules.write_text(rules.read_text() + "# more\n", "utf-8")
    elif what == "output":
        out.write_bytes(b"")
    elif what == "sidecar":
        Path(manifest.sidecar(str(out))).unlink()
    elif what == "audit":
        removed.unlink()
    more = {"drop": frozenset({"caption"})} if what == "settings" else {}
    assert run(**more).resumed == 0
    assert run(**more).resumed == 1


def test_a_sidecar_never_outlives_its_output(tmp_path):
    """A kill between the rename and the sidecar: the output has no sidecar, least of all an older one that fits."""
    given, out = write(tmp_path / "in.jsonl", "Một câu."), tmp_path / "out.jsonl"
    clean_file(given, out)
    code = (
        "import os, sys\nfrom cleaner import Settings, clean_file\nfrom cleaner.runs import manifest\n"
        "manifest.complete = lambda *_: os._exit(9)\n"
        f"clean_file({str(given)!r}, {str(out)!r}, settings=Settings(source='none'))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert manifest.read_sidecar(str(out)) is None
    assert gathered([out]).failed == 1
    assert clean_file(given, out).resumed == 0


def test_an_input_that_breaks_off_is_told_and_tried_again(tmp_path):
    given, out = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    lines = b"".join(json.dumps({"text": f"{n} {os.urandom(50).hex()}."}).encode() + b"\n" for n in range(3000))
    given.write_bytes(gzip.compress(lines)[:-2000])
    for _ in range(2):
        stats = clean_file(given, out)
        assert (stats.done, stats.failed, stats.resumed) == (0, 1, 0)
        assert any("cut short" in problem for problem in stats.problems)
    assert 0 < len(out.read_bytes()) < len(lines)
    given.write_bytes(gzip.compress(lines))
    assert clean_file(given, out).done == 1
    assert out.read_bytes() == lines


def test_all_settings_hold_for_files(tmp_path):
    given, out = write(tmp_path / "in.jsonl", "cuả qúy"), tmp_path / "out.jsonl"
    settings = Settings(builtin=False, text=TextSettings(placement=True))
    assert clean_file(given, out, settings=settings).done == 1
    assert clean_file(given, out, settings=settings).resumed == 1
    assert json.loads(out.read_bytes())["text"] == "của quý"
    assert clean_file(given, out).resumed == 0, "other settings make it anew"


def test_nonsense_is_refused_and_nothing_is_left(tmp_path):
    given, out = write(tmp_path / "in.jsonl", "Một câu."), tmp_path / "out.jsonl"
    for wrong, more in (
        (UsageError, {"settings": Settings(drop=frozenset({"no-such-label"}))}),
        (UsageError, {"output": given}),
        (UsageError, {"input": tmp_path}),
        (UsageError, {"input": "-"}),
        (UsageError, {"output": "-"}),
        (UsageError, {"output": ""}),
        (UsageError, {"removed": out}),
        (InputError, {"input": tmp_path / "no.jsonl"}),
    ):
        with pytest.raises(wrong):
            clean_file(**{"input": given, "output": out, **more})
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_an_audit_a_shard_restores_it(corpus, tmp_path):
    settings = Settings(rules=(str(corpus.rules),))
    job = ShardJob(corpus.source, tmp_path / "out", settings=settings, removed=tmp_path / "gone")
    given, out = job.shards()[0]
    job(job.shards()[0])
    command = [sys.executable, "-m", "cleaner", "restore", out, "--removed", job.audit(out), "-o", tmp_path / "again"]
    subprocess.run(command, check=True)
    assert (tmp_path / "again").read_bytes() == Path(given).read_bytes()


def test_shards_that_are_not_there_are_told_at_once(tmp_path):
    (tmp_path / "empty").mkdir()
    for name, word in (("none", "no such file"), ("empty", "holds no file"), ("memory://none", "no such file")):
        with pytest.raises(InputError, match=word):
            ShardJob(name if "//" in name else tmp_path / name, tmp_path / "out").shards()


def test_threads_and_processes_share_a_job(corpus, tmp_path):
    settings = Settings(rules=(str(corpus.rules),))
    for kind in (ThreadPoolExecutor, ProcessPoolExecutor):
        job = ShardJob(corpus.source, tmp_path / kind.__name__, settings=settings)
        with kind(2) as pool:
            assert sum(pool.map(job, job.shards()), Stats()).done == SHARDS
        assert same_bytes(corpus, tmp_path / kind.__name__)


def test_files_of_threads_have_the_mode_of_any_new_file(tmp_path):
    given = write(tmp_path / "in.jsonl", "Một câu.")
    before = os.umask(0o027)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: clean_file(given, tmp_path / f"out/{n}.jsonl"), range(100)))
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o640}


def test_a_pool_that_loses_a_worker_is_run_again_and_goes_on(corpus, tmp_path):
    job = DyingJob(corpus.source, tmp_path / "out", settings=Settings(rules=(str(corpus.rules),)))
    job.marker = str(tmp_path / "died")
    with ProcessPoolExecutor(2) as pool, pytest.raises(BrokenProcessPool):
        list(pool.map(job, job.shards()))
    assert job.stats().failed > 0
    with ProcessPoolExecutor(2) as pool:
        total = sum(pool.map(job, job.shards()), Stats())
    assert (total.done, total.failed) == (SHARDS, 0)
    assert total.resumed > 0
    assert same_bytes(corpus, tmp_path / "out")


def test_a_folder_is_a_list_of_shards(corpus):
    found = shards(corpus.source, "out")
    assert found == sorted(found)
    assert [os.path.relpath(given, corpus.source) for given, _ in found] == [
        os.path.relpath(out, "out") for _, out in found
    ]


def test_rules_travel_with_the_job(tmp_path):
    rules = tmp_path / "mine"
    (rules / "cms").mkdir(parents=True)
    (rules / "cms/one.yaml").write_text("package: cms/one\nrules:\n- {id: a, label: ad, drop: {line: [Quảng cáo]}}\n")
    (rules / "my.vn.yaml").write_text("source: my.vn\nextends: [cms/one]\nmatch: {host: my.vn}\nrules: []\n")
    given, out = write(tmp_path / "in.jsonl", "Quảng cáo\nMột câu."), tmp_path / "out/in.jsonl"
    settings = Settings(rules=(str(rules),), source="my.vn")
    sent = pickle.dumps(ShardJob(tmp_path / "in", tmp_path / "out", settings=settings))
    assert unpack(pack(str(rules))) == str(rules), "the same files are there: no copy"
    rules.rename(tmp_path / "gone")
    job = pickle.loads(sent)
    job((str(given), str(out)))
    assert json.loads(out.read_text("utf-8"))["text"] == "Một câu."
    again = pickle.loads(sent)
    assert again((str(given), str(out))).resumed == 1, "one copy a machine, with one digest"
    (kept,) = again._shipped.settings.rules
    assert Path(kept).parent.stat().st_mode & 0o077 == 0


def test_one_rule_file_travels_too(tmp_path):
    rules = tmp_path / "my.vn.yaml"
    rules.write_text("source: my.vn\nmatch: {host: my.vn}\nrules: []\n")
    parcel = pack(str(rules))
    rules.write_text("source: my.vn\nmatch: {host: other.vn}\nrules: []\n")
    kept = Path(unpack(parcel))
    assert kept != rules
    assert kept.name == "my.vn.yaml"
    assert "host: my.vn" in kept.read_text()


def test_a_killed_shard_leaves_no_output_and_no_record(tmp_path):
    given, out = tmp_path / "in.jsonl", tmp_path / "out/in.jsonl"
    write(given, *(f"Câu số {n}. " * 200 for n in range(3000)))
    code = f"from cleaner import clean_file\nprint('go', flush=True)\nclean_file({str(given)!r}, {str(out)!r})"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    while not out.parent.is_dir() or not any(path.stat().st_size for path in out.parent.iterdir()):
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not out.exists()
    assert manifest.read_sidecar(str(out)) is None
    assert clean_file(given, out).resumed == 0
    assert len(out.read_bytes().splitlines()) == 3000


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        *(("form", value) for value in ("docx", 5, None)),
        *(("to", value) for value in ("html", 5)),
        *((name, 5) for name in ("text", "url", "encoding", "removed", "rejects", "settings")),
        ("removed", b"audit"),
        ("rejects", "a\0b"),
    ],
)
def test_an_argument_that_makes_no_sense_is_named(tmp_path, argument, value):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n')
    with pytest.raises(UsageError, match=f"`{argument}` is"):
        clean_file(tmp_path / "a.jsonl", tmp_path / "b.jsonl", **{argument: value})
    if not isinstance(value, str) or "\0" in value:
        with pytest.raises(UsageError, match="`input` is"):
            clean_file(value, tmp_path / "b.jsonl")
    assert not (tmp_path / "b.jsonl").exists()
