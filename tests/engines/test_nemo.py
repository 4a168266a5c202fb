"""NeMo-Curator: the stage of docs/pipelines.md under each of its executors.

Not installed by `make test-engines`, for it wants torch and CUDA, gigabytes of them. With it in any environment:
``CLEANER_TEST_ENGINES=1 python -m pytest tests/engines/test_nemo.py``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

if not find_spec("nemo_curator"):
    pytest.skip("nemo_curator is not installed", allow_module_level=True)

import pyarrow.parquet as pq

from tests.integrations.tables import SCHEMA, expected, same_rows, table, write

PAGE = Path(__file__).parents[2] / "docs/pipelines.md"
(BLOCK,) = re.findall(r"^```py\n([^`]*nemo_curator.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
EXECUTORS = ("ray_data.RayDataExecutor", "ray_actor_pool.RayActorPoolExecutor", "xenna.XennaExecutor")
FILES = 4


#: What makes the first worker that comes to a batch die over it.
DEATH = """\
        import os
        try:
            os.mkdir("died")
            os.kill(os.getpid(), 9)
        except FileExistsError:
            pass
        return replace"""


@pytest.fixture
def articles(tmp_path):
    some = table(6)
    (tmp_path / "articles").mkdir()
    step = -(-some.num_rows // FILES)
    for number in range(FILES):
        write(tmp_path / f"articles/{number}.parquet", some.slice(number * step, step))
    return some


def run(executor, folder, dies=False) -> subprocess.CompletedProcess[str]:
    """Run the block of the page under one of the executors."""
    module, name = executor.split(".")
    block = BLOCK.replace("ray_data import RayDataExecutor", f"{module} import {name}")
    block = block.replace("RayDataExecutor()", f"{name}()")
    if dies:
        block = block.replace("        return replace", DEATH.replace('"died"', repr(str(folder / "died"))))
    (folder / "job.py").write_text(block)
    return subprocess.run(
        [sys.executable, "job.py"], cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=400
    )


def cleaned(some, folder) -> bool:
    found = pq.read_table(folder / "cleaned").replace_schema_metadata(None)
    assert [found.schema.field(name).type for name in SCHEMA.names] == SCHEMA.types
    return same_rows(some, found, expected(some))


@pytest.mark.parametrize("executor", EXECUTORS)
def test_rows_are_those_of_the_command_line(executor, articles, tmp_path):
    done = run(executor, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert cleaned(articles, tmp_path)


@pytest.mark.parametrize("executor", EXECUTORS)
def test_a_lost_worker(executor, articles, tmp_path):
    """Ray Data goes on; the others end at once, and a rerun completes."""
    code = run(executor, tmp_path, dies=True).returncode
    assert (tmp_path / "died").exists()
    assert code == (0 if "RayData" in executor else 1)
    if code:
        assert run(executor, tmp_path).returncode == 0
    assert cleaned(articles, tmp_path)
