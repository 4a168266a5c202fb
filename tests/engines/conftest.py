"""Engines start clusters and take minutes: these tests run by `make test-engines` only, each where its engine is."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import pytest

from tests.integrations.material import Corpus, make

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


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make(tmp_path_factory.mktemp("corpus"))
