"""Start-up without a clock: cleaning a text loads no library that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SEED = Path(__file__).parents[2] / "seeds" / "002_92e30cbe0e9e22be.txt"
#: Each costs tens of milliseconds, and a text needs none of them.
LIBRARIES = {
    "typer", "click", "rich", "trafilatura", "ftfy", "lxml", "selectolax", "yaml", "jinja2", "pyarrow", "fsspec",
    "fastwarc", "asyncio", "multiprocessing",
}  # fmt: skip
RUN = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from cleaner.cli.main import main
main()
"""


@pytest.mark.parametrize("options", [[], ["-q", "--url", "https://vov.vn/a", "-t", "text"]], ids=" ".join)
def test_a_text_loads_no_library_that_it_does_not_need(tmp_path, options):
    command = [sys.executable, "-c", RUN, "clean", *options, str(SEED)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=60)
    assert done.returncode == 0
    assert done.stdout.strip()
    assert set(done.stderr.split()) & LIBRARIES == set()
