"""Processes to be hurt: started in a group of their own, watched through /proc, never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.processes import members

if TYPE_CHECKING:
    from collections.abc import Iterator

Start = Callable[..., "subprocess.Popen[bytes]"]

RULES = """\
source: bao.test
limits: {max_removed: 100%, min_kept: 0}
rules:
  - id: menu
    label: menu
    drop: {line: ["Trang chủ"]}
tests:
  - name: menu
    lines: |
      - Trang chủ
"""


@pytest.fixture(autouse=True)
def _only_where_processes_can_be_watched() -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("processes are watched through /proc")


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("rules") / "bao.test.yaml"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the command, or other Python, in a session of its own; what is left of it at the end is killed."""
    begun: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str, python: bool = False, **more: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, *([] if python else ["-m", "cleaner"]), *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests may have switched it off
        ours = {"cwd": tmp_path, "start_new_session": True, "preexec_fn": heed}
        process = subprocess.Popen(command, **(pipes | ours | more))
        begun.append(process)
        return process

    yield run
    for process in begun:
        if process.poll() is None or members(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
