"""`--summary`: the figures of a run for programs."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def rows(tmp_path):
    texts = ["Trang chủ\nMột câu.", "Hai câu.", ""]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts) + "no json\n"
    (tmp_path / "rows.jsonl").write_text(lines, "utf-8")
    return tmp_path / "rows.jsonl"


def test_it_holds_what_the_run_counted(ours, tmp_path, rows):
    done = ours("clean", "rows.jsonl", "-o", "out.jsonl", "--summary", "sum.json")
    made = json.loads((tmp_path / "sum.json").read_text("utf-8"))
    assert (made["complete"], made["exit_code"]) == (True, done.returncode) == (True, 1)
    counts = made["counts"]
    wanted = {"documents": 3, "changed": 1, "skipped": 1, "flagged": 1, "labels": {"menu": 1}}
    assert {name: counts[name] for name in wanted} == wanted
    assert (made["lines_removed"], made["bytes"]) == (1, rows.stat().st_size)
    assert made["share_removed"] == round(len("Trang chủ") / len("Trang chủMột câu.Hai câu."), 6)
    assert made["seconds"] >= 0
    assert len(made["rules"]) == 32


def test_it_is_the_same_for_any_number_of_processes_and_for_check(ours, tmp_path, rows):
    found = []
    for arguments in (["clean", "-j", "1"], ["clean", "-j", "2"], ["check", "-q"]):
        ours(*arguments, "rows.jsonl", "--summary", "sum.json")
        found.append(json.loads((tmp_path / "sum.json").read_text("utf-8"))["counts"])
    assert found[0] == found[1] == found[2]


def test_a_run_that_is_broken_off_says_so(ours, tmp_path, rows, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.cli.clean.Run._take", interrupted)
    assert ours("clean", "rows.jsonl", "-o", "out.jsonl", "--summary", "sum.json").returncode == 130
    made = json.loads((tmp_path / "sum.json").read_text("utf-8"))
    assert (made["complete"], made["exit_code"]) == (False, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--summary", "rows.jsonl"], b"written over"),
        (["--summary", "-"], b"standard output is for documents"),
        (["--summary", "out.jsonl"], b"written over"),
        (["--summary", "x.jsonl", "--removed", "x.jsonl"], b"written over"),
        (["--summary", "rows.jsonl/x.json"], b"cannot be written"),
    ],
)
def test_it_is_written_over_nothing(ours, tmp_path, rows, arguments, words):
    before = rows.read_bytes()
    done = ours("clean", "rows.jsonl", "-o", "out.jsonl", *arguments)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert rows.read_bytes() == before
    assert not (tmp_path / "out.jsonl").exists(), "it is told before anything is done"


def test_one_among_documents_is_none(ours, tmp_path, rows):
    ours("clean", "rows.jsonl", "-o", "out.jsonl", "--summary", "sum.json")
    rows.unlink()
    done = ours("clean", ".", "-t", "jsonl")
    assert done.stdout == (tmp_path / "out.jsonl").read_bytes()
