"""The programs of examples/ run as they stand, on the pages that one of them makes."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.seeds import seeds

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(folder, name, *arguments):
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def records(folder):
    packed = [path.read_bytes() for path in sorted(folder.iterdir())]
    return [json.loads(line) for one in packed for line in gzip.decompress(one).splitlines()]


@pytest.fixture
def folder(tmp_path):
    run(tmp_path, "pages.py", "pages")
    return tmp_path


@pytest.fixture(scope="module")
def expected():
    return {f"{seed.name}.txt": seed.expected.rstrip("\n") for seed in seeds()}


def test_datatrove(folder, expected):
    pytest.importorskip("datatrove", reason="datatrove is not installed")
    run(folder, "datatrove_pipeline.py", "pages", "cleaned", "2")
    assert {one["id"]: one["text"] for one in records(folder / "cleaned/documents")} == expected
    assert {one["id"] for one in records(folder / "cleaned/removed")} == set(expected)


def test_spark(folder, expected):
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    import pyarrow.dataset as ds

    shown = run(folder, "spark_pipeline.py", "pages/pages.parquet", "cleaned")
    rows = ds.dataset(folder / "cleaned/documents", partitioning="hive").to_table().to_pylist()
    assert {row["id"]: row["text"] for row in rows} == expected
    assert len({row["source"] for row in rows}) == len(expected)
    assert "baotintuc.vn" in shown


def test_the_notebook(folder, expected):
    pytest.importorskip("datasets", reason="datasets is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    import nbformat
    import pyarrow.parquet as pq

    notebook = nbformat.read(EXAMPLES / "hugging_face.ipynb", as_version=4)
    nbformat.validate(notebook)
    os.environ["IPYTHONDIR"] = str(folder)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    rows = pq.read_table(folder / "cleaned.parquet").to_pylist()
    assert {row["id"]: row["text"] for row in rows} == expected
    assert b"of 5 documents went" in (folder / "report.html").read_bytes()
