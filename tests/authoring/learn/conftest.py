"""A corpus of an invented paper, and fewer built-in files."""

import pytest

from cleaner.authoring import workspace
from cleaner.rules.catalogue import builtin_files
from tests.authoring.learn.paper import articles, document


@pytest.fixture
def corpus():
    """One page an article, of ten."""
    return [document(number, name) for number, name in enumerate(list(articles())[:10])]


@pytest.fixture
def few(monkeypatch):
    """Leaves one of the built-in files to lint: reading them all for every test would take minutes."""
    kept = [entry for entry in builtin_files() if entry.name.startswith(("vi/", "web", "cms/digest"))]
    monkeypatch.setattr(workspace, "builtin_files", lambda: kept)
