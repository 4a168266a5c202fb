"""docs/writing-rules.md does what it says: its files are written, its commands run, its outputs compared."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from cleaner.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "writing-rules.md"
FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    kind: str
    name: str
    text: str


def blocks() -> list[Block]:
    return [Block(*match.groups()) for match in FENCE.finditer(PAGE.read_text("utf-8"))]


def commands(text: str) -> list[tuple[str, str]]:
    """Split a console block into (command, expected output) pairs."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.M)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def fits(expected: str, output: str) -> bool:
    """Compare outputs; a line of … stands for any lines, … inside a line for anything."""
    pattern = ""
    for line in expected.splitlines(keepends=True):
        pattern += "(?:.*\n)*" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…")))
    return re.fullmatch(pattern, output) is not None


def write(block: Block, folder: Path) -> None:
    path = folder / block.name.lstrip("+")
    path.parent.mkdir(exist_ok=True)
    before = path.read_text("utf-8") if block.name.startswith("+") else ""
    path.write_text(before + block.text, "utf-8")


def edit(block: Block, folder: Path) -> None:
    """Put the + lines of each hunk in place of its - lines, which stand in the file exactly once."""
    path = folder / block.name
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", block.text, re.M):
        before, after = (re.sub(r"^.", "", side, flags=re.M) for side in (old, new))
        text = path.read_text("utf-8")
        assert text.count(before) == 1, f"{before!r} is not there once"
        path.write_text(text.replace(before, after), "utf-8")


@pytest.fixture
def run(capsysbinary, monkeypatch, tmp_path):
    """Runs a command in this process; what a user sees is standard output, then the summary."""
    monkeypatch.chdir(tmp_path)

    def run(command: str) -> str:
        monkeypatch.setattr("sys.argv", shlex.split(command))
        with pytest.raises(SystemExit):
            main()
        return b"".join(capsysbinary.readouterr()).decode()

    return run


def test_every_step_of_the_tutorial(tmp_path, run):
    seen = 0
    for block in blocks():
        if block.kind == "console":
            for command, expected in commands(block.text):
                assert command.startswith("cleaner ")
                output = run(command)
                assert fits(expected, output), f"$ {command}\n{output}\n-- is not what the page shows:\n{expected}"
                seen += 1
        elif block.kind == "diff":
            edit(block, tmp_path)
        elif block.name:
            write(block, tmp_path)
    assert seen >= 14


def test_the_tutorial_shows_the_main_commands():
    shown = {command.split()[2] for block in blocks() if block.kind == "console" for command, _ in commands(block.text)}
    assert {"new", "lint", "test", "show", "stats", "learn", "explain-code"} <= shown
