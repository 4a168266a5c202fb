"""What was measured, in words: the table of engines, and what follows from it for terabytes."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from benchmarks.pipelines.drive import WORKERS

PAGE = Path(__file__).parents[2] / "docs/pipelines.md"
LIBRARIES = ("datatrove", "pyspark", "ray", "datasets")
MINUTES, NODES, CORES, MONEY = 3, 100, 16, 0.04


class Line(NamedTuple):
    """Seconds for so many bytes: `start` whatever they are, `slope` for each MB; `whole` for all of them."""

    start: float
    slope: float
    whole: float


def line(few: tuple[float, float], many: tuple[float, float]) -> Line:
    """Lay a line through two runs of different size, each with its MB and its seconds.

    >>> line((3, 7.0), (51, 31.0))
    Line(start=5.5, slope=0.5, whole=31.0)
    """
    slope = max(many[1] - few[1], 0.01) / (many[0] - few[0])
    start = few[1] - slope * few[0]
    return Line(min(max(start, 0.0), many[1]), slope, many[1])


def machine(size: int, records: int, shards: int) -> list[str]:
    """Say what was measured, and on what."""
    libraries = []
    for name in LIBRARIES:
        try:
            libraries.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return [
        f"{size / 1e6:.0f} MB, {records:,} records in {shards} shards, {WORKERS} workers on {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {', '.join(libraries)}.",
        "",
        "| engine | shape | seconds | of these to start | × command line | × command line, without the starts |",
        "|---|---|--:|--:|--:|--:|",
    ]


def row(name: str, shape: str, mine: Line, its: Line) -> str:
    """The row of an engine, beside the command line on the same input right before it.

    Where starting is more than half of it, what is left is less than one start differs from the next, and not told.

    >>> row("X", "files", Line(0.5, 0.25, 12), Line(20, 0.5, 45))
    '| X | files | 45.0 | 20.0 | 3.75 | 2.00 |'
    >>> row("X", "table", Line(0.5, 0.25, 12), Line(20, 0.02, 21))
    '| X | table | 21.0 | 20.0 | 1.75 | – |'
    """
    steady = f"{its.slope / mine.slope:.2f}" if its.start <= its.whole / 2 else "–"
    cells = (f"{its.whole:.1f}", f"{its.start:.1f}", f"{its.whole / mine.whole:.2f}", steady)
    return f"| {name} | {shape} | {' | '.join(cells)} |"


def core(speed: float, memory: float) -> list[str]:
    """What follows from the MB that a core cleans in a second, for whoever plans a large job."""
    hours = 1e6 / speed / 3600
    return [
        "| | |",
        "|---|--:|",
        f"| a core cleans, *s* | {speed:.1f} MB/s |",
        f"| and in an hour, 3.6 *s* | {3.6 * speed:.0f} GB |",
        f"| {MINUTES} minutes of work for a core, {60 * MINUTES} *s* | {60 * MINUTES * speed:.0f} MB |",
        f"| a terabyte, 278 / *s* | {hours:.0f} core-hours |",
        f"| on {NODES} nodes of {CORES} cores | {hours * 60 / NODES / CORES:.1f} minutes |",
        f"| at {MONEY} a core-hour | {hours * MONEY:.2f} |",
        f"| a worker's memory | {memory:.0f} MB |",
    ]


def write(name: str, lines: list[str]) -> None:
    """Put lines between the marks of a name in docs/pipelines.md."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, rest = PAGE.read_text("utf-8").split(begin)
    after = rest.split(end)[1]
    PAGE.write_text(f"{before}{begin}\n{chr(10).join(lines)}\n\n{end}{after}", "utf-8")
