"""What a person at a terminal sees."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cleaner.cli import clean
from tests.command import inside

if TYPE_CHECKING:
    from pathlib import Path


def at_terminal(folder: Path, *arguments: str, **environ: str) -> tuple[int, bytes, str]:
    """Run with a terminal for standard input and standard error; give exit code, standard output, and what is shown."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **environ}
    env = {name: value for name, value in env.items() if value}
    command = [sys.executable, "-m", "cleaner", *arguments]
    process = subprocess.Popen(command, stdin=slave, stderr=slave, stdout=subprocess.PIPE, cwd=folder, env=env)
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
    except OSError:  # the other side is closed
        pass
    os.close(master)
    out, _ = process.communicate(timeout=30)
    return process.returncode, out, shown.decode()


@pytest.fixture
def folder(tmp_path, dirty) -> Path:
    (tmp_path / "a.txt").write_bytes(dirty)
    return tmp_path


def test_no_arguments_at_a_terminal_give_help(folder):
    code, out, _ = at_terminal(folder)
    assert code == 0
    assert b"Usage: cleaner" in out


def test_one_document_is_summed_up_in_one_line(folder, rules, clean):
    code, out, shown = at_terminal(folder, "clean", "a.txt", "--rules", rules, "--source", "bao.test", NO_COLOR="1")
    assert (code, out) == (0, clean)
    assert shown.splitlines() == ["cleaner: 2 lines removed (menu 1, published 1), 1 line trimmed; source bao.test"]
    assert at_terminal(folder, "clean", "a.txt", "-q", "--rules", rules, "--source", "bao.test")[2] == ""


def test_errors_have_a_colour_unless_it_is_refused(folder):
    assert "\x1b[1;31m" in at_terminal(folder, "clean", "a.txt", "--source", "none.such")[2]
    for refusal in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in at_terminal(folder, "clean", "a.txt", "--source", "none.such", **refusal)[2]
    assert "\x1b" not in at_terminal(folder, "clean", "a.txt", "--source", "none.such", "--color", "never")[2]


def test_a_name_cannot_steer_the_terminal(folder):
    name = "a\x1b]0;x\x07.txt"
    (folder / name).write_bytes(b"")
    _, _, shown = at_terminal(folder, "clean", name, "--color", "never")
    assert "\x1b" not in shown
    assert "\\x1b" in shown


def test_a_long_run_shows_how_far_it_is(folder, rules):
    for number in range(30):
        (folder / f"{number}.txt").write_bytes("Trang chủ\nMột câu.\n".encode())
    code, _, shown = at_terminal(folder, "clean", ".", "-o", "out", "--rules", rules, "--source", "bao.test")
    assert code == 0
    assert "% of the text removed" in shown
    words = [" ".join(line.split()) for line in shown.splitlines()]
    documents = next(at for at, line in enumerate(words) if line.endswith(" documents 31 31 changed"))
    assert re.fullmatch(r"lines removed 32 [\d.]+ % of the text", words[documents + 1])
    assert words[documents + 2 : documents + 5] == ["menu 31", "published 1", "lines trimmed 1"]
    assert re.fullmatch(r"time [\d.]+ s, [\d.]+ MB/s", words[-1])
    assert len(list((folder / "out").glob("[!.]*"))) == 31


def test_messages_stand_above_the_bar(folder):
    for number in range(30):
        (folder / f"{number}.jsonl").write_bytes(b"no json\n")
    _, _, shown = at_terminal(folder, "check", ".", "--color", "never", COLUMNS="80")
    for number in (0, 1, 10, 11, 12):
        assert f"cleaner: ./{number}.jsonl:1: not JSON" in shown.replace("\r\n", "")
    assert "cleaner: 30 of 31 records: not JSON" in shown


def test_a_diff_has_colours_where_they_are_wanted(folder):
    command = [sys.executable, "-m", "cleaner", "clean", "--diff", "--source", "vi/news", "a.txt"]
    plain, painted = (
        subprocess.run([*command, *more], cwd=folder, capture_output=True).stdout
        for more in ([], ["--color", "always"])
    )
    assert b"\x1b" not in plain
    assert b"\x1b[31m-" in painted
    assert re.sub(rb"\x1b\[\d*m", b"", painted) == plain


def test_check_fits_the_screen(tmp_path):
    """On a terminal what changes stands in a column of its own, which a long name does not widen."""
    (tmp_path / "a.txt").write_text("Trang chủ\nMột câu thân bài kết thúc bằng dấu chấm.\n", "utf-8")
    long = "a-name-that-is-longer-than-half-of-a-narrow-screen.txt"
    (tmp_path / long).write_text("Trang chủ\nMột câu thân bài kết thúc bằng dấu chấm.\n", "utf-8")
    rule = tmp_path / "r.test.yaml"
    rule.write_text("source: r.test\nrules:\n- {id: m, label: menu, drop: {line: [Trang chủ]}}\n", "utf-8")
    call = ("check", "a.txt", long, "--rules", "r.test.yaml", "--source", "r.test")
    plain = inside(tmp_path, *call).stdout.decode()
    assert plain.splitlines()[0] == "a.txt: 1 line removed (menu 1)"
    laid_out = inside(tmp_path, *call, "--color", "always", COLUMNS="80").stdout.decode()
    assert "\x1b[31m1 line removed (menu 1)\x1b[0m" in laid_out
    lines = re.sub(r"\x1b\[\d+m", "", laid_out).splitlines()
    assert lines == [f"{'a.txt':40}  1 line removed (menu 1)", long, f"{'':40}  1 line removed (menu 1)"]


def test_names_are_measured_once_however_many_files_are_listed(tmp_path, monkeypatch):
    measured: list[str] = []
    monkeypatch.setattr(clean, "visible", lambda text: measured.append(text) or text)
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text("Tôi đi.\n\n\nEm  về.\n", "utf-8")
    done = inside(tmp_path, "check", ".", "--color", "always", "--no-source", "-j", "1")
    assert done.stdout.decode().count("repaired") == 40
    assert len(measured) == 80
