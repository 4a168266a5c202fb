"""Runs tasks in order: here, or spread over processes.

Nobody needs to say how many: a run begins in one process, and takes a process for every core when it has cleaned
enough to see that it is not a small one. What was worked out by then (patterns compiled, rule files read) the
processes inherit.
"""

from __future__ import annotations

import os
from itertools import chain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.runs.task import Outcome, Task
    from cleaner.runs.work import Worker

AUTO = 0
"""As many processes as are worth it."""

_A_CORE = 8
"""Processes for each core that may help where they wait for disks; whoever asks for more gets no more."""

_SMALL = 4 << 20
"""Bytes that are cleaned before further processes are started."""


def results(tasks: Iterable[Task], worker: Worker, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Give each task with its outcome, in order."""
    tasks = iter(tasks)
    if jobs == AUTO:
        yield from _here(tasks, worker, _SMALL)
        first = next(tasks, None)
        if first is None:
            return
        tasks, jobs = chain([first], tasks), cores()
    yield from _here(tasks, worker) if jobs == 1 else _spread(tasks, worker, min(jobs, _A_CORE * cores()))


def _here(tasks: Iterator[Task], worker: Worker, most: int | None = None) -> Iterator[tuple[Task, Outcome]]:
    """Do tasks in this process, until there were so many bytes of them."""
    done = 0
    for task in tasks:
        yield task, worker.do(task)
        done += task.size
        if most is not None and done >= most:
            return


def _spread(tasks: Iterator[Task], worker: Worker, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Do tasks in other processes."""
    from cleaner.runs.crew import Crew

    crew = Crew(tasks, worker, jobs)
    try:
        yield from crew.results()
    finally:
        crew.end()


def cores() -> int:
    """Count the cores that this process may use: those it is bound to, no more than its container was given."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # pragma: no cover - not on this system
        count = os.cpu_count() or 1
    return max(1, min(count, _granted()))


def _granted() -> int:
    """Give the number of cores that a container was given, rounded up; many where no bound is set."""
    try:
        with open("/sys/fs/cgroup/cpu.max") as stream:  # noqa: PTH123
            quota, period = stream.read().split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):
        return 1 << 10
