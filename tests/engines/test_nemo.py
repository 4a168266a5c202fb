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


@pytest.mark.parametrize("executor", EXECUTORS)
def test_rows_are_those_of_the_command_line(executor, tmp_path):
    some = table(6)
    (tmp_path / "articles").mkdir()
    step = -(-some.num_rows // FILES)
    for number in range(FILES):
        write(tmp_path / f"articles/{number}.parquet", some.slice(number * step, step))
    module, name = executor.split(".")
    block = BLOCK.replace("ray_data import RayDataExecutor", f"{module} import {name}")
    block = block.replace("RayDataExecutor()", f"{name}()")
    (tmp_path / "job.py").write_text(block)
    done = subprocess.run(
        [sys.executable, "job.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=400
    )
    assert done.returncode == 0, done.stderr[-3000:]
    cleaned = pq.read_table(tmp_path / "cleaned").replace_schema_metadata(None)
    assert same_rows(some, cleaned, expected(some))
    assert [cleaned.schema.field(name).type for name in SCHEMA.names] == SCHEMA.types
