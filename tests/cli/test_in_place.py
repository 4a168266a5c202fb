"""Files changed in place, and what may not be changed with them: what users of formatters rely on."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def state(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def corpus(tmp_path, dirty) -> Path:
    """A folder with a dirty text, a clean one, and records."""
    (tmp_path / "dirty.txt").write_bytes(dirty)
    (tmp_path / "clean.txt").write_bytes("Một câu.\n".encode())
    rows = [{"text": "Trang chủ\nMột.", "n": 1}, {"text": "Hai.", "n": 2}, {"text": "Trang chủ\n(BT) - Ba.", "n": 3}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


def test_a_line_for_each_changed_file_and_a_sum(ours, corpus):
    done = ours("clean", "-i", ".")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().splitlines() == [
        "cleaner: ./dirty.txt: 2 lines removed (menu 1, published 1), 1 line trimmed",
        "cleaner: ./rows.jsonl: 2 of 3 documents changed, 2 lines removed (menu 2), 1 line trimmed",
        "cleaner: 5 documents, 3 changed, 4 lines removed (menu 3, published 1), 2 lines trimmed",
    ]
    again = ours("clean", "-i", ".")
    assert again.stderr.decode().splitlines() == ["cleaner: 5 documents, 0 changed, nothing removed"]


def test_the_second_run_touches_nothing(ours, corpus):
    assert ours("clean", "-i", ".", "-q").stderr == b""
    before = {path: state(path) for path in corpus.iterdir()}
    assert ours("clean", "-i", ".", "-j2", "-q").returncode == 0
    assert {path: state(path) for path in corpus.iterdir()} == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_owner_and_mode_stay(ours, corpus):
    file = corpus / "dirty.txt"
    os.chown(file, 12345, 23456)
    file.chmod(0o4604)
    assert ours("clean", "-i", "dirty.txt").returncode == 0
    found = file.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o7777) == (12345, 23456, 0o4604)


def test_links(ours, corpus, clean, dirty, tmp_path_factory):
    """Named links are followed; those found in a folder may lead out of it, and are left alone in place."""
    outside = tmp_path_factory.mktemp("outside") / "x.txt"
    outside.write_bytes(dirty)
    (corpus / "out.txt").symlink_to(outside)
    (corpus / "twin.txt").symlink_to("dirty.txt")
    listed = ours("check", ".").stdout.decode()
    assert "out.txt" not in listed
    assert "twin.txt" not in listed
    assert ours("clean", "-i", ".").returncode == 0
    assert outside.read_bytes() == dirty
    assert (corpus / "twin.txt").is_symlink()
    assert (corpus / "twin.txt").read_bytes() == clean
    assert ours("clean", "-i", "out.txt").returncode == 0
    assert (corpus / "out.txt").is_symlink()
    assert outside.read_bytes() == clean
    outside.write_bytes(dirty)
    assert ours("clean", ".", "-o", "new").returncode == 0
    assert (corpus / "new/out.txt").read_bytes() == clean
    assert outside.read_bytes() == dirty


def test_one_file_by_two_names_is_one_file(ours, cleaner, corpus, dirty):
    (corpus / "twin.txt").symlink_to("dirty.txt")
    done = ours("clean", "-i", "-j2", "dirty.txt", "./dirty.txt", "twin.txt", "--removed", "audit")
    assert done.stderr.decode().count("2 lines removed") == 1
    assert cleaner("restore", "dirty.txt", "--removed", "audit").stdout == dirty


@pytest.mark.parametrize("name", ["audit.jsonl", "audit.txt", "audit.json"])
def test_an_audit_in_the_folder_is_no_document(ours, cleaner, corpus, name):
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    assert ours("clean", "-i", ".", "--removed", name).returncode == 0
    audit = (corpus / name).read_bytes()
    assert audit.startswith(b'{"doc": "./dirty.txt"')
    assert ours("clean", "-i", ".").returncode == 0
    assert ours("check", ".").returncode == 0
    assert ours("clean", ".", "-o", "copy").returncode == 0
    assert sorted(path.name for path in (corpus / "copy").glob("[!.]*")) == sorted(before)
    assert (corpus / name).read_bytes() == audit
    back = cleaner("restore", ".", "--removed", name, "-o", "../back")
    assert back.returncode == 0, back.stderr
    named = ours("clean", "-i", name)
    assert (named.returncode, (corpus / name).read_bytes()) == (2, audit)
    assert f"{name}: is an audit of cleaner, not a document" in named.stderr.decode()
    found = {path.name: path.read_bytes() for path in (corpus.parent / "back").iterdir() if path.is_file()}
    assert found == before


def test_the_audit_of_an_earlier_run_is_not_written_over(ours, corpus, dirty):
    assert ours("clean", "-i", "dirty.txt", "--removed", "audit").returncode == 0
    kept = (corpus / "audit").read_bytes()
    done = ours("clean", "-i", "rows.jsonl", "--removed", "audit")
    assert done.returncode == 2
    assert b"the only way back" in done.stderr
    assert (corpus / "audit").read_bytes() == kept


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_that_is_only_recoded_says_so(ours, corpus, encoding):
    (corpus / "a.txt").write_bytes("Một câu.\nHai câu.\n".encode(encoding))
    assert ours("check", "a.txt").stdout == b"a.txt: written as plain UTF-8\n"
    assert ours("clean", "-i", "a.txt").stderr == b"cleaner: a.txt: written as plain UTF-8\n"
    assert (corpus / "a.txt").read_bytes() == "Một câu.\nHai câu.\n".encode()


def test_check_for_programs_and_for_github(ours, corpus):
    found = [json.loads(line) for line in ours("check", ".", "--format", "json", "-q").stdout.splitlines()]
    assert found == []
    found = [json.loads(line) for line in ours("check", ".", "--format", "json").stdout.splitlines()]
    assert [(one["file"], one["line"], one["removed"], one["trimmed"]) for one in found] == [
        ("./dirty.txt", 1, {"menu": 1, "published": 1}, 1),
        ("./rows.jsonl", 1, {"menu": 1}, 0),
        ("./rows.jsonl", 3, {"menu": 1}, 1),
    ]
    done = ours("check", "--format=github", "./rows.jsonl")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines()[0] == (
        "::error file=rows.jsonl,line=1,col=1,title=cleaner::not clean: 1 line removed (menu 1)"
    )


@pytest.mark.parametrize("name", ["một bài báo.txt", 'a "b"\\c.txt', "hai\ndòng\tmột.txt", "b/c d.txt"])
def test_patch_takes_any_name(ours, corpus, dirty, clean, name):
    (corpus / name).parent.mkdir(exist_ok=True)
    (corpus / name).write_bytes(dirty)
    for named in (name, f"./{name}"):
        (corpus / name).write_bytes(dirty)
        diff = ours("clean", "--diff", named).stdout
        patch = subprocess.run(["patch", "-p1"], input=diff, cwd=corpus, capture_output=True)
        assert patch.returncode == 0, patch.stdout
        assert (corpus / name).read_bytes() == clean


@pytest.mark.parametrize("name", ["nope.txt", "no/such", "./nope"])
def test_a_file_that_is_not_there_is_said_to_be_missing(cleaner, name):
    done = cleaner(name)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{name}: no such file" in done.stderr.decode()


@pytest.mark.parametrize("name", ["out.zip", "out.pdf", "out.docx"])
def test_no_text_into_a_file_of_another_kind(ours, corpus, name):
    done = ours("clean", "dirty.txt", "-o", name)
    assert (done.returncode, (corpus / name).exists()) == (2, False)
    assert "cannot be written" in done.stderr.decode()
