"""Folders: which files are read, the manifest of what was done, and going on with a run that was broken off."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from cleaner.runs.shard import clean_file
from cleaner.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = ".cleaner-manifest.jsonl"


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def corpus(tmp_path, dirty) -> Path:
    """Texts, records and a page, in folders."""
    (tmp_path / ".git").mkdir()
    for name in ("in/a.txt", "in/b/c.txt", "in/b/notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(dirty)
    rows = [{"text": dirty.decode(), "n": 1}, {"text": "Hai.", "n": 2}]
    (tmp_path / "in/d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (tmp_path / "in/e.html").write_text("<!doctype html><p>Trang chủ</p><p>Một câu.</p>", "utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def records(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / MANIFEST).read_bytes().splitlines()]


def states(folder: Path) -> dict[str, tuple[int, ...]]:
    found = {path.name: path.stat() for path in folder.rglob("[!.]*") if path.is_file()}
    return {name: (status.st_ino, status.st_mtime_ns) for name, status in found.items()}


def test_the_manifest_tells_what_was_done(ours, corpus, dirty):
    assert ours("clean", "in", "-o", "out", "--drop", "caption").returncode == 0
    found = records(corpus / "out")
    assert [(one["input"], one["output"]) for one in found] == [
        ("in/a.txt", "a.txt"),
        ("in/b/c.txt", "b/c.txt"),
        ("in/d.jsonl", "d.jsonl"),
        ("in/e.html", "e.txt"),
    ]
    first = found[0]
    assert (first["size"], first["written"]) == (len(dirty), (corpus / "out/a.txt").stat().st_size)
    assert first["settings"] == {"drop": ["caption"], "source": "bao.test"}
    assert first["counts"]["labels"] == {"menu": 1, "published": 1, "caption": 1}
    assert first["counts"]["rules"]["bao.test#menu"] == 1
    assert found[2]["counts"]["documents"] == 2
    before = (corpus / "out" / MANIFEST).read_bytes()
    assert ours("clean", "in", "-o", "out", "--drop", "caption", "-j2").returncode == 0
    assert (corpus / "out" / MANIFEST).read_bytes() == before, "equal runs give equal manifests"


def test_resume_leaves_what_is_complete(ours, corpus):
    assert ours("clean", "in", "-o", "out").returncode == 0
    whole, before = (corpus / "out" / MANIFEST).read_bytes(), states(corpus / "out")
    again = ours("clean", "in", "-o", "out", "--resume")
    assert "4 complete already, 0 to do" in again.stderr.decode()
    assert "5 documents, 4 changed" in again.stderr.decode()
    assert states(corpus / "out") == before
    (corpus / "out/a.txt").write_bytes(b"half")
    (corpus / "out/e.txt").unlink()
    assert "2 complete already, 2 to do" in ours("clean", "in", "-o", "out", "--resume").stderr.decode()
    assert (corpus / "out" / MANIFEST).read_bytes() == whole
    after = states(corpus / "out")
    assert {name for name in before if before[name] == after[name]} == {"c.txt", "d.jsonl"}


@pytest.mark.parametrize("flags", [["--drop", "caption"], ["--tone", "new"], ["--no-repair"], ["--removed", "audit"]])
def test_other_settings_make_all_anew(ours, corpus, flags):
    assert ours("clean", "in", "-o", "out").returncode == 0
    assert "complete already" not in ours("clean", "in", "-o", "out", "--resume", *flags).stderr.decode()


def test_a_changed_input_or_rule_is_done_anew(cleaner, rules, corpus, tmp_path, dirty):
    mine = tmp_path / "mine.yaml"
    text = open(rules, encoding="utf-8").read()  # noqa: PTH123, SIM115
    mine.write_text(text, "utf-8")
    call = ("clean", "in", "-o", "out", "--rules", "mine.yaml", "--source", "bao.test")
    assert cleaner(*call).returncode == 0
    (corpus / "in/a.txt").write_bytes(dirty.replace(b"11:26", b"11:27"))
    assert "3 complete already, 1 to do" in cleaner(*call, "--resume").stderr.decode()
    mine.write_text(text.replace("id: menu", "id: menus"), "utf-8")
    assert "complete already" not in cleaner(*call, "--resume").stderr.decode()


def test_a_stream_that_broke_off_is_not_complete(ours, corpus):
    import gzip

    whole = gzip.compress(b'{"text": "a"}\n' * 5000)
    (corpus / "in/f.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    assert ours("clean", "in", "-o", "out").returncode == 1
    assert "f.jsonl.gz" not in [one["output"] for one in records(corpus / "out")]
    (corpus / "in/f.jsonl.gz").write_bytes(whole)
    assert "4 complete already, 1 to do" in ours("clean", "in", "-o", "out", "--resume").stderr.decode()
    assert "f.jsonl.gz" in [one["output"] for one in records(corpus / "out")]


def test_skipped_documents_still_count_when_a_run_is_resumed(ours, corpus):
    (corpus / "in/d.jsonl").write_bytes(b'{"text": "a"}\nbroken\n')
    assert ours("clean", "in", "-o", "out").returncode == 1
    again = ours("clean", "in", "-o", "out", "--resume")
    assert again.returncode == 1
    assert "1 skipped" in again.stderr.decode()


def test_a_killed_run_is_finished_and_its_audit_is_whole(cleaner, rules, corpus, dirty):
    for number in range(200):
        (corpus / f"in/b/{number:03}.txt").write_bytes(dirty * 20)
    options = ["--rules", rules, "--source", "bao.test", "-j", "1"]
    whole = cleaner("clean", "in", "-o", "whole", "--removed", "whole.audit", *options)
    assert whole.returncode == 0
    call = [sys.executable, "-m", "cleaner", "clean", "in", "-o", "out", "--removed", "out.audit", *options]
    process = subprocess.Popen(call, cwd=corpus, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not (corpus / "out/b/030.txt").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    made = len(records(corpus / "out"))
    assert 0 < made < 204
    done = cleaner("clean", "in", "-o", "out", "--removed", "out.audit", "--resume", *options)
    assert (done.returncode, f"{made} complete already" in done.stderr.decode()) == (0, True)
    for name in names(corpus / "whole"):
        assert (corpus / "out" / name).read_bytes() == (corpus / "whole" / name).read_bytes()
    told = [sorted((corpus / name).read_text("utf-8").splitlines()) for name in ("whole.audit", "out.audit")]
    assert told[1] == [line.replace('"out": "whole/', '"out": "out/') for line in told[0]]
    assert cleaner("restore", "out/b/199.txt", "--removed", "out.audit").stdout == dirty * 20


def test_a_second_input_folder_adds_to_the_manifest(ours, corpus, dirty):
    (corpus / "more").mkdir()
    (corpus / "more/z.txt").write_bytes(dirty)
    assert ours("clean", "in", "-o", "out").returncode == 0
    assert ours("clean", "more", "-o", "out").returncode == 0
    assert [one["output"] for one in records(corpus / "out")] == ["a.txt", "b/c.txt", "d.jsonl", "e.txt", "z.txt"]
    assert "4 complete already, 0 to do" in ours("clean", "in", "-o", "out", "--resume").stderr.decode()


def test_a_manifest_elsewhere(ours, corpus):
    assert ours("clean", "in", "-o", "out", "--manifest", "done.jsonl").returncode == 0
    assert not (corpus / "out" / MANIFEST).exists()
    assert "4 complete" in ours("clean", "in", "-o", "out", "--manifest", "done.jsonl", "--resume").stderr.decode()
    assert ours("clean", "-i", "done.jsonl").returncode == 2


def test_a_shard_that_a_job_completed_is_complete(ours, rules, corpus):
    settings = Settings(rules=(rules,), source="bao.test")
    made = clean_file(corpus / "in/d.jsonl", corpus / "out/d.jsonl", settings=settings)
    assert made.counts["documents"] == 2
    before = (corpus / "out/d.jsonl").stat()
    assert "1 complete already, 3 to do" in ours("clean", "in", "-o", "out", "--resume").stderr.decode()
    assert (corpus / "out/d.jsonl").stat().st_mtime_ns == before.st_mtime_ns
    (corpus / "new").mkdir()
    by_hand = ours("clean", "in/d.jsonl", "-o", "new/d.jsonl")
    assert by_hand.returncode == 0
    assert (corpus / "new/d.jsonl").read_bytes() == (corpus / "out/d.jsonl").read_bytes()


@pytest.mark.parametrize(
    "flags", [["--resume"], ["in/a.txt", "-o", "x.txt", "--resume"], ["in/a.txt", "--manifest", "x"]]
)
def test_resume_needs_a_folder(ours, corpus, flags):
    done = ours("clean", *flags)
    assert done.returncode == 2
    assert b"-o DIR" in done.stderr


def test_what_git_ignores_is_left_out(ours, corpus, dirty):
    (corpus / ".gitignore").write_text("b/\n*.html\n", "utf-8")
    (corpus / "in/.gitignore").write_text("!e.html\nd.jsonl\n", "utf-8")
    assert ours("clean", "in", "-o", "out").returncode == 0
    assert names(corpus / "out") == [MANIFEST, "a.txt", "e.txt"]
    assert ours("clean", "in", "-o", "all", "--no-gitignore").returncode == 0
    assert names(corpus / "all") == [MANIFEST, "a.txt", "b/c.txt", "d.jsonl", "e.txt"]
    assert ours("clean", "in/b", "-o", "named").returncode == 0
    assert names(corpus / "named") == [MANIFEST, "c.txt"], "a folder that is named is read, ignored or not"
    assert ours("clean", "in/d.jsonl", "-o", "file/").returncode == 0
    (corpus / "in/.gitignore").write_text("*\n", "utf-8")
    none = ours("clean", "in", "-o", "none")
    assert none.returncode == 2
    assert b"--no-gitignore" in none.stderr


def test_include_and_exclude(ours, corpus):
    assert ours("clean", "in", "-o", "one", "-f", "text", "--include", "*.md", "--include", "/a.*").returncode == 0
    assert names(corpus / "one") == [MANIFEST, "a.txt", "b/notes.md"]
    assert ours("clean", "in", "-o", "two", "--exclude", "b/", "--exclude", "*.html").returncode == 0
    assert names(corpus / "two") == [MANIFEST, "a.txt", "d.jsonl"]
    nothing = ours("clean", "in", "-o", "three", "--include", "*.csv")
    assert (nothing.returncode, b"--include takes" in nothing.stderr) == (2, True)


def test_forms_are_converted(ours, corpus):
    assert ours("clean", "in", "-o", "out", "-t", "jsonl").returncode == 0
    assert names(corpus / "out") == [MANIFEST, "a.jsonl", "b/c.jsonl", "d.jsonl", "e.jsonl"]
    assert all(json.loads(line)["text"] for name in ("a", "e") for line in open(corpus / f"out/{name}.jsonl"))  # noqa: PTH123, SIM115


def test_patterns_load_their_library_only_where_there_are_some(corpus):
    code = "import sys; from cleaner.cli.main import main; sys.argv[1:] = ['check', 'in', '--no-source']\n"
    (corpus / "in/e.html").unlink()
    code += "import atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    for wanted in (False, True):
        done = subprocess.run([sys.executable, "-c", code], cwd=corpus, capture_output=True, encoding="utf-8")
        assert done.returncode in (0, 1), done.stderr
        assert ("pathspec" in done.stderr.split()) is wanted
        (corpus / ".gitignore").write_text("x\n", "utf-8")


def test_an_audit_that_is_damaged_is_not_thrown_away(cleaner, corpus):
    """What it tells of outputs that are complete is the only way back to their inputs."""
    assert cleaner("clean", "in", "-o", "out", "--removed", "out.audit").returncode == 0
    whole = (corpus / "out.audit").read_bytes()
    first, rest = whole.split(b"\n", 1)
    damaged = first + b"\nnot a record\n" + rest
    (corpus / "out.audit").write_bytes(damaged)
    done = cleaner("clean", "in", "-o", "out", "--removed", "out.audit", "--resume")
    assert (done.returncode, "out.audit:2: not JSON" in done.stderr.decode()) == (2, True)
    assert (corpus / "out.audit").read_bytes() == damaged
    (corpus / "out.audit").write_bytes(whole[:40])  # a run that was killed amid its first record
    (corpus / "out" / MANIFEST).unlink()
    assert cleaner("clean", "in", "-o", "out", "--removed", "out.audit", "--resume").returncode == 0
    assert (corpus / "out.audit").read_bytes() == whole
