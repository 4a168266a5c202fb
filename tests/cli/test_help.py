"""Help comes at once, and is what typer would print."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from cleaner.cli.kept_help import NAMES

#: The kept texts are passed over where somebody sets the width of typer's own.
BY_TYPER = "TERMINAL_WIDTH"
LOADED = "import atexit, sys; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
START = "from cleaner.cli.main import main; sys.argv[1:] = {}; main()"


def help_of(name, terminal=False, **environ):
    """Give what is printed for one command's help, and by which modules."""
    arguments = [*([name] if name != "cleaner" else []), "--help"]
    env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS")}
    env |= {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environ}
    ours, theirs = pty.openpty() if terminal else os.pipe()
    command = [sys.executable, "-c", LOADED + START.format(arguments)]
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=env)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the other side of a terminal is closed
        pass
    os.close(ours)
    modules = set(process.communicate(timeout=60)[1].decode().split())
    assert process.returncode == 0
    return re.sub(r" +(?=\n)", "", shown.decode().replace("\r\n", "\n")), modules


@pytest.mark.parametrize("name", NAMES)
def test_help_is_that_of_typer_and_loads_none_of_it(name):
    text, modules = help_of(name, COLUMNS="100")
    made, by = help_of(name, **{BY_TYPER: "100"})
    assert {"typer", "rich"} <= by
    assert not modules & {"typer", "rich", "click", "argparse", "yaml"}
    names = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
    assert set(names.findall(text)) == set(names.findall(made)) != set()
    assert "Usage: cleaner" in text
    assert "\x1b" not in text


def test_a_terminal_has_colours_and_its_width():
    wide, _ = help_of("restore", terminal=True, COLUMNS="132")
    assert "\x1b[1;36m" in wide
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in wide.split("\n")) == 100
    narrow, modules = help_of("restore", terminal=True, COLUMNS="60")
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in narrow.split("\n")) == 60
    assert "rich" in modules
    assert "36m" not in help_of("restore", terminal=True, COLUMNS="100", NO_COLOR="1")[0]
