"""No text of a document or a rule file steers the terminal that it is shown on, whichever command shows it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: A colour that nothing of ours uses, a title, a link, a cursor, C1's CSI and OSC, bidi and zero-width controls, tags.
EVIL = (
    "\x1b[97;41mđỏ\x1b[0m \x1b]0;title\x07 \x1b]8;;http://evil.test\x1b\\link\x1b]8;;\x1b\\ \x1b[2J\x1b[1;1H \x9b31m "
    "\x9d0;t\x9c \x90q\x9c \u202eevil\u202c \u2066x\u2069 \u200b \u061c \x08\x08 \x7f \U000e0041 [red]rich[/red] "
    "[link=http://evil.test]rich[/link]"
)
OURS = re.compile(r"\x1b\[(?!97;41m)[0-9;]*m")
TEXT = f"Trang chủ {EVIL}\nMột câu thân bài {EVIL} kết thúc bằng dấu chấm.\nĐọc nhiều\nCuối {EVIL}\n"
QUOTED = json.dumps(EVIL).replace(r"\udb40\udc41", r"\U000e0041")  # YAML knows no halves
RULES = f"""\
source: bao.test
name: {QUOTED}
match: {{host: [bao.test]}}
limits: {{max_removed: 100%, min_kept: 0}}
rules:
  - id: menu
    label: menu
    why: {QUOTED}
    drop: {{starts: ["Trang chủ", {QUOTED}], words: ..90}}
tests:
  - name: {QUOTED}
    lines: "+ Trang chủ {QUOTED[1:]}
"""
BROKEN = f"source: bao.test\n{QUOTED}: 1\nrules:\n  - id: {QUOTED}\n    drop: {{regex: [{json.dumps('(' + EVIL)}]}}\n"
COMMANDS = {
    "clean": ("clean", "a.txt"),
    "clean raw": ("clean", "--no-repair", "--no-source", "a.txt"),
    "clean jsonl": ("clean", "--no-repair", "a.jsonl"),
    "to jsonl": ("clean", "-t", "jsonl", "--no-repair", "--rules", "bao.test.yaml", "-s", "bao.test", "a.txt"),
    "diff": ("clean", "--diff", "a.txt"),
    "diff jsonl": ("clean", "--diff", "a.jsonl"),
    "check": ("check", "evil"),
    "check github": ("check", "--format", "github", "evil"),
    "check json": ("check", "--format", "json", "evil"),
    "in place": ("clean", "-i", "evil"),
    "missing": ("clean", f"no {EVIL.replace('/', '')}.txt"),
    "explain": ("explain", "--rules", "bao.test.yaml", "-s", "bao.test", "a.txt"),
    "explain colour": ("explain", "--color", "always", "--no-repair", "--rules", "bao.test.yaml", "a.txt"),
    "explain json": ("explain", "--format", "json", "--no-repair", "--rules", "bao.test.yaml", "a.txt"),
    "rejected": ("clean", "-f", "jsonl", "a.txt"),
    "lint": ("rules", "lint", "broken.yaml"),
    "lint json": ("rules", "lint", "--format", "json", "broken.yaml"),
    "lint github": ("rules", "lint", "--format", "github", "broken.yaml"),
    "test": ("rules", "test", "bao.test.yaml"),
    "test json": ("rules", "test", "--format", "json", "bao.test.yaml"),
    "test github": ("rules", "test", "--format", "github", "bao.test.yaml"),
    "stats": ("rules", "stats", "--rules", "bao.test.yaml", "a.txt", "a.txt", "a.txt"),
    "stats json": ("rules", "stats", "--json", "--rules", "bao.test.yaml", "a.txt"),
    "show": ("rules", "show", "bao.test", "--rules", "bao.test.yaml"),
    "list": ("rules", "list", "--rules", "bao.test.yaml"),
    "bad rules": ("clean", "--rules", "broken.yaml", "a.txt"),
    "restore": ("restore", "a.txt", "--removed", "audit.jsonl"),
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    tmp_path.joinpath("evil").mkdir()
    for name in ("a.txt", f"evil/{EVIL.replace('/', '')[:60]}.txt"):
        tmp_path.joinpath(name).write_text(TEXT, "utf-8", newline="")
    lines = [{"id": EVIL, "url": EVIL, "text": TEXT, EVIL: EVIL}, {"id": EVIL, "text": 5}]
    rows = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    tmp_path.joinpath("a.jsonl").write_text(rows, "utf-8")
    tmp_path.joinpath("bao.test.yaml").write_text(RULES, "utf-8")
    tmp_path.joinpath("broken.yaml").write_text(BROKEN, "utf-8")
    audit = {"doc": EVIL, "line": 1, "rule": "cleaner#layout", "text": EVIL, "position": 1, "to": "text", "now": EVIL}
    tmp_path.joinpath("audit.jsonl").write_text(json.dumps(audit, ensure_ascii=False) + "\n", "utf-8")
    return tmp_path


def on_terminal(folder: Path, *arguments: str, **environ: str) -> str:
    """Run the command with a terminal for all that it says, and give that."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleaner", *arguments]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200", **environ}
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # the terminal ends with who writes to it
        while piece := os.read(ours, 1 << 16):
            said += piece
    os.close(ours)
    process.wait(30)
    return said.decode()


#: Enough for every run; the others go the same ways.
QUICK = ("clean raw", "diff", "check github", "explain colour", "explain json", "lint", "test", "stats", "restore")


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in COMMANDS]
)
def test_nothing_steers_the_terminal(here, name):
    said = on_terminal(here, *COMMANDS[name])
    assert said, "it says nothing"
    assert "Traceback" not in said
    left = OURS.sub("", said)
    steering = {char for char in left if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - set("\r\n\t")
    assert not steering, ascii(left)


def test_a_pipe_gets_the_bytes_as_they_are(here):
    command = [sys.executable, "-m", "cleaner", "clean", "--no-repair", "--no-source", "a.txt"]
    assert subprocess.run(command, cwd=here, capture_output=True).stdout == TEXT.encode()


def test_what_restore_rebuilds_steers_no_terminal(here):
    command = [sys.executable, "-m", "cleaner", "clean", "-q"]
    subprocess.run([*command, "--removed", "au.jsonl", "-o", "c.txt", "a.txt"], cwd=here, check=True)
    restore = ("restore", "c.txt", "--removed", "au.jsonl")
    said = on_terminal(here, *restore)
    assert "Trang chủ" in said
    assert {char for char in OURS.sub("", said) if unicodedata.category(char) in ("Cc", "Cf")} <= set("\r\n\t"), ascii(
        said
    )
    done = subprocess.run([sys.executable, "-m", "cleaner", *restore], cwd=here, capture_output=True)
    assert done.stdout == TEXT.encode()


def test_settings_steer_no_terminal(here):
    here.joinpath("cleaner.toml").write_text('text-field = "\x9b31m\u202eevil"\n', "utf-8")
    said = on_terminal(here, "clean", "--show-settings")
    assert "evil" in said
    assert {char for char in said if unicodedata.category(char) in ("Cc", "Cf")} <= set("\r\n\t"), ascii(said)


@pytest.mark.parametrize("command", [("explain", "a.txt"), ("rules", "list")], ids=["explain", "list"])
def test_no_color_takes_colours_and_nothing_else(here, command):
    plain = on_terminal(here, *command, NO_COLOR="1", COLUMNS="80")
    assert "\x1b" not in plain
    assert OURS.sub("", on_terminal(here, *command, COLUMNS="80")) == plain
    assert max(map(len, plain.replace("\r", "").split("\n"))) <= 80
