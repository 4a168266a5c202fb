"""Several runs in one folder at once, as pre-commit starts them: none takes the file of another for a leftover."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CODE = """
import sys
from cleaner.formats import files
from cleaner.formats.files import NewFile
for number in range(40):
    files._swept.clear()  # each file as if it were the first of its run
    with NewFile(f"{sys.argv[1]}-{number}.txt") as file:
        file.write(b"x")
"""


def test_nobody_sweeps_what_others_are_making(tmp_path: Path):
    crowd = [
        subprocess.Popen([sys.executable, "-c", CODE, name], cwd=tmp_path, stderr=subprocess.PIPE)
        for name in ("a", "b", "c", "d")
    ]
    told = [process.communicate(timeout=60)[1].decode() for process in crowd]
    assert told == [""] * len(crowd)
    assert len(list(tmp_path.iterdir())) == 40 * len(crowd)
