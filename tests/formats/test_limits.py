"""What is too large is passed over with a reason, wherever it stands, and the rest goes on."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cleaner import clean
from tests.command import inside

LONG = b'{"text": "' + "Câu. ".encode() * 500_000 + b'"}'
SHORT = b'{"text": "A\\u0300."}\n'
CLEAN = b'{"text": "\\u00c0."}\n'


LIMIT = ("clean", "--max-document", "1")


def run(folder, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return inside(folder, *LIMIT, *arguments)


def piped(folder, data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "cleaner", *LIMIT], cwd=folder, capture_output=True, input=data)


@pytest.mark.parametrize("way", ["file", "pipe"])
def test_a_line_that_is_too_long_passes_through(tmp_path, way):
    data = SHORT * 2 + LONG + b"\n" + SHORT
    (tmp_path / "a.jsonl").write_bytes(data)
    done = run(tmp_path, "a.jsonl", "--removed", "audit") if way == "file" else piped(tmp_path, data)
    assert done.returncode == 1
    name = "a.jsonl" if way == "file" else "-"
    assert f"{name}:3: larger than 1 MB (--max-document allows more)" in done.stderr.decode()
    assert done.stdout == CLEAN * 2 + LONG + b"\n" + CLEAN
    if way == "file":
        (tmp_path / "out").write_bytes(done.stdout)
        assert inside(tmp_path, "restore", "out", "--removed", "audit").stdout == data


def test_a_line_that_is_too_long_among_files_and_for_the_rejects(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(LONG)
    (tmp_path / "b.jsonl").write_bytes(SHORT)
    assert run(tmp_path, "a.jsonl", "b.jsonl").stdout == LONG + b"\n" + CLEAN
    done = run(tmp_path, "b.jsonl", "a.jsonl", "--rejects", "bad", "-j2")
    assert done.stdout == CLEAN
    assert (tmp_path / "bad").read_bytes() == LONG


def test_a_text_a_page_and_a_json_object_that_are_too_large(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Tin. " * 300_000)
    (tmp_path / "b.html").write_bytes(b"<p>Tin. " * 200_000)
    (tmp_path / "c.json").write_bytes(b'{\n"text": "' + b"Tin. " * 300_000 + b'"}')
    (tmp_path / "d.txt").write_bytes(b"Tin.\n")
    done = run(tmp_path, "a.txt", "b.html", "c.json", "d.txt", "-t", "jsonl", "--removed", "audit")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["d.txt"]
    audit = [json.loads(line) for line in (tmp_path / "audit").read_bytes().splitlines()]
    skipped = [line for line in audit if line["rule"] == "cleaner#skipped"]
    assert [line["doc"] for line in skipped] == ["a.txt", "b.html", "c.json"]
    assert {line["text"] for line in skipped} == {"larger than 1 MB (--max-document allows more)"}


def test_json_that_is_too_deep(tmp_path):
    deep = b'{"text": "a", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
    (tmp_path / "a.jsonl").write_bytes(deep + SHORT)
    done = run(tmp_path, "a.jsonl")
    assert done.stdout == deep + CLEAN
    assert b"a.jsonl:1: not JSON: nested too deeply" in done.stderr


@pytest.mark.parametrize(
    ("module", "arguments", "message"),
    [
        ("fastwarc", ["a.warc"], "a.warc: a WARC file needs what is not installed: pip install 'fastwarc"),
        (
            "pyarrow",
            ["a.parquet"],
            "a Parquet file needs what is not installed: pip install 'pyarrow",
        ),
        ("pyarrow", ["a.txt", "-o", "out.parquet"], "a Parquet file needs what is not installed: pip install"),
        (
            "fsspec",
            ["s3://a/b.txt"],
            "s3://a/b.txt: a remote path needs what is not installed: pip install 'fsspec",
        ),
    ],
)
def test_an_extra_that_is_not_there_is_named(tmp_path, module, arguments, message):
    for name, data in (("a.warc", b"WARC/1.0\r\n"), ("a.parquet", b"PAR1"), ("a.txt", b"Tin.\n")):
        (tmp_path / name).write_bytes(data)
    code = (
        f"import sys; sys.modules[{module!r}] = None; sys.argv[1:] = {['clean', *arguments]!r}\n"
        "from cleaner.cli.main import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.parquet").exists()


def test_so_many_short_lines_that_they_would_fill_the_memory_stay_as_they_are(tmp_path):
    many = "a\u0300 \n" * 100_001
    record = json.dumps({"text": many.rstrip("\n")}).encode() + b"\n"
    (tmp_path / "a.txt").write_text(many, "utf-8")
    (tmp_path / "b.jsonl").write_bytes(record + SHORT)
    done = inside(tmp_path, "clean", "a.txt")
    assert (done.returncode, done.stdout) == (0, many.encode())
    assert "a.txt: flagged: limits: 100,001 lines of 3 characters on average" in done.stderr.decode()
    done = inside(tmp_path, "clean", "b.jsonl")
    assert (done.returncode, done.stdout) == (0, record + CLEAN)
    assert "b.jsonl:1: flagged: limits: 100,001 lines" in done.stderr.decode()


def test_empty_lines_are_not_counted_among_them():
    assert clean("à \n" + "\n" * 300_000 + "b").text == "à\n\nb"


@pytest.mark.parametrize("large", [[0], [1], [3], [0, 1], [1, 3], [0, 1, 2, 3]], ids=str)
@pytest.mark.parametrize("rejects", [False, True], ids=["", "rejects"])
@pytest.mark.parametrize("indent", [None, 1])
def test_an_element_that_is_too_large_costs_no_other(tmp_path, large, rejects, indent):
    """It stays where it is, and what follows it is cleaned; with the audit all comes back."""
    dirty, clean = (
        json.dumps([{"text": letter + "x" * (1_100_000 * (at in large))} for at in range(4)], indent=indent).encode()
        for letter in ("A\u0300", "\u00c0")
    )
    (tmp_path / "a.json").write_bytes(dirty)
    more = ["--rejects", "bad"] if rejects else []
    done = inside(tmp_path, "clean", "-i", "a.json", "--max-document", "1", "--removed", "audit", *more)
    assert done.stderr.count(b"larger than 1 MB") == len(large)
    found, wanted, was = (json.loads(data) for data in ((tmp_path / "a.json").read_bytes(), clean, dirty))
    assert found == [was[at] if at in large else wanted[at] for at in range(4)]
    assert inside(tmp_path, "restore", "a.json", "--removed", "audit", "-o", "back").returncode == 0
    assert (tmp_path / "back").read_bytes() == dirty


def test_a_row_that_is_too_large_is_undone_with_the_others(tmp_path):
    """Its lines are one row, to the run as to `restore`, however many of them there are."""
    large = "x" * 1_100_000
    table = f'id,text\n1,"A\u0300."\n2,"{large}\n\nMột.\n"\n3,"Hai.\n{large}"\n4,E\u0300.\n'.encode()
    (tmp_path / "a.csv").write_bytes(table)
    done = inside(tmp_path, "clean", "-i", "a.csv", "--max-document", "1", "--removed", "audit")
    assert (done.returncode, done.stderr.count(b"larger than 1 MB")) == (1, 2)
    assert (tmp_path / "a.csv").read_text("utf-8").count(large) == 2
    assert "\u00c0." in (tmp_path / "a.csv").read_text("utf-8")
    assert "\u00c8." in (tmp_path / "a.csv").read_text("utf-8")
    assert inside(tmp_path, "restore", "a.csv", "--removed", "audit", "-o", "back").returncode == 0
    assert (tmp_path / "back").read_bytes() == table
