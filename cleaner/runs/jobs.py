"""Runs tasks in order: here, or spread over processes with a bounded number under way.

The order of results is the order of tasks, and no more than a few tasks a process are read ahead, however fast the
input is. A process that dies takes its tasks with it, and they are done again in a fresh pool; a task that kills
three pools in a row ends the run.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError
from cleaner.runs.work import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    from cleaner.runs.options import Options
    from cleaner.runs.task import Outcome, Task

_AHEAD = 4
_POOLS = 3
_worker: Worker | None = None


def results(tasks: Iterable[Task], worker: Worker, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Give each task with its outcome, in order."""
    if jobs > 1:
        yield from _spread(iter(tasks), worker.options, jobs)
    else:
        for task in tasks:
            yield task, worker.do(task)


def _spread(tasks: Iterator[Task], options: Options, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Keep every process busy, and wait for the oldest task."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(options, jobs)
    waiting: deque[tuple[Task, Future[Outcome]]] = deque()
    broken = 0
    try:
        while True:
            try:
                _fill(waiting, tasks, pool, jobs * _AHEAD)
                if not waiting:
                    return
                outcome = waiting[0][1].result()
            except BrokenProcessPool:
                broken += 1
                if broken == _POOLS:
                    raise CleanerError("worker processes keep dying; is there enough memory? (-j 1 uses one)") from None
                pool.shutdown()
                pool = _pool(options, jobs)
                waiting = deque((task, pool.submit(_do, task)) for task, _ in waiting)
                continue
            broken = 0
            yield waiting.popleft()[0], outcome
    finally:
        pool.shutdown(cancel_futures=True)


def _fill(
    waiting: deque[tuple[Task, Future[Outcome]]], tasks: Iterator[Task], pool: ProcessPoolExecutor, bound: int
) -> None:
    """Hand out tasks until enough are under way; one that a broken pool refuses waits for the next pool."""
    while len(waiting) < bound:
        task = next(tasks, None)
        if task is None:
            return
        try:
            future = pool.submit(_do, task)
        except RuntimeError as error:
            future = _refused(error)
        waiting.append((task, future))


def _refused(error: Exception) -> Future[Outcome]:
    """Make a future that fails as a broken pool's futures do."""
    from concurrent.futures import Future

    future: Future[Outcome] = Future()
    future.set_exception(error)
    return future


def _pool(options: Options, jobs: int) -> ProcessPoolExecutor:
    """Start processes, each with a cleaner of its own."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, initializer=_begin, initargs=(options,))


def _begin(options: Options) -> None:
    """Build the worker of this process; an interrupt is the parent's to answer."""
    import signal

    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = Worker(options)


def _do(task: Task) -> Outcome:
    """Do a task in a worker process."""
    if _worker is None:
        raise RuntimeError("the process was not begun")
    return _worker.do(task)
