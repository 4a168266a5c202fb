"""Every promise of SECURITY.md names tests, and these are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([a-z_/]+\.py)(?:::(\w+))?`")
#: What promises nothing, or says who is promised what.
WITHOUT = {"What is trusted", "What is not promised", "Telling us"}


def test_every_promise_names_tests_that_are_there():
    parts = re.split(r"^## ", (ROOT / "SECURITY.md").read_text("utf-8"), flags=re.M)[1:]
    for part in parts:
        title, _, text = part.partition("\n")
        promises = re.split(r"^- ", text, flags=re.M)[1:] or [text]
        for promise in promises if title not in WITHOUT else []:
            assert NAMED.search(promise), f"{title}: {promise[:70]}"
        for file, name in NAMED.findall(text):
            path = ROOT / "tests" / file
            assert path.is_file(), file
            assert not name or f"def {name}(" in path.read_text("utf-8"), f"{file}::{name}"
