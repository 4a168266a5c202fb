"""The command as a user has it: a process, bytes in, bytes out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.command import LOCALE, inside

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
source: bao.test
match:
  host: [bao.test]
  text: ["Theo dõi bao.test trên"]
limits: {max_removed: 100%, min_kept: 0}
rules:
  - id: menu
    label: menu
    drop: {line: ["Trang chủ", "Theo dõi bao.test trên"]}
  - id: stamp
    label: published
    meta: {like: "{time} | {date}"}
  - id: caption
    label: caption
    drop: {starts: ["Ảnh:"]}
  - id: dateline
    trim: {starts: ["(BT) - "]}
tests:
  - name: menu
    lines: |
      - Trang chủ
"""

DIRTY = "Trang chủ\n11:26 | 13/01/2025\n\n\n(BT) - Một câu thân bài kết thúc bằng dấu chấm.\nẢnh: Lan\n"
CLEAN = "Một câu thân bài kết thúc bằng dấu chấm.\nẢnh: Lan\n"

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("rules") / "bao.test.yaml"
    path.write_text(RULES, encoding="utf-8")
    return str(path)


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Runs the command in an empty folder, as a process under a locale that knows no Vietnamese."""

    def run(*arguments: str, stdin: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, **LOCALE, **environ}
        command = [sys.executable, "-m", "cleaner", *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, env=env, timeout=60)

    return run


@pytest.fixture
def cleaner(process: Run) -> Run:
    """Runs the command; modules whose tests are not about the process take `called` instead."""
    return process


@pytest.fixture
def called(tmp_path: Path) -> Run:
    """Runs the command in an empty folder, inside this process."""
    return partial(inside, tmp_path)


@pytest.fixture
def ours(cleaner: Run, rules: str) -> Run:
    """Runs a verb with the rules of bao.test, for text that says it is from there."""

    def run(verb: str, *arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
        return cleaner(verb, "--rules", rules, "--source", "bao.test", *arguments, **more)  # type: ignore[arg-type]

    return run


@pytest.fixture
def dirty() -> bytes:
    return DIRTY.encode()


@pytest.fixture
def clean() -> bytes:
    return CLEAN.encode()
