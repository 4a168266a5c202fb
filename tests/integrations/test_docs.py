"""docs/python.md keeps its word, and says no less than there is."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import cleaner

ROOT = Path(__file__).parents[2]


def test_the_python_of_the_page_gives_what_it_shows(monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.chdir(ROOT)
    said: list[str] = []
    text = (ROOT / "docs/python.md").read_text("utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, "docs/python.md", "docs/python.md", 0)
    assert len(test.examples) > 20
    assert doctest.DocTestRunner(verbose=False).run(test, out=said.append).failed == 0, "".join(said)


def test_every_public_name_is_told():
    text = (ROOT / "docs/python.md").read_text("utf-8")
    rest = {"Document", "Removal", "Repair", "Skipped", "__version__"}  # told by what holds them
    assert [name for name in cleaner.__all__ if name not in rest and not re.search(rf"\b{name}\b", text)] == []
