"""Measures every engine that is installed against the command line, on the same cores.

    python -m benchmarks.pipelines --write
    python -m benchmarks.pipelines --mb 10 --only Ray

Wall time. Each engine gets a sixteenth of the records, then all of them, right after the command line got the same; the
line through the two runs parts what it takes to start from what it takes for every megabyte. What an engine writes must
be what the command line wrote. `--write` puts the tables into docs/pipelines.md.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from benchmarks.pipelines import report
from benchmarks.pipelines.corpus import Corpus, check, make
from benchmarks.pipelines.drive import ENGINES, ONE, ROOT, WORKERS, Engine
from tests.engines import slurm

PART = 16


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pipelines", description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=int, default=50, help="MB of records (default: 50)")
    parser.add_argument("--shards", type=int, default=16, help="in so many files (default: 16)")
    parser.add_argument("--only", default="", help="engines whose name and shape hold this")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/pipelines.md")
    given = parser.parse_args()
    if given.write and given.only:
        parser.error("--write wants all engines")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = (make(folder / part, given.mb * size, given.shards) for part, size in SIZES.items())
        lines = report.machine(many.size, many.records, given.shards)
        print(*lines, sep="\n", flush=True)
        for engine in ENGINES:
            if given.only in engine.title:
                lines.append(measured(engine, few, many, folder))
                print(lines[-1], flush=True)
        facts = report.core(*one_core(few, many, folder))
        print("", *facts, sep="\n")
    if given.write:
        report.write("engines", lines)
        report.write("core", facts)


SIZES = {"few": 1_000_000 // PART, "many": 1_000_000}


def measured(engine: Engine, few: Corpus, many: Corpus, folder: Path) -> str:
    """The row of an engine, or why there is none."""
    why = f"{engine.needs} is not installed" if engine.needs and not find_spec(engine.needs) else ""
    why = why or (slurm.missing() if "Slurm" in engine.name else "")
    if why:
        return f"| {engine.name} | {engine.shape} | {why} | | | |"
    mine, its = [], []
    with ExitStack() as stack:
        if "Slurm" in engine.name:
            stack.enter_context(slurm.cluster(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        for corpus in (few, many):
            out = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
            mine.append((corpus.size / 1e6, timed(plain(engine, corpus, out / "mine"))))
            its.append((corpus.size / 1e6, timed(driven(engine, corpus, out / "its"))))
            check(engine, out / "mine", out / "its")
    return report.row(engine.name, engine.shape, report.line(*mine), report.line(*its))


def plain(engine: Engine, corpus: Corpus, out: Path) -> list[object]:
    """The command line that does what the engine does."""
    command = [sys.executable, "-m", "cleaner", "clean", corpus.source(engine.shape), "-o", f"{out}/", "-q"]
    return [*command, "-j", str(WORKERS), *["--annotate"] * (engine.shape != "files")]


def driven(engine: Engine, corpus: Corpus, out: Path) -> list[object]:
    """The command that has an engine do it."""
    return [sys.executable, "-m", "benchmarks.pipelines.drive", engine.title, corpus.source(engine.shape), out]


def timed(command: list[object]) -> float:
    """Run a command; give its seconds."""
    start = time.perf_counter()
    words = list(map(str, command))
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL, timeout=600
    )
    if done.returncode:
        raise SystemExit(f"{words} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - start


def one_core(few: Corpus, many: Corpus, folder: Path) -> tuple[float, float]:
    """The MB that one process cleans in a second of CPU time, its start apart, and the most MB that it takes."""
    spent = []
    for corpus in (few, many):
        before, out = cpu(), folder / f"one {corpus.size}"
        timed(driven(ONE, corpus, out))
        spent.append((corpus.size / 1e6, cpu() - before))
    return 1 / report.line(*spent).slope, int(Path(f"{out}.peak").read_text()) / 1024


def cpu() -> float:
    """The CPU time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
