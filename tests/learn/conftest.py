"""A corpus of an invented paper, and fewer built-in files."""

import pytest

from cleaner.rulebook import shelf
from cleaner.rulebook.folders import builtin_entries
from tests.learn.paper import articles, document


@pytest.fixture
def corpus():
    """One page an article, of ten."""
    return [document(number, name) for number, name in enumerate(list(articles())[:10])]


@pytest.fixture
def few(monkeypatch):
    """Leaves one of the built-in files to lint: reading them all for every test would take minutes."""
    kept = [entry for entry in builtin_entries() if entry.name.startswith(("vi/", "web/"))]
    monkeypatch.setattr(shelf, "builtin_entries", lambda: kept)
