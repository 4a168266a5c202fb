"""No input and no option gives a traceback: what is foreseen has its message, what is not says what to report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.errors import unexpected
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker
from cleaner.settings import Settings
from tests.command import inside
from tests.tasks import file_task, records_task

TEXT = "Hà Nội có mưa.\n"
DEEP = "[" * 200_000
MANIFEST = {
    "input": "a.txt", "size": 17, "digest": "0" * 32, "output": "a.txt", "written": 17,
    "cleaner": "0.1.0", "rules": "", "settings": {}, "counts": {},
}  # fmt: skip

ODD = (5, "x", None, [1], {"labels": [1]}, -1)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name in ("a.txt", "docs/a.txt", "docs/b\udcff.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    rows = [{"text": TEXT, 'a"b': TEXT, "a\\b": "https://a.test/"}, {"text": 5}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


CALLS = {
    "a quote in a field": ("clean", "--text-field", 'a"b', "a.jsonl"),
    "a backslash in a field": ("clean", "--url-field", "a\\b", "a.jsonl"),
    "a control in a field": ("clean", "--text-field", "a\nb", "a.jsonl"),
    "a byte in a field": ("clean", "--text-field", "a\udcff", "a.jsonl"),
    "no field": ("clean", "--text-field", "", "--url-field", "", "a.jsonl"),
    "a dotted field": ("clean", "--text-field", "..", "--url-field", ".", "a.jsonl"),
    "a byte in a name": ("clean", "docs/b\udcff.txt", "-t", "jsonl", "--removed", "audit"),
    "a byte in a folder": ("clean", "docs", "-o", "out", "-t", "jsonl", "--removed", "audit"),
    "a byte in a check": ("check", "--format", "json", "docs"),
    "a byte in an explain": ("explain", "--format", "json", "docs/b\udcff.txt"),
    "a byte in a report": ("report", "docs", "-o", "page.html"),
    "a byte in a source": ("clean", "-s", "a\udcff", "a.txt"),
    "a byte in an address": ("clean", "--url", "https://a\udcff/", "a.txt"),
    "a byte in a label": ("clean", "--drop", "\udcff", "a.txt"),
    "a byte in rules": ("rules", "lint", "b\udcff.yaml"),
    "a byte in a pattern": ("clean", "--include", "\udcff", "docs", "-o", "out"),
    "a nought in a number": ("clean", "-j", "\u0664", "a.txt"),
    "a long number": ("clean", "-j", "9" * 5000, "a.txt"),
    "a long name": ("clean", "a" * 5000),
    "a long output": ("clean", "a.txt", "-o", "a" * 5000),
    "an odd address": ("clean", "--url", "http://[::1", "a.txt"),
    "an odd remote": ("clean", "nowhere://a/b"),
    "an output in a file": ("clean", "a.txt", "-o", "a.txt/b.txt"),
    "an audit in a file": ("clean", "a.txt", "--removed", "a.txt/audit"),
    "a folder as an audit": ("clean", "a.txt", "--removed", "docs"),
    "a folder as settings": ("clean", "a.txt", "--config", "docs"),
}


@pytest.mark.parametrize("name", CALLS)
def test_calls(here, name):
    done = inside(here, *CALLS[name])
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
    assert b"mistake in cleaner" not in done.stderr, done.stderr


@pytest.mark.parametrize(
    "line",
    [
        DEEP,
        "[1]",
        "5",
        '"a"',
        "null",
        *(
            json.dumps({**MANIFEST, key: value})
            for key in MANIFEST
            for value in (5, "x", None, [1], {"labels": [1]}, -1)
        ),
        json.dumps({**MANIFEST, "counts": {"documents": {"a": 1}, "labels": 5}}),
        json.dumps({**MANIFEST, "output": "a\x00b"}),
        json.dumps({**MANIFEST, "output": "\ud800"}),
        json.dumps({**MANIFEST, "output": "../" * 3000}),
    ],
)
def test_manifests_and_audits_of_a_stranger(here, line):
    (here / "out").mkdir()
    (here / "out/.cleaner-manifest.jsonl").write_text(f"{line}\n", "utf-8")
    (here / "out/.a.txt.cleaner.json").write_text(line, "utf-8")
    (here / "audit").write_text(f"{line}\n", "utf-8")
    done = inside(here, "clean", "docs", "-o", "out", "--resume", "--removed", "audit")
    assert done.returncode == 0, done.stderr
    assert (here / "out/a.txt").read_text("utf-8") == TEXT
    (here / "audit").write_text(f"{line}\n", "utf-8")
    done = inside(here, "restore", "a.txt", "--removed", "audit")
    assert done.returncode == 2
    assert b"audit:1: " in done.stderr
    assert b"mistake in cleaner" not in done.stderr


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("clean", "--show-settings"), ("clean", "a.txt")])
def test_a_device_that_is_full(here, arguments):
    if not Path("/dev/full").exists():
        pytest.skip("no such device")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "cleaner", *arguments]
        done = subprocess.run(command, cwd=here, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"cleaner: error: output: no space left on device\n")


def test_a_column_that_is_not_utf8(here):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    texts = pa.array([TEXT.encode(), b"a\xff", b"Ha\xcc\x80 N\xe1\xbb\x99i."]).cast(pa.string(), safe=False)
    odd = pa.array([b"x", b"\xfe", b"y"]).cast(pa.string(), safe=False)
    table = pa.table({"text": texts, "url": odd, "metadata": pa.StructArray.from_arrays([odd, odd], ["title", "b"])})
    parquet.write_table(table, here / "docs/c.parquet")
    done = inside(here, "clean", "docs", "-o", "out")
    assert done.returncode == 1
    assert b"docs/c.parquet:2: 'text' is not UTF-8 (byte 2)" in done.stderr
    assert sorted(path.name for path in (here / "out").glob("[!.]*")) == ["a.txt", "b\udcff.txt", "c.parquet"]
    made = parquet.read_table(here / "out/c.parquet")
    assert made.column("text").cast(pa.binary()).to_pylist() == [TEXT.strip().encode(), b"a\xff", "Hà Nội.".encode()]
    assert made.column("url").cast(pa.binary()).to_pylist() == [b"x", b"\xfe", b"y"]
    done = inside(here, "clean", "docs/c.parquet", "-t", "jsonl", "--text-field", "url", "--annotate")
    assert (done.returncode, done.stdout.count(b"\n")) == (1, 3), done.stderr


class Broken:
    """A cleaner that fails where nobody expects it."""

    def __init__(self, cleaner: object) -> None:
        self._cleaner = cleaner

    def clean_many(self, documents):
        if any("hỏng" in document.text for document in documents):
            raise KeyError("never heard of")
        return self._cleaner.clean_many(documents)


def test_what_nobody_foresaw_costs_one_document():
    worker = Worker(Options(removed="audit", settings=Settings(source="none")))
    worker.cleaner = Broken(worker.cleaner)
    lines = [json.dumps({"text": "hỏng" if at in (3, 17) else f"Câu {at}."}).encode() + b"\n" for at in range(20)]
    outcome = worker.do(records_task(lines))
    assert outcome.documents == lines
    assert (outcome.tally.documents, outcome.tally.skipped, outcome.failed) == (18, 2, False)
    assert [problem.partition(": unexpected KeyError: 'never heard of'")[0] for problem in outcome.problems] == [
        "a.jsonl:4", "a.jsonl:18",
    ]  # fmt: skip
    assert [json.loads(told)["position"] for told in outcome.audit] == [4, 18]
    outcome = worker.do(file_task("hỏng".encode()))
    assert outcome.failed
    assert "a.txt: unexpected KeyError" in outcome.problems[0]


def test_what_nobody_foresaw_is_told_without_a_traceback(here, monkeypatch):
    def broken(*_: object) -> int:
        raise RuntimeError("no\nway")

    monkeypatch.setattr("cleaner.cli.clean.Run", broken)
    done = inside(here, "clean", "a.txt")
    assert done.returncode == 2
    assert b"unexpected RuntimeError: no way (cli/main.py:" in done.stderr
    assert b"please report it" in done.stderr
    assert b"Traceback" not in done.stderr
    assert "unexpected RecursionError" in unexpected(RecursionError())


def test_the_name_of_a_file_is_any_bytes(here):
    done = inside(here, "clean", "-i", "--removed", "audit", "docs")
    assert done.returncode == 0, done.stderr
    (here / "docs/b\udcff.txt").rename(here / "docs/\udcfe\n\x1b.txt")
    (here / "docs/\udcfe\n\x1b.txt").write_text("Ha\u0300 Nội\n", "utf-8")
    assert inside(here, "clean", "-i", "--removed", "audit2", "docs").returncode == 0
    done = inside(here, "restore", "docs", "--removed", "audit2", "-o", "back")
    assert done.returncode == 0, done.stderr
    assert (here / "back/\udcfe\n\x1b.txt").read_text("utf-8") == "Ha\u0300 Nội\n"
