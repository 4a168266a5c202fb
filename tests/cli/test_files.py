"""Files and folders: where outputs go, in place, check, diff, several processes."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def tree(tmp_path, dirty) -> Path:
    """A small corpus: two dirty texts, a clean one, records, a page, and what must be left alone."""
    for name in ("in/a.txt", "in/b/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(dirty)
    (tmp_path / "in/b/clean.txt").write_bytes("Một câu.\n".encode())
    (tmp_path / "in/d.jsonl").write_bytes(json.dumps({"text": dirty.decode(), "n": 1}).encode() + b"\n")
    (tmp_path / "in/e.txt.gz").write_bytes(gzip.compress(dirty))
    for name in ("in/.git/x.txt", "in/.hidden.txt", "in/notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(dirty)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_input_that_is_not_there_is_told_also_where_a_folder_is_the_output(ours, tree):
    done = ours("clean", "nothing", "in/a.txt", "-o", "out/")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"nothing: no such file" in done.stderr
    assert (tree / "out/a.txt").is_file()


def test_a_folder_is_mirrored(ours, tree, clean):
    before = contents(tree / "in")
    done = ours("clean", "in", "-o", "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "5 documents, 4 changed" in done.stderr.decode()
    made = contents(tree / "out")
    assert sorted(made) == [".cleaner-manifest.jsonl", "a.txt", "b/c.txt", "b/clean.txt", "d.jsonl", "e.txt.gz"]
    assert made["a.txt"] == made["b/c.txt"] == gzip.decompress(made["e.txt.gz"]) == clean
    assert json.loads(made["d.jsonl"]) == {"text": clean.decode().rstrip("\n"), "n": 1}
    assert contents(tree / "in") == before


def test_several_texts_on_one_stream_are_parted(ours, tree, clean):
    done = ours("clean", "in/a.txt", "in/b")
    assert done.stdout == clean + b"\f\n" + clean + b"\f\n" + "Một câu.\n".encode()


def test_records_of_texts(ours, tree):
    done = ours("clean", "-t", "jsonl", "in/a.txt", "in/b/clean.txt", "--url", "https://bao.test/1")
    first, second = map(json.loads, done.stdout.splitlines())
    assert list(first) == ["id", "url", "source", "title", "text", "meta", "clean"]
    assert (first["id"], first["url"], first["source"]) == ("in/a.txt", "https://bao.test/1", "bao.test")
    assert first["meta"] == {"published": "11:26 | 13/01/2025"}
    told = first["clean"]
    assert list(told) == ["source", "rules", "removed_lines", "removed_chars", "by_rule", "flags"]
    assert told["by_rule"] == {"bao.test#menu": 1, "bao.test#stamp": 1, "bao.test#dateline": 1}
    assert (told["removed_lines"], told["removed_chars"]) == (2, 9 + 18 + 7)
    assert second["text"] == "Một câu."


def test_in_place_changes_only_what_changes(ours, tree, clean):
    link = tree / "link.txt"
    link.symlink_to("in/a.txt")
    (tree / "in/a.txt").chmod(0o640)
    untouched = (tree / "in/b/clean.txt").stat()
    done = ours("clean", "-i", "link.txt", "in/b", "in/d.jsonl", "in/e.txt.gz", "--removed", "audit")
    assert (done.returncode, done.stdout) == (0, b"")
    assert link.is_symlink()
    assert (tree / "in/a.txt").read_bytes() == (tree / "in/b/c.txt").read_bytes() == clean
    assert (tree / "in/a.txt").stat().st_mode & 0o777 == 0o640
    after = (tree / "in/b/clean.txt").stat()
    assert (after.st_mtime_ns, after.st_ino) == (untouched.st_mtime_ns, untouched.st_ino)
    assert gzip.decompress((tree / "in/e.txt.gz").read_bytes()) == clean
    again = ours("clean", "-i", "link.txt", "in/b", "in/d.jsonl", "in/e.txt.gz")
    assert "0 changed" in again.stderr.decode()
    assert not list(tree.rglob("*.part"))


def test_what_was_changed_in_place_can_be_restored(ours, cleaner, tree):
    before = contents(tree / "in")
    ours("clean", "-i", "in", "--removed", "audit")
    assert contents(tree / "in") != before
    assert cleaner("restore", "in/b/c.txt", "--removed", "audit").stdout == before["b/c.txt"]
    done = cleaner("restore", "in", "--removed", "audit", "-o", "back")
    assert done.returncode == 0, done.stderr
    back = contents(tree / "back")
    assert gzip.decompress(back.pop("e.txt.gz")) == gzip.decompress(before.pop("e.txt.gz"))
    assert back == {name: data for name, data in before.items() if "." not in name.split("/")[0][:1]}


def test_check_lists_and_writes_nothing(ours, tree):
    before = contents(tree)
    done = ours("check", "in")
    assert done.returncode == 1
    listed = done.stdout.decode().splitlines()
    assert [line.split(": ")[0] for line in listed] == ["in/a.txt", "in/b/c.txt", "in/d.jsonl:1", "in/e.txt.gz"]
    assert "menu 1" in listed[0]
    assert contents(tree) == before
    assert ours("check", "in/b/clean.txt").returncode == 0
    assert ours("clean", "--check", "-q", "in").stdout == b""


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_patch_accepts_the_diff(ours, tree, ending):
    if shutil.which("patch") is None:
        pytest.skip("no patch here")
    rng = random.Random(7)
    lines = [rng.choice(["Trang chủ", "", "Một câu.", "(BT) - Hai.", "Ba\u200b.", "Bốn."]) for _ in range(300)]
    data = ("\n".join(lines) + ending).encode() if ending != "\r\n" else ("\r\n".join(lines) + "\r\n").encode()
    (tree / "in/a.txt").write_bytes(data)
    records = b"".join(json.dumps({"text": line}).encode() + b"\n" for line in lines)
    (tree / "in/d.jsonl").write_bytes(records)
    wanted = [ours("clean", name).stdout for name in ("in/a.txt", "in/d.jsonl")]
    done = ours("clean", "--diff", "in/a.txt", "in/d.jsonl")
    assert done.returncode == 0
    patch = subprocess.run(["patch", "-p1", "--binary"], input=done.stdout, cwd=tree, capture_output=True)
    assert patch.returncode == 0, patch.stdout
    assert [(tree / name).read_bytes() for name in ("in/a.txt", "in/d.jsonl")] == wanted


def test_processes_change_nothing_but_the_time(ours, tree):
    rng = random.Random(5)
    texts = ["Trang chủ\nMột.", "Hai.", "Ba\u200b."]
    rows = [json.dumps({"text": rng.choice(texts), "n": n, "pad": "x" * 900}) for n in range(1500)]
    rows[17] = "broken"
    rows[1200] = '{"text": "' + "dài " * 300_000 + '"}'
    (tree / "big.jsonl").write_text("\n".join(rows), encoding="utf-8")
    one = ours("clean", "big.jsonl", "--removed", "audit1")
    three = ours("clean", "big.jsonl", "--removed", "audit3", "-j3")
    assert one.returncode == three.returncode == 1
    assert one.stdout == three.stdout
    assert one.stderr == three.stderr
    assert (tree / "audit1").read_bytes() == (tree / "audit3").read_bytes()
    assert ours("clean", "in", "-j2", "-t", "jsonl").stdout == ours("clean", "in", "-t", "jsonl").stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["in/a.txt", "-o", "in/a.txt"], "would be written over"),
        (["in", "-o", "in"], "would be written over"),
        (["in/a.txt", "in/b/../a.txt", "-o", "out/"], "would both be written"),
        (["in/a.txt", "in/d.jsonl"], "several forms"),
        (["in/a.txt", "-i", "-o", "x"], "-o has no meaning"),
        (["in/a.txt", "--removed", "in/a.txt"], "would be written over"),
        (["in/a.txt", "-o", "in/notes.md/x/y"], "in/notes.md/x/y: cannot be written: "),
        (["in/a.txt", "-o", "in/notes.md/x/y"], "in/notes.md is no folder"),
    ],
)
def test_nothing_is_written_over(ours, tree, arguments, word):
    before = contents(tree)
    done = ours("clean", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert word in done.stderr.decode()
    assert contents(tree) == before


def test_one_bad_file_does_not_stop_the_others(ours, tree, clean):
    (tree / "bad.txt").write_bytes(b"\x89PNG\r\n")
    whole = gzip.compress(b'{"text": "Trang"}\n' * 5000)
    (tree / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    done = ours("clean", "bad.txt", "in/a.txt", "--removed", "audit")
    assert (done.returncode, done.stdout) == (1, clean)
    assert "bad.txt: this is a PNG image" in done.stderr.decode()
    assert json.loads((tree / "audit").read_bytes().splitlines()[0])["rule"] == "cleaner#skipped"
    assert ours("clean", "in/a.txt", "nothing.txt").returncode == 2
    cut = ours("clean", "-i", "cut.jsonl.gz")
    assert cut.returncode in (1, 2)
    assert b"cut short" in cut.stderr
    assert (tree / "cut.jsonl.gz").read_bytes() == whole[: len(whole) // 2]
    done = ours("clean", "bad.txt", "-o", "out.txt")
    assert done.returncode == 2
    assert not (tree / "out.txt").exists()


def test_a_page_comes_back_as_the_lines_that_were_taken_from_it(ours, cleaner, tree):
    page = "<!doctype html><title>T</title><div>Trang chủ</div><div>Một câu.</div>"
    (tree / "a.html").write_text(page, encoding="utf-8")
    done = ours("clean", "a.html", "-o", "out/", "--removed", "audit")
    assert done.returncode == 0, done.stderr
    assert "Trang chủ" not in (tree / "out/a.txt").read_text(encoding="utf-8")
    back = cleaner("restore", "out/a.txt", "--removed", "audit")
    assert back.stdout.decode().split("\n") == ["T", "Trang chủ", "Một câu."]
    assert b"was a page" in back.stderr


@pytest.mark.parametrize(
    ("row", "flags"),
    [
        ({"source": "bao.test"}, []),
        ({"metadata": {"url": "https://bao.test/a"}}, []),
        ({"metadata": {"source": "bao.test"}}, []),
        ({"m": {"u": "https://www.bao.test/"}}, ["--url-field", "m.u"]),
        ({"link": "https://www.bao.test/"}, ["--url-field", "link"]),
        ({}, ["--url", "https://www.bao.test/"]),
    ],
)
def test_a_record_says_where_it_is_from(cleaner, rules, row, flags):
    data = json.dumps({**row, "text": "Trang chủ\nMột câu."}).encode()
    done = cleaner("--rules", rules, *flags, stdin=data)
    assert json.loads(done.stdout) == {**row, "text": "Một câu."}


def test_rejects_in_place_leave_the_file(ours, tree):
    (tree / "a.jsonl").write_bytes(b'{"text": "a"}\nbroken\n')
    done = ours("clean", "-i", "a.jsonl", "--rejects", "bad")
    assert (done.returncode, b"a.jsonl: 1 skipped\n" in done.stderr) == (1, True)
    assert (tree / "a.jsonl").read_bytes() == b'{"text": "a"}\n'
    assert (tree / "bad").read_bytes() == b"broken\n"


def test_an_output_inside_the_input_is_no_input(ours, tree):
    for _ in range(2):
        assert ours("clean", "in", "-o", "in/out").returncode == 0
    assert not (tree / "in/out/out").exists()


def test_an_empty_shard_stays_one(ours, tree):
    (tree / "empty.jsonl").write_bytes(b"")
    (tree / "empty.txt").write_bytes(b"")
    assert ours("clean", "empty.jsonl", "-o", "out/").returncode == 0
    assert (tree / "out/empty.jsonl").read_bytes() == b""
    assert ours("clean", "-i", "empty.txt", "empty.jsonl").returncode == 0
    assert ours("check", "empty.txt", "empty.jsonl").returncode == 0


def test_a_json_file(ours, tree):
    (tree / "a.json").write_bytes('{\n  "n": 1e5,\n  "text": "Trang chủ\\nMột."\n}\n'.encode())
    assert ours("clean", "a.json", "--removed", "audit").stdout == '{   "n": 1e5,   "text": "Một." }\n'.encode()
    assert ours("clean", "a.json", "-o", "out/").returncode == 0
    assert (tree / "out/a.json").read_bytes() == '{\n  "n": 1e5,\n  "text": "Một."\n}\n'.encode()


def test_annotate(ours, cleaner, tree):
    (tree / "a.jsonl").write_bytes('{"text": "Trang chủ\\nMột.", "title": "T", "x": 1e5}\n'.encode())
    done = ours("clean", "a.jsonl", "--annotate", "--removed", "audit")
    row = json.loads(done.stdout)
    assert list(row) == ["text", "title", "x", "source", "meta", "clean"]
    assert (row["title"], row["source"], row["clean"]["removed_lines"]) == ("T", "bao.test", 1)
    assert b"1e5" in done.stdout
    (tree / "out.jsonl").write_bytes(done.stdout)
    assert ours("clean", "out.jsonl").stdout == done.stdout
    assert cleaner("restore", "out.jsonl", "--removed", "audit").stdout == (tree / "a.jsonl").read_bytes()
