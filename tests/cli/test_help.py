"""Help fits the screen, names every option, and has colours where they are welcome."""

from __future__ import annotations

import re

import pytest

from cleaner.cli.main import COMMANDS
from cleaner.option import settings_of
from cleaner.runs.options import Options
from tests.command import inside

NAMES = [[], *([name] for name in (*COMMANDS, "labels", "sources", "rules")), ["rules", "stats"]]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", NAMES, ids=" ".join)
def test_help_fits_the_screen_and_shows_examples(tmp_path, name, width):
    done = inside(tmp_path, *name, "--help", COLUMNS=str(width), PYTHONIOENCODING="utf-8")
    text = done.stdout.decode("ascii", "backslashreplace")
    plain = re.sub(r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}", "-", text)
    assert done.returncode == 0
    assert "Usage: " + " ".join(["cleaner", *name]) in plain
    assert "Examples" in plain
    assert [line for line in plain.splitlines() if len(line) > width] == []
    assert "\x1b" not in plain


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_option(tmp_path, command):
    text = inside(tmp_path, command, "-h", COLUMNS="200").stdout.decode("ascii", "replace")
    wanted = {o.key for one in settings_of(Options) for o in one.options if o.is_for(command) and not o.arity}
    assert [key for key in wanted if f"--{key}" not in text] == []
