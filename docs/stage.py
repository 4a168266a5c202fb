#!/usr/bin/env python
"""Stages the pages of the documentation's site in build/site-pages: `make site` calls it, then builds the site.

The pages keep the places that they have in the repository, so that links between them hold in both. Two pages are
made here: the reference of the Python API, from docstrings, and a report of the seed documents.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import cleaner

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "build/site-pages"
COPIED = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/codes/*.md", "docs/*.svg")
COPIED_TOO = ("examples/*", "benchmarks/README.md", "seeds/README.md", "rules/**/*.yaml")
SEEDS = "00?_????????????????.txt"
#: Links of pages to what is no page of the site, and where they lead in it.
ELSEWHERE = {"](rules)": "](docs/sources.md)", "](LICENSE)": "](docs/license.md)"}

REPORT = """\
# A report

What `cleaner report seeds/00?_*.txt -o report.html` writes of the five seed documents. It is one file that needs
nothing else; [open it by itself](seeds-report.html) for the keys and the links to lines.

<iframe src="seeds-report.html" title="A report of the five seeds" width="100%" height="900" loading="lazy"></iframe>
"""


def api() -> str:
    """Name the public classes and functions for the page that is made of their docstrings."""
    classes = [name for name in cleaner.__all__ if name[0].isupper()]
    functions = [name for name in cleaner.__all__ if name[0].islower()]
    homes = {name: home for home, names in cleaner._HOMES.items() for name in names}
    parts = ["# Python API", "What `from cleaner import …` gives; [In Python](python.md) shows how it goes together."]
    for title, names in (("Functions", functions), ("Classes", classes)):
        parts += [f"## {title}", *(f"::: {homes[name]}.{name}" for name in names)]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Stage everything anew."""
    shutil.rmtree(PAGES, ignore_errors=True)
    for pattern in (*COPIED, *COPIED_TOO):
        for path in sorted(ROOT.glob(pattern)):
            to = PAGES / path.relative_to(ROOT)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
    for path in PAGES.glob("*.md"):
        text = path.read_text("utf-8")
        for link, other in ELSEWHERE.items():
            text = text.replace(link, other)
        path.write_text(text, "utf-8")
    (PAGES / "docs/api.md").write_text(api(), "utf-8")
    (PAGES / "docs/license.md").write_text("# Licence\n\n" + (ROOT / "LICENSE").read_text("utf-8"), "utf-8")
    (PAGES / "docs/report.md").write_text(REPORT, "utf-8")
    seeds = [path.relative_to(ROOT) for path in sorted((ROOT / "seeds").glob(SEEDS))]
    command = [sys.executable, "-m", "cleaner", "report", *map(str, seeds), "--no-config", "-q"]
    subprocess.run([*command, "-o", str(PAGES / "docs/seeds-report.html")], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
