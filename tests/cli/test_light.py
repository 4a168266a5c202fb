"""Start-up is part of the speed: a run loads what it needs and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"trafilatura", "lxml", "selectolax", "ftfy", "rich", "typer", "click", "argparse", "concurrent"}
PROBE = """
import sys
{work}
sys.stderr.write(" ".join(sorted(name for name in sys.modules if "." not in name)))
"""
CALL = """
sys.argv = {argv!r}
from cleaner.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
TEXT = "Một câu thân bài kết thúc bằng dấu chấm.\nCâu thứ hai cũng vậy.\n"


def loaded(work: str, stdin: str = "") -> set[str]:
    command = [sys.executable, "-c", PROBE.format(work=work)]
    done = subprocess.run(command, input=stdin.encode(), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.decode().rsplit("\n", 1)[-1].split())


@pytest.mark.parametrize("arguments", [[], ["clean", "-", "-q", "--source", "vi/news"]], ids=["pipe", "clean"])
def test_a_clean_text_loads_nothing_heavy(arguments):
    found = loaded(CALL.format(argv=["cleaner", *arguments]), TEXT)
    assert not found & (HEAVY | {"msgspec", "multiprocessing"})


def test_explain_in_a_pipe_loads_nothing_heavy():
    assert not loaded(CALL.format(argv=["cleaner", "explain", "-"]), TEXT) & HEAVY


def test_trafilatura_is_loaded_for_pages_alone():
    assert "trafilatura" in loaded(CALL.format(argv=["cleaner"]), "<!doctype html><p>Một câu.</p>")
