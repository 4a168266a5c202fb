"""docs/formats.md keeps its word: its commands run, in one shell and in order, and give what the page says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from pyarrow import parquet

PAGE = Path(__file__).parents[2] / "docs/formats.md"


def test_every_command_works(tmp_path):
    text = PAGE.read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)
    (tmp_path / "cleaner").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n')
    (tmp_path / "cleaner").chmod(0o755)
    script = "\n".join(
        line.replace(" # exits with 1", " || test $? = 1") for block in blocks for line in block.splitlines()
    )
    assert script.count("cleaner ") > 12
    path = os.pathsep.join([str(tmp_path), str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {**os.environ, "PATH": path, "PYTHONPATH": str(PAGE.parents[1])}
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "the gzip data is cut short after 100 bytes; lines from here on are not read" in done.stderr
    assert (tmp_path / "twice.jsonl").read_bytes().count(b"\n") == 4
    assert (tmp_path / "half.txt").stat().st_size > 0
    assert json.loads((tmp_path / "rows.jsonl").read_text("utf-8").splitlines()[0])["n"] == 7
    assert parquet.read_table(tmp_path / "cleaned.parquet").column("text").to_pylist() == ["Một câu.", "Hai."]
    assert parquet.read_table(tmp_path / "pages.parquet").column("text").to_pylist() == ["Một câu.", "Hai."]
    restored = parquet.read_table(tmp_path / "as-it-was.parquet").column("text").to_pylist()
    assert restored == ["Theo dõi vov.vn trên\nMột câu.", "Hai."]
    assert parquet.read_schema(tmp_path / "annotated.parquet").names[3:] == ["source", "title", "meta", "clean"]
    assert parquet.read_table(tmp_path / "records.parquet").column("id").to_pylist() == [1, 2]
    assert (tmp_path / "crawl.txt").read_text("utf-8") == "Một câu.\n"
