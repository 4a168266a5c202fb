"""The crates that the Rust part is built from, with their licences: native/LICENSES.md, from Cargo's own data."""

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


def table() -> str:
    """Give the list as it stands in the file."""
    command = [
        "cargo",
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--all-features",
        "--manifest-path",
        str(HERE / "Cargo.toml"),
    ]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    rows = [(one["name"], one["version"], one["license"]) for one in found["packages"] if one["source"]]
    return HEAD + "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in sorted(rows))


if __name__ == "__main__":
    (HERE / "LICENSES.md").write_text(table(), "utf-8")
