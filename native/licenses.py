"""The crates that the Rust part is built from, with their licences: native/LICENSES.md, from what Cargo has of them.

The file goes into each wheel: most of these licences ask that their text does.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
HEAD = """\
# Crates that cleaner is built from

Made by `make docs` from Cargo.lock. Where a crate has several licences, it is used under MIT. What a wheel was built
from stands in it as well, as an SBOM (`*.dist-info/sboms/`).

| crate | version | licence |
| --- | --- | --- |
"""
COMMAND = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]


def table() -> str:
    """Give the list as it stands in the file, and below it each text with the crates that have it."""
    command = [*COMMAND, "--manifest-path", str(HERE / "Cargo.toml")]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    crates = sorted((one for one in found["packages"] if one["source"]), key=lambda one: one["name"])
    names: dict[str, list[str]] = {}
    for crate in crates:
        for text in texts(Path(crate["manifest_path"]).parent):
            names.setdefault(text, []).append(crate["name"])
    rows = [f"| {one['name']} | {one['version']} | {one['license']} |\n" for one in crates]
    parts = [f"\n## {', '.join(dict.fromkeys(those))}\n\n```text\n{text}\n```\n" for text, those in names.items()]
    return HEAD + "".join(rows + parts)


def texts(crate: Path) -> list[str]:
    """Read the licences of a crate and of what it brings along; of several kinds those that it is used under."""
    files = sorted(path for path in crate.rglob("LICENSE*") if path.is_file())
    chosen = [path for path in files if "MIT" in path.name or "UNICODE" in path.name]
    found = [path.read_text("utf-8").strip() for path in chosen or files]
    return ["\n".join(line.rstrip() for line in text.splitlines()) for text in found]


if __name__ == "__main__":
    (HERE / "LICENSES.md").write_text(table(), "utf-8")
