"""Measuring: what runs in a process of its own, and what runs here; medians of rounds taken in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CLEANER = str(Path(sys.executable).with_name("cleaner"))


#: Runs a line of shell and prints its peak: from a small process, since a child begins with its parent's peak.
PEAK = """
import resource, subprocess, sys
subprocess.run(["/bin/sh", "-c", sys.argv[1]], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Cost(NamedTuple):
    """Seconds of CPU and of wall time."""

    cpu: float
    wall: float


class Row(NamedTuple):
    """One line of the table: what was measured, its figure, beside what, and the ratio that counts."""

    what: str
    figure: str
    beside: str
    ratio: str


def environment() -> dict[str, str]:
    """The environment of every measured process: compiled modules are kept, as they are for users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def command(argv: Sequence[str], stdin: str | Path = os.devnull, stdout: str | Path = os.devnull) -> Cost:
    """Run a command once; the CPU time is that of the whole family of processes."""
    with Path(stdin).open("rb") as source, Path(stdout).open("wb") as sink:
        start = time.perf_counter()
        made = subprocess.Popen(argv, stdin=source, stdout=sink, stderr=subprocess.PIPE, env=environment())
        said = made.stderr.read() if made.stderr else b""
        _, status, used = os.wait4(made.pid, 0)
        wall = time.perf_counter() - start
    made.returncode = os.waitstatus_to_exitcode(status)
    if made.returncode:
        raise SystemExit(f"{' '.join(argv)} ended with {made.returncode}: {said.decode()[-500:]}")
    return Cost(used.ru_utime + used.ru_stime, wall)


def shell(line: str) -> Cost:
    """Run a line of shell."""
    return command(["/bin/sh", "-c", line])


def peak(line: str) -> float:
    """Run a line of shell; give the MB of the process that took most."""
    done = subprocess.run([sys.executable, "-c", PEAK, line], env=environment(), capture_output=True, check=True)
    return int(done.stdout) / 1024


def commands(named: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """Measure several, in turn, one round after the other; give the median of each."""
    found: dict[str, list[Cost]] = {name: [] for name in named}
    for _ in range(rounds):
        for name, run in named.items():
            found[name].append(run())
    return {name: Cost(*map(statistics.median, zip(*costs, strict=True))) for name, costs in found.items()}


def calls(named: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Measure functions in this process; give the median of their CPU seconds."""

    def timed(run: Callable[[], object]) -> Cost:
        start = time.process_time()
        run()
        return Cost(time.process_time() - start, 0)

    found = commands({name: lambda run=run: timed(run) for name, run in named.items()}, rounds)
    return {name: cost.cpu for name, cost in found.items()}
