"""Rule files made in a test: a piece is completed to a file that lint finds nothing wrong with."""

from pathlib import Path

import pytest

from cleaner.authoring import workspace
from cleaner.rules.catalogue import builtin_files

SCHEMA = "# yaml-language-server: $schema=https://example.vn/source.schema.json\n"
PARTS = {
    "match": "match: {host: [example.vn]}\n",
    "rules": "rules:\n  - id: a\n    label: ad\n    drop: {line: [Quảng cáo]}\n",
    "tests": "tests:\n  - name: the ad goes\n    lines: |\n      - Quảng cáo\n      + Một câu thân bài.\n",
}


def complete(piece: str) -> str:
    """Add to a piece of a rule file what a whole one needs."""
    keys = {line.partition(":")[0] for line in piece.split("\n") if line[:1].isalpha()}
    text = "" if piece.startswith("#") else SCHEMA
    text += "" if keys & {"source", "package"} else "source: example.vn\n"
    text += piece
    wanted = PARTS if "package" not in keys else {name: PARTS[name] for name in ("rules", "tests")}
    return text + "".join(part for name, part in wanted.items() if name not in keys)


@pytest.fixture
def few(monkeypatch):
    """Leaves two of the built-in files: reading them all for every test would take minutes."""
    some = ("vi/", "web", "cms/digest", "thoidai.com.vn")
    kept = [entry for entry in builtin_files() if entry.name.startswith(some)]
    monkeypatch.setattr(workspace, "builtin_files", lambda: kept)


@pytest.fixture
def folder(tmp_path):
    """A folder of rule files; `write(name, piece)` puts one in."""

    class Folder:
        path = tmp_path / "rules"

        def write(self, name: str, piece: str, whole: bool = False) -> Path:
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(piece if whole else complete(piece), "utf-8")
            return path

        def __str__(self) -> str:
            return str(self.path)

    return Folder()
