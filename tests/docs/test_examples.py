"""What can be said of examples/ without the engines, which `make test-engines` runs them on."""

from __future__ import annotations

import ast
import json
import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_all_are_told():
    told = (EXAMPLES / "README.md").read_text("utf-8")
    assert [path.name for path in EXAMPLES.glob("[!.]*.*") if f"({path.name})" not in told] == ["README.md"]


def test_the_pages_are_records(tmp_path):
    runpy.run_path(str(EXAMPLES / "pages.py"))["main"](str(tmp_path))
    rows = [json.loads(line) for line in (tmp_path / "pages.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 5
    assert all(row["url"].startswith("https://") and row["text"] for row in rows)


def test_the_notebook_is_kept_without_outputs():
    notebook = json.loads((EXAMPLES / "hugging_face.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["outputs"] for cell in cells] == [[]] * len(cells)
    for cell in cells:
        ast.parse("".join(cell["source"]))


@pytest.mark.parametrize("name", ["datatrove_pipeline.py", "spark_pipeline.py"])
def test_programs_say_how_they_are_called(name):
    assert f"examples/{name} IN OUT" in str(ast.get_docstring(ast.parse((EXAMPLES / name).read_text("utf-8"))))
