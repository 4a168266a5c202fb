"""What lies beside documents in a stranger's folder: ignore files, links, pipes, devices, manifests, rules."""

from __future__ import annotations

import fcntl
import os
import time
from typing import TYPE_CHECKING

import pytest

from cleaner.errors import UsageError
from cleaner.formats.folders import Omitted, Patterns, Selection, walk
from cleaner.rules.catalogue import rule_files
from cleaner.side_files import parse_json, read_regular
from tests.command import inside
from tests.faults.processes import record

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Hà Nội có mưa.\n"
SIDES = (".gitignore", "list", "audit", "cleaner.toml", "out/.cleaner-manifest.jsonl", "out/.a.txt.cleaner.json")


def folder(top: Path) -> Path:
    docs = top / "docs"
    (docs / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (docs / name).write_text(TEXT, "utf-8")
    return docs


@pytest.mark.parametrize("bad", [b"!", b"\\", b"[z-a]", b"[[:foo:]]", b"\xff\xfe", b"!\\", b"a" * 200_000, b"[" * 9000])
def test_a_pattern_that_is_none_is_passed_over(tmp_path, bad):
    docs = folder(tmp_path)
    (docs / ".gitignore").write_bytes(b"%b\nb.txt\n%b\n" % (bad, bad))
    done = inside(tmp_path, "clean", "docs", "-o", "out")
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.txt")) == ["a.txt", "c.txt"]
    (docs / ".gitignore").unlink()
    pattern = os.fsdecode(bad)
    (tmp_path / "cleaner.toml").write_text(f"exclude = ['{pattern}', 'b.txt']\n", "utf-8", "replace")
    done = inside(tmp_path, "clean", "docs", "-o", "out2")
    assert sorted(path.name for path in (tmp_path / "out2").rglob("*.txt")) == ["a.txt", "c.txt"], done.stderr


def test_patterns_mean_what_they_mean_to_git():
    for pattern, fits, not_fit in (
        ("[[:alpha:]].txt", "a.txt", "1.txt"),
        ("[[:punct:]].txt", "[.txt", "a.txt"),
        ("[![:digit:]].txt", "a.txt", "1.txt"),
        ("\udcff*", "\udcffa", "a"),
        ("*.txt", "\udcff.txt", "\udcff.jsonl"),
    ):
        found = Patterns([pattern])
        assert (found.decide(fits), found.decide(not_fit)) == (True, None), pattern


def test_the_last_pattern_decides_however_many_there_are():
    many = [f"file-{number}-*.txt" for number in range(2000)]
    found = Patterns(["*.txt", *many, "!keep.txt", *many, "[z-a]"])
    assert [found.decide(name) for name in ("a.txt", "keep.txt", "file-1999-x.txt", "a.md")] == [
        True,
        False,
        True,
        None,
    ]


def test_patterns_take_linear_time():
    found = Patterns(["*a" * 40 + "b", "**/a/" * 200 + "b"])
    begun = time.process_time()
    for _ in range(50):
        found.decide("a" * 250)
    assert time.process_time() - begun < 5  # a backtracking engine would need years


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop"])
@pytest.mark.parametrize(
    "name", [".gitignore", "cleaner.toml", "out/.cleaner-manifest.jsonl", "out/.a.txt.cleaner.json"]
)
def test_only_regular_files_are_read(start, tmp_path, kind, name):
    folder(tmp_path)
    (tmp_path / "out").mkdir()
    odd = tmp_path / ("docs" if name == ".gitignore" else "") / name
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "device":
        odd.symlink_to("/dev/zero")
    elif kind == "folder":
        odd.mkdir()
    else:
        odd.symlink_to(odd.name)
    more = ["--resume"] if "out/" in name else []
    config = ["--config", name] if name.endswith("toml") else ["--files-from", name] if name == "list" else []
    call = (
        ["clean", "docs", "-o", "out", *more, *config]
        if name != "audit"
        else ["restore", "docs/a.txt", "--removed", name]
    )
    process = start(*call)
    _, said = process.communicate(timeout=30)
    assert b"Traceback" not in said
    assert b"mistake in cleaner" not in said
    assert process.returncode == (0 if name in (SIDES[0], SIDES[-1]) else 2), said
    if process.returncode == 0:
        assert (tmp_path / "out/sub/c.txt").read_text("utf-8") == TEXT


def test_a_side_file_has_a_bound(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 2000)
    assert len(read_regular(str(path), 2000)) == 2000
    with pytest.raises(OSError, match="larger than"):
        read_regular(str(path), 1999)
    with pytest.raises(ValueError, match="deep"):
        parse_json(b'{"a":' * 100_000)


def test_links_that_lead_in_a_circle(tmp_path):
    docs = folder(tmp_path)
    (docs / "one.txt").symlink_to("two.txt")
    (docs / "two.txt").symlink_to("one.txt")
    (docs / "gone.txt").symlink_to("nowhere.txt")
    (docs / "round").symlink_to(docs)
    done = inside(tmp_path, "clean", "docs", "-o", "out")
    assert done.returncode == 1, done.stderr
    assert done.stderr.decode().count("too many levels of symbolic links") == 2
    assert b"docs/one.txt: " in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.txt")) == ["a.txt", "b.txt", "c.txt"]
    left = Omitted()
    assert len(list(walk(str(docs), Selection(), left))) == 3
    assert [path for path, _ in left.unread] == [str(docs / "one.txt"), str(docs / "two.txt")]


def test_two_folders_that_cannot_be_listed_are_two(tmp_path):
    docs = folder(tmp_path)
    left = Omitted()
    (docs / "one.txt").symlink_to("one.txt")
    (docs / "sub" / "one.txt").symlink_to("one.txt")
    list(walk(str(docs), Selection(), left))
    assert len(left.unread) == 2
    assert inside(tmp_path, "clean", "docs", "-o", "out").returncode == 1


def test_settings_that_name_a_whole_disk(tmp_path):
    for number in range(300):
        (tmp_path / "wide" / str(number)).mkdir(parents=True)
        for name in range(70):
            (tmp_path / "wide" / str(number) / f"{name}.yaml").touch()
    with pytest.raises(UsageError, match="more than 20,000 files"):
        rule_files(str(tmp_path / "wide"))
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    for line, why in (("jobs = 3000", "from 0 to 256"), ("max-document = 99999999999999", "from 1 to")):
        (tmp_path / "cleaner.toml").write_text(f"{line}\n", "utf-8")
        done = inside(tmp_path, "clean", "a.txt")
        assert done.returncode == 2
        assert f"cleaner.toml:1: {line.split()[0]} wants a whole number {why}" in done.stderr.decode()


def test_one_run_at_a_time_writes_an_audit(start, tmp_path):
    """The first waits for its input; the second changes nothing, and says why."""
    (tmp_path / "a.txt").write_text("Hà Nội\u200b có mưa.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Ha\u0300 Nội có nắng.\n", "utf-8")
    (tmp_path / "b.jsonl").write_bytes(record(2))
    first = start(
        "clean", "-f", "jsonl", "--no-source", "--removed", "audit", "--rejects", "bad", "-", "-o", "out.jsonl"
    )
    first.stdin.write(record(1) + b"no record\n" + '{"text": "Ha\u0300"}\n'.encode())
    first.stdin.flush()
    for _ in range(500):
        if (tmp_path / "audit").exists() and (tmp_path / "bad").exists():
            break
        time.sleep(0.01)
    before = (tmp_path / "b.txt").read_bytes()
    for side in (("--removed", "audit"), ("--removed", "other", "--rejects", "bad")):
        call = ["b.jsonl", "-o", "c.jsonl"] if "--rejects" in side else ["-i", "b.txt"]
        second = start("clean", *call, *side)
        _, said = second.communicate(timeout=30)
        assert second.returncode == 2
        assert f"{side[-1]}: another run is writing it; name another file" in said.decode()
        assert (tmp_path / "b.txt").read_bytes() == before
        assert not (tmp_path / "c.jsonl").exists()
    first.stdin.close()
    assert first.wait(30) == 1
    told = (tmp_path / "audit").read_text("utf-8").splitlines()
    assert len([line for line in told if '"cleaner#layout"' in line]) == 1
    assert (tmp_path / "bad").read_bytes() == b"no record\n"
    assert start("clean", "-i", "-q", "b.txt", "--removed", "fresh").wait(30) == 0


@pytest.mark.parametrize("name", ["/dev/null", "pipe"])
def test_an_audit_that_is_no_regular_file(start, tmp_path, name):
    (tmp_path / "a.txt").write_text("Ha\u0300 Nội\n", "utf-8")
    if name == "pipe":
        os.mkfifo(tmp_path / name)
        reader = start("-c", "print(open('pipe').read())", python=True)
    process = start("clean", "-i", "a.txt", "--removed", name)
    assert process.wait(30) == 0, process.stderr.read()
    assert (tmp_path / "a.txt").read_text("utf-8") == "Hà Nội\n"
    if name == "pipe":
        assert '"cleaner#layout"' in reader.communicate(timeout=30)[0].decode()


def test_two_runs_at_once_lose_no_record(start, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for number in range(30):
            (tmp_path / name / f"{number}.txt").write_text(f"Ha\u0300 Nội {number}.\n", "utf-8")
    runs = [start("clean", "-i", "-q", name, "--removed", "audit") for name in ("one", "two")]
    codes = [run.wait(60) for run in runs]
    assert sorted(codes) in ([0, 2], [0, 0])
    changed = sum("\u0300" not in path.read_text("utf-8") for path in tmp_path.glob("*/*.txt"))
    assert (tmp_path / "audit").read_text("utf-8").count('"cleaner#layout"') == changed


def test_one_run_at_a_time_fills_a_folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Ha\u0300 Nội có mưa.\n", "utf-8")
    assert inside(tmp_path, "clean", "in", "-o", "out").returncode == 0
    manifest = tmp_path / "out" / ".cleaner-manifest.jsonl"
    before = manifest.read_bytes()
    (tmp_path / "in" / "a.txt").write_text("Ha\u0300 Nội có nắng.\n", "utf-8")
    with manifest.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for more in ([], ["--resume"]):
            done = inside(tmp_path, "clean", "in", "-o", "out", *more)
            assert done.returncode == 2
            assert "another run is filling the folder" in done.stderr.decode()
        assert manifest.read_bytes() == before
        assert (tmp_path / "out" / "a.txt").read_text("utf-8") == "Hà Nội có mưa.\n"
    assert inside(tmp_path, "clean", "in", "-o", "out", "--resume").returncode == 0
    assert (tmp_path / "out" / "a.txt").read_text("utf-8") == "Hà Nội có nắng.\n"
