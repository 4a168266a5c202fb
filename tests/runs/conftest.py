"""The odd corpus, cleaned once at the command line."""

from __future__ import annotations

import pytest

from tests.runs.material import Corpus, make


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make(tmp_path_factory.mktemp("corpus"))
