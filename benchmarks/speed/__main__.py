"""Measures everything and prints one table.

    python -m benchmarks.speed
    python -m benchmarks.speed --only startup growth --rounds 9
    python -m benchmarks.speed --data FOLDER --write

Read the ratios: figures are the machine's. CPU time unless it says otherwise, medians of rounds taken in turn.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed import growth, material, pages, records, startup, throughput

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.speed.measure import Row

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- speed: begin -->\n", "<!-- speed: end -->\n"
PEERS = ("msgspec", "orjson", "ftfy", "plsfix", "datatrove", "trafilatura", "selectolax")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=material.SEEDS, help="a folder of texts (default: the seeds)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--stream", type=int, nargs="+", default=[20, 400], help="MB of the streams for peak memory")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure these parts")
    given = parser.parse_args()
    some = material.pages(given.data)
    if not some:
        raise SystemExit(f"{given.data}: no *.txt in it")
    rows: list[Row] = []
    head = _head(material.told(some, given.data))
    print("\n".join(head), flush=True)
    for name in given.only:
        for row in PARTS[name](some, given):
            print(_line(row), flush=True)
            rows.append(row)
    if given.write:
        _write("\n".join([*head, *map(_line, rows)]) + "\n")


PARTS: dict[str, Callable[[list[material.Page], argparse.Namespace], list[Row]]] = {
    "library": lambda some, given: throughput.library(some, given.rounds),
    "command": lambda some, given: throughput.as_command(some, given.rounds),
    "peers": lambda some, given: records.peers(some, given.rounds),
    "jsonl": lambda some, given: records.records(some, given.rounds),
    "jobs": lambda some, given: records.jobs(some, given.rounds),
    "html": lambda some, given: pages.pages(some, given.rounds),
    "startup": lambda some, given: startup.startup(some, max(9, given.rounds)),
    "memory": lambda some, given: records.memory(some, tuple(size * 1_000_000 for size in given.stream)),
    "growth": lambda some, given: growth.growth(),  # noqa: ARG005
}


def _head(texts: str) -> list[str]:
    """Say where and with what this was measured, and begin the table."""
    libraries = ", ".join(f"{name} {found}" for name in PEERS if (found := _version(name)))
    grep = os.popen("grep --version").readline().strip()
    cores = f"{os.cpu_count()} cores of {_processor()}, {platform.system()} {platform.release()}"
    return [
        f"{cores}, Python {platform.python_version()}, {grep}; {libraries}. {texts}",
        "",
        "| what | cleaner | beside | ratio |",
        "|---|--:|--:|--:|",
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    """Name the processor, where the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _line(row: Row) -> str:
    return f"| {row.what} | {row.figure} | {row.beside} | {row.ratio} |"


def _write(table: str) -> None:
    """Put the table between the marks in the README."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
