"""Files are old or new, never half."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time

import pytest

from cleaner.errors import InputError
from cleaner.formats.files import NewFile
from cleaner.formats.folders import Selection, walk
from cleaner.formats.streams import open_input, read_all


def test_nothing_is_there_before_the_commit(tmp_path):
    path = tmp_path / "new" / "a.txt"
    file = NewFile(str(path))
    file.write(b"abc")
    assert not path.exists()
    file.commit()
    assert path.read_bytes() == b"abc"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_an_error_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail() -> None:
        with NewFile(str(path)) as file:
            file.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_mode_owner_and_link_stay(tmp_path):
    path, link = tmp_path / "a.txt", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o604)
    link.symlink_to("a.txt")
    if os.geteuid() == 0:
        os.chown(path, 12, 34)
    before = path.stat()
    with NewFile(str(link)) as file:
        file.write(b"new")
    after = path.stat()
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path):
    old = os.umask(0o027)
    try:
        with NewFile(str(tmp_path / "a")) as file:
            file.write(b"x")
    finally:
        os.umask(old)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_gzip_out_is_the_same_at_any_time(tmp_path):
    for name in ("a.gz", "b.gz"):
        with NewFile(str(tmp_path / name)) as file:
            file.write(b"abc" * 1000)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert read_all(str(tmp_path / "a.gz")) == b"abc" * 1000


KILLED = """
import sys
from cleaner.formats.files import NewFile
print(flush=True)
while True:
    for letter in b"ab":
        with NewFile("a.txt") as file:
            for _ in range(50):
                file.write(bytes([letter]) * 1000)
"""


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    path = tmp_path / "a.txt"
    for wait in (0.02, 0.05, 0.08):
        path.write_bytes(b"o" * 50_000)
        process = subprocess.Popen([sys.executable, "-c", KILLED], cwd=tmp_path, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        data = path.read_bytes()
        assert len(data) == 50_000
        assert len(set(data)) == 1


def test_reading(tmp_path):
    (tmp_path / "x").write_bytes(gzip.compress(b"abc"))
    assert read_all(str(tmp_path / "x")) == b"abc"  # by its bytes, whatever its name
    for bad, why in ((tmp_path / "no", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=why):
            open_input(str(bad))
    (tmp_path / "y").write_bytes(gzip.compress(os.urandom(9999))[:-9])
    with pytest.raises(InputError, match="cut short"):
        read_all(str(tmp_path / "y"))
    damaged = bytearray(gzip.compress(os.urandom(9999)))
    damaged[5000] ^= 255
    (tmp_path / "z").write_bytes(damaged)
    with pytest.raises(InputError, match="damaged"):
        read_all(str(tmp_path / "z"))


def test_a_walk_is_sorted_and_leaves_out_what_is_hidden(tmp_path):
    for name in ("b.txt", "a/c.jsonl.gz", "a/.x.txt", ".git/d.txt", "CVS/e.txt", "f.md", "g.HTM"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "h.txt").symlink_to("f.md")
    found = [os.path.relpath(path, tmp_path) for path in walk(str(tmp_path))]
    assert found == ["a/c.jsonl.gz", "b.txt", "g.HTM", "h.txt"]
    assert "f.md" in [os.path.relpath(path, tmp_path) for path in walk(str(tmp_path), Selection(every=True))]
