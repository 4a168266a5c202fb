"""The map in CONTRIBUTING.md is true to the tree: it names every folder of the code, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## The map")[1]
TREE = MAP.split("```")[1]
#: Where a path of the tables may begin.
BASES = [ROOT / folder for folder in ("", "cleaner", "native/src", "native/src/rules", "native/src/engine", "rules")]


@pytest.mark.parametrize("parent", ["cleaner", "native/src"])
def test_the_map_names_every_folder(parent):
    section = re.search(rf"^{parent}/ .*\n((?:  .*\n)+)", TREE, re.MULTILINE)
    told = set(re.findall(r"^  (\w+)/", section[1], re.MULTILINE))
    assert told == {path.parent.name for path in (ROOT / parent).glob("*/*") if path.name in ("__init__.py", "mod.rs")}


def test_what_the_map_names_is_there():
    named = set(re.findall(r"`([\w./-]+\.(?:py|rs|md|json)|[\w/-]+/)`", MAP))
    assert len(named) > 20
    assert not [name for name in sorted(named) if not any((base / name).exists() for base in BASES)]
