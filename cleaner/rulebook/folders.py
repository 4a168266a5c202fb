"""Where rule files are: the built-in folder, in a checkout or in an installed wheel, and what the user names."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.values import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule file: its name by its place in the folder, its path, and the path as errors and audits show it."""

    name: str
    path: Path
    shown: str
    builtin: bool = False


def builtin_folder() -> Path:
    """Give the folder of the rules that come with cleaner."""
    package = Path(__file__).parent.parent
    inside = package / "_rules"
    return inside if inside.is_dir() else package.parent / "rules"


def builtin_entries() -> list[Entry]:
    """List the rule files that come with cleaner; shown as ``rules/…`` wherever they are installed."""
    return _walk(builtin_folder(), "rules", builtin=True)


def entries(given: str) -> list[Entry]:
    """List the rule files of a path that the user named: a file, or a folder like `rules/`."""
    path = Path(given)
    if path.is_dir():
        found = _walk(path, given.rstrip("/"))
        if not found:
            raise UsageError(f"{given}: no rule file (*.yaml) in this folder")
        return found
    if not path.is_file():
        raise UsageError(f"{given}: no such rule file or folder")
    return [Entry(path.stem, path, given)]


def _walk(root: Path, shown: str, builtin: bool = False) -> list[Entry]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "schema" and not name.startswith("."))
        for name in sorted(names):
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                path = Path(folder, name)
                inner = path.relative_to(root).as_posix()
                found.append(Entry(inner.rsplit(".", 1)[0], path, f"{shown}/{inner}", builtin))
    return found
