"""Long output for people goes through a pager, as that of git does: $PAGER, else less."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from cleaner.runs.console import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator


def pager() -> list[str]:
    """Give the command of the pager; none where nobody is looking, or somebody wants none.

    >>> pager()
    []
    """
    if not is_terminal(sys.stdout) or not is_terminal(sys.stdin) or os.environ.get("TERM", "dumb") == "dumb":
        return []
    told = os.environ.get("PAGER", "less")
    try:
        words = shlex.split(told)
    except ValueError:
        return []
    return words if words and words[0] != "cat" and shutil.which(words[0]) else []


@contextmanager
def paged(wanted: bool) -> Iterator[None]:
    """Let standard output go through the pager. less shows colours, and ends by itself where one screen is enough."""
    command = pager() if wanted else []
    if not command:
        yield
        return
    env = {"LESS": "FRX", "LV": "-c", **os.environ}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=env)
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    before, sys.stdout = sys.stdout, io.TextIOWrapper(process.stdin, encoding="utf-8", write_through=True)
    try:
        yield
    finally:
        ours, sys.stdout = sys.stdout, before
        with suppress(BrokenPipeError):  # whoever read has read enough
            ours.close()
        while process.poll() is None:
            with suppress(KeyboardInterrupt):  # it is the pager's, which knows what to do with it
                process.wait()
