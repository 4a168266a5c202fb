"""`explain`: each line with its fate and its owner."""

from __future__ import annotations

import json

import pytest


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


def test_records_and_standard_input(cleaner, rules, dirty):
    rows = b"".join(
        json.dumps({"id": n, "url": "https://bao.test/", "text": dirty.decode()}).encode() + b"\n" for n in (1, 2)
    )
    done = cleaner("explain", "-", "--rules", rules, "--format", "json", stdin=rows + b"broken\n")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2"]
    assert b"-:3: not JSON" in done.stderr
