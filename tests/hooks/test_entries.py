"""What pre-commit runs: the entries of the hooks file, called as it calls them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
DIRTY = "Tiáº¿ng Viá»‡t giÃ u vÃ  Ä‘áº¹p.\n"
CLEAN = "Tiếng Việt giàu và đẹp.\n"
NAMES = ("a.txt", "bài báo số 1.txt", "có dấu/b c.txt")
RULES = """\
source: bao.test
match: {host: [bao.test]}
rules:
  - {id: menu, label: menu, drop: {line: ["Trang chủ của báo"]}}
tests:
  - name: menu
    lines: |
      - Trang chủ của báo
      + Trang chủ của báo đã đổi giao diện.
"""


@pytest.fixture
def repository(tmp_path) -> Path:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(DIRTY, "utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"n": 1, "text": DIRTY}) + "\n", "utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/bao.test.yaml").write_text(RULES, "utf-8")
    return tmp_path


def hook(repository: Path, name: str, *arguments: str) -> tuple[int, str]:
    """Call an entry; give its exit code, and what pre-commit would show: both streams together."""
    command, *rest = shlex.split(HOOKS[name]["entry"])
    assert command == "cleaner"
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *rest, *arguments],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def test_dirt_fails_once_and_is_fixed(repository):
    files = [*NAMES, "rows.jsonl", "clean.txt", "empty.txt"]
    code, shown = hook(repository, "cleaner", *files)
    assert code == 1
    assert shown.splitlines() == [f"Fixing {name}" for name in (*NAMES, "rows.jsonl")]
    assert [(repository / name).read_text("utf-8") for name in NAMES] == [CLEAN] * len(NAMES)
    assert hook(repository, "cleaner", *files) == (0, "")


def test_check_changes_nothing(repository):
    code, shown = hook(repository, "cleaner-check", "a.txt", "clean.txt")
    assert (code, shown) == (1, "a.txt: 1 line repaired\n")
    assert (repository / "a.txt").read_text("utf-8") == DIRTY
    assert hook(repository, "cleaner-check", "clean.txt") == (0, "")


def test_options_come_by_args(repository):
    (repository / "b.txt").write_text(f"Trang chủ của báo\n{CLEAN * 9}", "utf-8")
    arguments = ("--rules", "rules", "--source", "bao.test")
    assert hook(repository, "cleaner", *arguments, "--keep", "menu", "b.txt") == (0, "")
    assert hook(repository, "cleaner", *arguments, "b.txt") == (1, "Fixing b.txt\n")
    assert (repository / "b.txt").read_text("utf-8") == CLEAN * 9


def test_an_audit_among_the_files_is_passed_over(repository):
    record = {"doc": "x", "line": 1, "rule": "a#b", "at": "a:1", "label": "menu", "text": DIRTY}
    (repository / "a.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    assert hook(repository, "cleaner", "a.jsonl") == (0, "")


def test_a_broken_record_is_told_and_fails(repository):
    (repository / "bad.jsonl").write_text('{"text": "a"}\n{"text\n', "utf-8")
    code, shown = hook(repository, "cleaner", "bad.jsonl", "clean.txt")
    assert code == 1
    assert "bad.jsonl:2: not JSON" in shown


def test_rules_are_linted_and_tested(repository):
    file = repository / "rules/bao.test.yaml"
    assert hook(repository, "cleaner-rules", "rules/bao.test.yaml")[0] == 0
    file.write_text(RULES.replace("      - Trang", "      + Trang"), "utf-8")
    code, shown = hook(repository, "cleaner-rules", "rules/bao.test.yaml")
    assert code == 1
    assert "noisy" in shown
    file.write_text(RULES.replace("drop:", "dorp:"), "utf-8")
    code, shown = hook(repository, "cleaner-rules", "rules/bao.test.yaml")
    assert code == 1
    assert "rules/bao.test.yaml:4" in shown
    assert "did you mean 'drop'?" in shown
