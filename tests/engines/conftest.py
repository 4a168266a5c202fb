"""Engines start clusters and take minutes: these tests run by `make test-engines` only, each where its engine is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.integrations.material import Corpus, make

if os.environ.get("CLEANER_TEST_ENGINES"):
    # workers of every engine: this Python, this checkout, this machine
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
else:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make(tmp_path_factory.mktemp("corpus"))
