"""Start-up: beside Python that does nothing; and whether three hundred more rule files change it."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.material import ROOT
from benchmarks.speed.measure import CLEANER, Row, command, commands

if TYPE_CHECKING:
    from benchmarks.speed.material import Page

FURTHER = 300
RULES = """source: {name}
extends: vi/news
match:
  host: [{name}]
  text: ["Theo dõi {name} trên Google News"]
rules:
  - {{id: menu, label: menu, drop: {{line: ["Trang chủ {name}", "Mục {name}"]}}}}
"""


def startup(some: list[Page], rounds: int) -> list[Row]:
    """Run the command on one small text, many times."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        page = folder / "page.txt"
        page.write_text(some[0].text, "utf-8")
        own, copy = folder / "rules", folder / "installed"
        own.mkdir()
        for number in range(FURTHER):
            name = f"bao{number}.test"
            (own / f"{name}.yaml").write_text(RULES.format(name=name), "utf-8")
        shutil.copytree(ROOT / "cleaner", copy / "cleaner", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "rules", copy / "cleaner" / "_rules")
        bare = copy.with_name("bare")
        shutil.copytree(copy, bare)
        for path in own.iterdir():
            shutil.copy(path, copy / "cleaner" / "_rules" / path.name)
        time.sleep(2.5)  # files younger than this are read at every start
        start = "import sys; sys.path.insert(0, {!r}); from cleaner.cli.main import main; main()"
        python = [sys.executable, "-c"]
        runs: dict[str, Any] = {
            "python -c pass": lambda: command([*python, "pass"]),
            "one text by name": lambda: command([CLEANER, "clean", str(page)]),
            "one text in a pipe": lambda: command([CLEANER], page),
            "--help": lambda: command([CLEANER, "--help"]),
            "--version": lambda: command([CLEANER, "--version"]),
            "import cleaner": lambda: command([*python, "import cleaner"]),
            "import typing, dataclasses": lambda: command([*python, "import typing, dataclasses"]),
            "own rules": lambda: command([CLEANER, "clean", "--rules", str(own), str(page)]),
            "installed": lambda: command([*python, start.format(str(bare))], page),
            "installed, more files": lambda: command([*python, start.format(str(copy))], page),
        }
        commands(runs, 2)
        found = commands(runs, rounds)
    nothing = found.pop("python -c pass").cpu
    shown = f"python -c pass: {nothing * 1e3:.0f} ms"
    rows = [
        Row(f"start-up, {name}", f"{cost.cpu * 1e3:.0f} ms", shown, f"{cost.cpu / nothing:.1f} ×")
        for name, cost in list(found.items())[:6]
    ]
    for name, other in (("own rules", "one text by name"), ("installed, more files", "installed")):
        mine, base = found[name].cpu, found[other].cpu
        title = f"start-up, {FURTHER} more files, {'--rules' if name == 'own rules' else 'installed'}"
        rows.append(Row(title, f"{mine * 1e3:.0f} ms", f"without: {base * 1e3:.0f} ms", f"{mine / base:.2f} ×"))
    return rows
