"""Inputs out of a list: `--files-from`."""

from __future__ import annotations

import pytest


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def tree(tmp_path, dirty):
    for name in ("a/x.txt", "b/x.txt", "bài báo 1.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(dirty)
    return tmp_path


NAMES = ["a/x.txt", "bài báo 1.txt", "b/x.txt"]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\0", "\n\n"])
@pytest.mark.parametrize("stdin", [False, True])
def test_a_list_of_names(ours, tree, clean, dirty, between, stdin):
    data = (between.join(NAMES) + between).encode()
    (tree / "list").write_bytes(data)
    done = ours("clean", "-i", "--files-from", "-" if stdin else "list", stdin=data if stdin else b"")
    assert done.returncode == 0, done.stderr
    assert [(tree / name).read_bytes() for name in NAMES] == [clean] * 3
    assert (tree / "c.txt").read_bytes() == dirty


def test_it_adds_to_the_paths_and_mirrors_folders(ours, tree, clean):
    (tree / "list").write_text("a/x.txt\nb/x.txt\n", "utf-8")
    done = ours("clean", "c.txt", "--files-from", "list", "-o", "out/")
    assert done.returncode == 0, done.stderr
    assert [(tree / "out" / name).read_bytes() for name in ("a/x.txt", "b/x.txt", "c.txt")] == [clean] * 3


@pytest.mark.parametrize(
    ("data", "arguments", "word"),
    [
        (b"", ["--files-from", "list"], "list: names no file"),
        (b"\n\n", ["--files-from", "list"], "list: names no file"),
        (b"a/x.txt\nno.txt\n", ["--files-from", "list"], "no.txt: no such file"),
        (b"-\n", ["--files-from", "list"], "names standard input"),
        (b"", ["--files-from", "nothing"], "nothing: no such file"),
        (b"", ["-", "--files-from", "-"], "standard input cannot be"),
        (b"a/x.py\n", ["--files-from", "list"], "is code"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(ours, tree, data, arguments, word):
    (tree / "list").write_bytes(data)
    (tree / "a/x.py").write_bytes(b"x\n")
    done = ours("check", *arguments)
    assert done.returncode == 2
    assert word in done.stderr.decode()


def test_a_list_belongs_to_a_call(cleaner, tree):
    (tree / "cleaner.toml").write_text('files-from = "list"\n', "utf-8")
    assert b"belongs on the command line" in cleaner("c.txt").stderr


@pytest.mark.parametrize(
    "given", [["--drop", "caption,lead"], ["--drop", "caption, lead"], ["--drop=caption", "--drop=lead"]]
)
def test_labels_may_have_commas_between_them(ours, given):
    text = "Một câu thân bài kết thúc bằng dấu chấm.\nẢnh: Lan\n".encode()
    assert b"Lan" not in ours("clean", *given, stdin=text).stdout
    done = ours("clean", "--drop", "caption,nothing", stdin=text)
    assert (done.returncode, b"unknown label 'nothing'" in done.stderr) == (2, True)
