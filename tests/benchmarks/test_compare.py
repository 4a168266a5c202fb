"""The comparison of two builds: what it cleans, what it tells, and that equal builds are equal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.compare.__main__ import differences, documents, mutant

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    pages = tmp_path / "pages" / "thoidai.com.vn"
    pages.mkdir(parents=True)
    (pages / "001.txt").write_text("Theo dõi thoidai.com.vn trên\nMột câu. Hai câu.\nSTAYS\n", "utf-8")
    (pages / "002.html").write_text("<title>Một</title><p>Ba câu.</p><p>Bốn câu.</p>", "utf-8")
    return pages.parent


def compared(*words):
    command = [sys.executable, "-m", "benchmarks.compare", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)


def test_a_build_is_equal_to_itself(folder):
    done = compared(sys.executable, sys.executable, folder, "--mutants", 4)
    assert (done.returncode, done.stdout) == (0, "18 results of 6 documents, 0 differ\n"), done.stderr


def test_another_result_is_told(folder, tmp_path):
    other = tmp_path / "python"
    other.write_text(f"#!/bin/sh\n{sys.executable} \"$@\" | sed 's/STAYS/WENT/'\n", "utf-8")
    other.chmod(0o755)
    done = compared(sys.executable, other, folder)
    assert done.returncode == 1
    assert "thoidai.com.vn/001.txt (no address)\n  text -STAYS\n  text +WENT\n" in done.stdout
    assert done.stdout.endswith("6 results of 2 documents, 3 differ\n")


def test_a_build_that_breaks_off_is_an_error(folder):
    assert "ended before" in compared(sys.executable, "false", folder).stderr


def test_what_only_one_has_is_told():
    old = {"text": "a\nb", "removals": [[1, "x"]], "meta": {"credit": "A"}, "flags": []}
    new = {"text": "a", "removals": [[1, "x"], [2, "b"]], "meta": {}, "flags": []}
    assert differences(old, old) == []
    assert differences(old, new) == ["text -b", "removals +[2, 'b']", "meta -('credit', 'A')"]


def test_mutants_are_of_all_kinds_and_repeat(folder):
    whole = documents(folder)
    assert [one["url"] for one in whole] == ["https://thoidai.com.vn/a"] * 2
    made = [mutant(whole, seed) for seed in range(50)]
    assert made == [mutant(whole, seed) for seed in range(50)]
    assert len({one["text"] or one["html"] for one in made}) > 20
