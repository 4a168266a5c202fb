"""Engines start clusters and take minutes: these tests run by `make test-engines` only, each where its engine is."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.runs.material import SHARDS, Corpus, make

if TYPE_CHECKING:
    import pyarrow as pa

#: Workers are killed over this much. Less will do where a test is being written.
MB = int(os.environ.get("CLEANER_TEST_MB", "50"))

if os.environ.get("CLEANER_TEST_ENGINES"):
    # workers of every engine: this Python, this checkout, this machine
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    # Ray reads these while it is loaded; nodes of one cluster know each other by the token
    os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN"] = "token", secrets.token_hex(32)
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
else:
    collect_ignore_glob = ["test_*.py"]


class Rows(NamedTuple):
    """A table, the folder of Parquet files that holds it, what the command line makes of it, and the row to die at."""

    table: pa.Table
    folder: Path
    wanted: list[dict[str, Any]]
    middle: int


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The same kinds of record, as many as make a run that is in full swing when it is hit."""
    return make(tmp_path_factory.mktemp("big"), max(1, round(MB / 0.64)))


@pytest.fixture(scope="session")
def big_rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    from tests.integrations.tables import expected, table, write

    some = table(max(3, round(MB / 0.039)))
    folder = tmp_path_factory.mktemp("rows")
    step = -(-some.num_rows // SHARDS)
    for number in range(SHARDS):
        write(folder / f"{number:05d}.parquet", some.slice(number * step, step), step // 4 + 1)
    return Rows(some, folder, expected(some), some["id"][some.num_rows // 2].as_py())
