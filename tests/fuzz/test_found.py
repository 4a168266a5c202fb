"""What fuzzing has found, and a few inputs that look for trouble, held against the same promises in every run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.oracles import ORACLES

FOUND = sorted(path for path in Path(__file__).parent.glob("*/*") if path.parent.name in ORACLES)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_found(path):
    ORACLES[path.parent.name](path.read_bytes())
