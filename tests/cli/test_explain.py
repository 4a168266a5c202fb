"""`explain`: each line with its fate and its owner."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from cleaner.html.reader import DRIFT, LISTING, UNSURE
from cleaner.model import FLAGS
from cleaner.rules.engine import LIMITS
from cleaner.text.decoding import LEGACY


@pytest.fixture
def cleaner(called):
    return called


@pytest.fixture
def page(tmp_path, dirty) -> str:
    (tmp_path / "a.txt").write_bytes(dirty + "Vie\u0323\u0302t \x1b]0;x\x07Nam.\n".encode())
    return "a.txt"


def test_plain_in_a_pipe(ours, page, rules):
    done = ours("explain", page)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "\x1b" not in shown
    assert "\x07" not in shown
    lines = shown.splitlines()
    assert lines[0].split() == ["document:", "a.txt"]
    assert "bao.test (source given)" in lines[1]
    table = [line.split(maxsplit=3) for line in lines if line[:2].strip().isdigit() and "lines:" not in line]
    fates = {"1": "drop", "2": "meta", "5": "trim", "6": "keep", "7": "repair"}
    assert {number: fate for number, fate, *_ in table} == fates
    assert table[0][2:] == ["menu", table[0][3]]
    assert table[0][3].split() == ["bao.test#menu", f"{rules}:7", "Trang", "chủ"]
    column = {
        line.index(text) for line in lines for text in ("Trang chủ", "[-(BT) - -]Một", "Ảnh: Lan") if text in line
    }
    assert len(column) == 1
    assert "5 lines: " in shown


def test_json_for_programs(ours, page, rules):
    done = ours("explain", "--format", "json", page)
    told = json.loads(done.stdout)
    assert (told["id"], told["source"], told["meta"]) == ("a.txt", "bao.test", {"published": "11:26 | 13/01/2025"})
    assert told["counts"] == {"drop": 1, "meta": 1, "trim": 1, "keep": 1, "repair": 1}
    first, _, cut, _, repaired = told["lines"]
    assert (first["line"], first["fate"], first["label"], first["rule"]) == (1, "drop", "menu", "bao.test#menu")
    assert first["at"] == f"{rules}:7"
    assert cut["kept"] == "Một câu thân bài kết thúc bằng dấu chấm."
    assert repaired["rule"].startswith("text#")


def test_colours_on_demand(ours, page):
    shown = ours("explain", "--color", "always", page, COLUMNS="100").stdout.decode()
    assert "\x1b[" in shown
    assert "\x1b]0" not in shown
    assert "drop" in shown
    assert ours("explain", page, NO_COLOR="1").stdout == ours("explain", "--color", "never", page).stdout


@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_every_width_shows_the_rule_and_its_place(ours, tmp_path, dirty, rules, width):
    (tmp_path / "a.txt").write_bytes(dirty.replace(b"Lan", b"Lan " * 80))
    shown = ours("explain", "--color", "always", "a.txt", COLUMNS=str(width)).stdout.decode()
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).split("\n")
    assert max(map(len, lines)) <= width
    assert sum(line.rstrip().endswith("bao.test.yaml:7") for line in lines) == 1, "the place is whole"
    assert sum("#menu" in line for line in lines) == 1


def test_records_and_standard_input(cleaner, rules, dirty):
    rows = b"".join(
        json.dumps({"id": n, "url": "https://bao.test/", "text": dirty.decode()}).encode() + b"\n" for n in (1, 2)
    )
    done = cleaner("explain", "-", "--rules", rules, "--format", "json", stdin=rows + b"broken\n")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2"]
    assert b"-:3: not JSON" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ((), [1, 2, 5, 6, 7]),
        (("--only", "removed"), [1, 5]),
        (("--only", "kept"), [5, 6, 7]),
        (("--only", "meta"), [2]),
        (("--only", "unowned"), [7]),
        (("--rule", "bao.test#menu"), [1]),
        (("--rule", "#caption"), [6]),
        (("--rule", "caption", "--only", "removed"), []),
        (("--rule", "other.test#menu"), []),
    ],
)
def test_lines_can_be_chosen(ours, page, arguments, numbers):
    told = json.loads(ours("explain", "--format", "json", page, *arguments).stdout)
    assert [line["line"] for line in told["lines"]] == numbers
    done = ours("explain", page, *arguments)
    if numbers:
        assert ("5 lines:" if not arguments else f"{len(numbers)} of 5 lines") in done.stdout.decode()
    else:
        assert (done.stdout, b"1 document without such a line" in done.stderr) == (b"", True)


def test_of_many_documents_only_those_with_such_a_line_are_shown(ours, tmp_path):
    rows = [{"id": "a", "text": "Một câu."}, {"id": "b", "text": "Trang chủ\nHai câu."}, {"id": "c", "text": "Ba câu."}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = ours("explain", "rows.jsonl", "--rule", "#menu")
    assert re.findall(r"^document: +(.*)$", done.stdout.decode(), re.M) == ["b"]
    assert b"2 documents without such a line" in done.stderr


def test_what_the_fates_mean_is_told(ours, page):
    last = ours("explain", page).stdout.decode().rstrip().splitlines()[-1]
    assert last.startswith("keep stays; drop leaves the text; meta becomes metadata; trim loses what is marked; repair")
    assert ours("explain", page, "--only", "meta").stdout.decode().rstrip().endswith("\nmeta becomes metadata")


def test_one_record_can_be_chosen(ours, tmp_path):
    rows = [{"id": "x7", "text": "Một."}, {"text": "Hai."}, {"id": "1", "text": "Ba."}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    def text_of(record):
        done = ours("explain", "rows.jsonl", "--record", record, "--format", "json")
        return [line["text"] for line in json.loads(done.stdout)["lines"]]

    assert text_of("x7") == ["Một."]
    assert text_of("2") == text_of("rows.jsonl:2") == ["Hai."]
    assert text_of("1") == ["Ba."], "an id goes before a number"
    done = ours("explain", "rows.jsonl", "--record", "9")
    assert (done.returncode, b"no record has this id or number, of 3" in done.stderr) == (2, True)


def test_what_else_it_might_have_been_is_told(cleaner, tmp_path):
    (tmp_path / "a.txt").write_text("Theo dõi thoidai.com.vn trên\nMột câu.\n", "utf-8")
    done = cleaner("explain", "a.txt", "--url", "https://vov.vn/a", "--format", "json")
    told = json.loads(done.stdout)
    assert told["source"] == "vov.vn"
    assert [one["source"] for one in told["others"]] == ["thoidai.com.vn"]
    shown = cleaner("explain", "a.txt", "--source", "vtv.vn").stdout.decode()
    assert "perhaps:   thoidai.com.vn (1 fingerprint: " in shown


@pytest.mark.parametrize(("arguments", "environ", "paged"), [
    ((), {"PAGER": "tr a-z A-Z"}, True),
    (("--no-pager",), {"PAGER": "tr a-z A-Z"}, False),
    (("--format", "json"), {"PAGER": "tr a-z A-Z"}, False),
    ((), {"PAGER": "cat"}, False),
    ((), {"PAGER": "no-such-pager"}, False),
    ((), {"PAGER": "tr a-z A-Z", "TERM": "dumb"}, False),
    ((), {"PAGER": "head -n 1"}, None),
])  # fmt: skip
def test_a_terminal_has_a_pager(page, rules, tmp_path, arguments, environ, paged):
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1", **environ}
    command = [sys.executable, "-m", "cleaner", "explain", "--rules", rules, "--source", "bao.test", page, *arguments]
    process = subprocess.Popen(command, cwd=tmp_path, env=env, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    assert (process.communicate(timeout=60)[1], process.returncode) == (b"", 0)
    if paged is None:
        assert b"menu" not in shown, "who quits the pager has read enough"
    else:
        assert (b"BAO.TEST#MENU" in shown, b"bao.test#menu" in shown) == (paged, not paged)


def test_a_flag_says_what_it_means(ours, tmp_path):
    (tmp_path / "a.txt").write_text("\n", "utf-8")
    assert b"flagged:   empty (no text, or none is left)" in ours("explain", "a.txt").stdout
    assert {DRIFT, UNSURE, LISTING, LIMITS, LEGACY} <= FLAGS.keys()
