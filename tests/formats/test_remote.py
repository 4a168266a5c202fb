"""Files elsewhere: read and written through fsspec, here with the file system that it keeps in memory."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys

import fsspec
import pytest
from pyarrow import parquet

from cleaner.cli.app import call
from cleaner.errors import InputError
from cleaner.formats import remote
from cleaner.formats.streams import open_input, read_all

DIRTY = "Theo dõi vov.vn trên\nMột câu.\n"
RECORD = json.dumps({"url": "https://vov.vn/a", "text": DIRTY}, ensure_ascii=False).encode() + b"\n"


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    system.pipe("/in/a.jsonl", RECORD * 3)
    system.pipe("/in/sub/b.jsonl.gz", gzip.compress(RECORD))
    system.pipe("/in/c.txt", DIRTY.encode())
    system.pipe("/in/notes.md", b"left alone")
    system.pipe("/in/.hidden/d.txt", b"left alone")
    return system


def run(*arguments: str) -> int:
    return call(["clean", *arguments])


def test_a_file_is_read_and_written(memory):
    assert run("memory://in/a.jsonl", "-o", "memory://out/new/a.jsonl.gz") == 0
    made = gzip.decompress(memory.cat("/out/new/a.jsonl.gz")).splitlines()
    assert [json.loads(line)["text"] for line in made] == ["Một câu."] * 3


def test_a_folder_is_mirrored(memory, capsys):
    assert run("memory://in", "-o", "memory://out/") == 0
    assert "5 documents, 5 changed" in capsys.readouterr().err
    assert sorted(memory.find("/out")) == ["/out/a.jsonl", "/out/c.txt", "/out/sub/b.jsonl.gz"]
    assert run("memory://in", "-o", "memory://other", "-f", "text", "--include", "*.md", "-t", "jsonl") == 0
    assert memory.find("/other") == ["/other/notes.jsonl"]
    assert run("memory://in", "--exclude", "sub", "--exclude", "*.jsonl", "-o", "memory://third/") == 0
    assert memory.find("/third") == ["/third/c.txt"]


def test_a_folder_is_fetched(memory, tmp_path, capsys):
    assert run("memory://in", "-o", f"{tmp_path}/out/") == 0
    assert sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file()) == [
        "a.jsonl",
        "b.jsonl.gz",
        "c.txt",
    ]
    assert run("memory://in", "-o", f"{tmp_path}/out/", "--resume") == 2
    assert "all on this machine" in capsys.readouterr().err


def test_from_here_to_there_and_back_as_a_table(memory, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(RECORD)
    assert run(str(tmp_path / "a.jsonl"), "-o", "memory://out/a.parquet") == 0
    found = parquet.read_table(io.BytesIO(memory.cat("/out/a.parquet")))
    assert found.column("text").to_pylist() == ["Một câu."]
    assert run("memory://out/a.parquet", "-o", str(tmp_path / "b.jsonl")) == 0
    assert json.loads((tmp_path / "b.jsonl").read_bytes())["text"] == "Một câu."


def test_what_is_wrong_is_told_with_its_path(memory, capsys, monkeypatch):
    assert run("memory://in/none.jsonl", "memory://in/a.jsonl", "-o", "memory://out/a.jsonl") == 2
    assert "memory://in/none.jsonl: no such file" in capsys.readouterr().err
    assert memory.cat("/out/a.jsonl").count(b"\n") == 3  # what can be read is
    for arguments, word in (
        (["-i", "memory://in/a.jsonl"], "-i changes files on this machine"),
        (["memory://in/a.jsonl", "--removed", "memory://x"], "name files on this machine"),
        (["memory://in/a.jsonl", "-o", "https://localhost/a.jsonl"], "the web can only be read"),
        (["nowhere://in/a.jsonl"], "nowhere"),
        (["memory://in/a.jsonl", "-o", "memory://in/a.jsonl"], "would be written over"),
    ):
        assert run(*arguments) == 2
        assert word in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(InputError, match=r"pip install 'fsspec"):
        open_input("memory://in/a.jsonl")


def test_nothing_is_sent_before_all_is_written(memory, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    memory.pipe("/in/cut.jsonl.gz", gzip.compress(RECORD * 9)[:11])
    assert run("memory://in/cut.jsonl.gz", "-o", "memory://out/cut.jsonl") == 2
    assert not memory.exists("/out/cut.jsonl")
    assert list(tmp_path.iterdir()) == []

    def fail(local: str, path: str) -> None:
        raise InputError(f"{path}: cannot be written: no room")

    monkeypatch.setattr("cleaner.formats.remote.upload", fail)
    assert run("memory://in/a.jsonl", "-o", "memory://out/a.jsonl") == 2
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_breaks_gives_what_came_before(memory, monkeypatch, capsys):
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 150:
                raise RuntimeError("connection\nreset")
            return super().read(min(size or 0, 80))

    monkeypatch.setattr(memory, "open", lambda *_: Breaking(RECORD * 9))
    monkeypatch.setattr(remote, "_at", lambda path: (memory, path))
    assert run("memory://in/a.jsonl", "-o", "memory://x") in (1, 2)
    assert "connection reset" in capsys.readouterr().err


def test_a_local_run_does_not_load_it(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(RECORD)
    code = (
        "import sys; from cleaner.cli.main import main; sys.argv = ['cleaner', 'clean', 'a.jsonl']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "names = {'fsspec', 'pyarrow', 'fastwarc', 'isal', 'backports', 'gzip', 'bz2', 'lzma'}\n"
        "print(*names & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.stderr.strip() == ""


def test_reading_on_the_way(memory):
    assert read_all("memory://in/sub/b.jsonl.gz") == RECORD
    assert remote.is_folder("memory://in")
    assert not remote.is_folder("memory://in/a.jsonl")
