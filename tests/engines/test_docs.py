"""Every block of Python in docs/pipelines.md runs as it stands, in a folder with a corpus, a table and rules."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.runs.material import SHARDS, contents

PAGE = Path(__file__).parents[2] / "docs/pipelines.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
RULES = "source: mine.test\nmatch: {host: mine.test}\nrules: []\n"


@pytest.fixture
def folder(corpus, tmp_path):
    from tests.integrations.tables import table, write

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/in").symlink_to(corpus.source)
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules/mine.test.yaml").write_text(RULES)
    write(tmp_path / "articles.parquet", table())
    return tmp_path


def name(block: str) -> str:
    used = re.findall(r"^(?:from|import) (?!cleaner|concurrent|pyarrow)(\w+)", block, re.M)
    return "-".join([*dict.fromkeys(used), "files" if "ShardJob" in block else "table"])


@pytest.mark.parametrize("block", BLOCKS, ids=name)
def test_a_block_runs(block, folder):
    for library in re.findall(r"^(?:from|import) (\w+)", block, re.M):
        if not find_spec(library):
            pytest.skip(f"{library} is not installed")
    (folder / "job.py").write_text(block)
    done = subprocess.run(
        [sys.executable, "job.py"], cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    made = folder / "corpus/out"
    if "ShardJob" in block:
        assert len(contents(made)) == SHARDS
    else:
        assert [path.name for path in folder.iterdir() if path.name.startswith("cleaned")] or (
            folder / "corpus/documents"
        ).is_dir()


def test_there_are_blocks_for_all():
    assert len(BLOCKS) >= 10
