"""Runs tasks in order: here, or in a pool of processes that is bounded, and loses nothing when a process dies.

Nobody needs to say how many processes: a run begins in one, and takes one for every core when it has cleaned enough to
see that it is not a small one. What was worked out by then (patterns compiled, rule files read) they inherit.

Tasks travel in shares. A share is with one process at a time and stays here until its outcomes have come, so that
the death of a process costs only the work it had in hand; that share is done again, its tasks now one by one, since
one of them may be what kills. The order of outcomes is that of the tasks, and no more than a few shares a process
are read ahead: a slow reader downstream holds up the processes, then the reading.

Each process has a pipe of its own, and nobody else holds the far end of it. So its death shows as the end of that pipe,
at whatever moment it comes and with half a message under way; and when the parent dies, by whatever death, its workers
find their pipes at an end and go. Nothing is shared between workers: no lock that a killed one could keep.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.errors import CleanerError
from cleaner.runs.options import Options
from cleaner.runs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from cleaner.runs.tasks import Outcome, Task


_AHEAD = 4
"""Shares a process that are read ahead of the output."""

_DEATHS = 3
"""So many processes in a row may die of one task."""

_BYTES, _TASKS = 1 << 18, 64
"""What makes a share full: one batch of JSON lines, or a handful of small files."""


class Share:
    """Some neighbouring tasks, and their outcomes when they are there."""

    __slots__ = ("deaths", "outcomes", "tasks")

    def __init__(self, tasks: list[Task], deaths: int = 0) -> None:
        self.tasks = tasks
        self.outcomes: list[Outcome] | None = None
        self.deaths = deaths


class Crew:
    """The processes of a run and the shares under way."""

    def __init__(self, tasks: Iterator[Task], worker: Worker, jobs: int) -> None:
        self._tasks = tasks
        self._worker = worker
        self._bound = jobs * _AHEAD
        self._line: list[Share] = []  # in the order of the output
        self._open: deque[Share] = deque()  # of these, those that nobody has in hand
        self._busy: dict[Any, tuple[Process, Share]] = {}  # by pipe
        self._idle: list[Process] = []
        self._ended = self._paused = False
        try:
            for _ in range(jobs):
                self._start()
        except BaseException:
            self.end()
            raise

    def results(self) -> Iterator[tuple[Task, Outcome]]:
        """Each task with its outcome, in order."""
        while True:
            self._hand_out()
            while self._line and self._line[0].outcomes is not None:
                share = self._line.pop(0)
                yield from zip(share.tasks, share.outcomes or (), strict=True)
            self._take()
            self._hand_out()
            if self._line:
                self._hear()
            elif self._ended:
                return

    def end(self) -> None:
        """Leave no process behind."""
        for process in self._living():
            process.end()

    def _living(self) -> list[Process]:
        return [*self._idle, *(process for process, _ in self._busy.values())]

    def _start(self) -> None:
        self._idle.append(start(self._worker, self._living()))

    def _take(self) -> None:
        """Read ahead; an input that has nothing to give for now is asked again when all it gave is written."""
        if self._paused and self._line:
            return
        self._paused = False
        while len(self._line) < self._bound and not (self._ended or self._paused):
            if tasks := self._gathered():
                self._line.append(Share(tasks))
                self._open.append(self._line[-1])

    def _gathered(self) -> list[Task]:
        """Gather the tasks of a share."""
        found: list[Task] = []
        size = 0
        for task in self._tasks:
            if task.batch.pause:
                self._paused = True
                return found
            found.append(task)
            size += task.batch.size
            if size >= _BYTES or len(found) == _TASKS:
                return found
        self._ended = True
        return found

    def _hand_out(self) -> None:
        """Work to who has none."""
        while self._open and self._idle:
            process, share = self._idle.pop(), self._open.popleft()
            self._busy[process.pipe] = process, share
            if not process.give(share.tasks):
                self._bury(process)

    def _hear(self) -> None:
        """Wait until someone has finished, or died."""
        if not self._busy:
            return
        from multiprocessing.connection import wait

        for pipe in wait(list(self._busy)):
            process, share = self._busy[pipe]
            try:
                found = process.hear()
            except EOFError:
                self._bury(process)
                continue
            del self._busy[pipe]
            self._idle.append(process)
            # what cannot be done there cannot be done here either, but here it says why
            share.outcomes = [self._worker.do(task) for task in share.tasks] if found is None else found

    def _bury(self, process: Process) -> None:
        """Put a new process in the place of a dead one, and what that had in hand back into the line, task by task."""
        share = self._busy.pop(process.pipe)[1]
        process.end()
        deaths = share.deaths + 1
        if deaths == _DEATHS and len(share.tasks) == 1:
            raise CleanerError(f"{_named(share.tasks[0])}: the process that cleans it dies each time; "
                               "is there enough memory? (-j 1 uses one process)")  # fmt: skip
        again = [Share([task], deaths) for task in share.tasks]
        at = self._line.index(share)
        self._line[at : at + 1] = again
        self._open.extendleft(reversed(again))
        self._start()


def _named(task: Task) -> str:
    """Which document, or which records, a task is about."""
    first, count = task.batch.first, task.batch.count
    if count > 1:
        return f"{task.place.path}:{first}-{first + count - 1}"
    return f"{task.place.path}:{first}" if first > 1 else task.place.path


class Process(NamedTuple):
    """A process and our end of its pipe."""

    handle: BaseProcess
    pipe: Connection

    def give(self, tasks: list[Task]) -> bool:
        """Hand out tasks; False if the process is dead."""
        try:
            self.pipe.send(tasks)
        except OSError:
            return False
        return True

    def hear(self) -> list[Outcome] | None:
        """Take the outcomes of what was given; None where it could not be done. `EOFError` if the process is dead."""
        try:
            found: list[Outcome] | None = self.pipe.recv()
        except OSError:
            raise EOFError from None
        return found

    def end(self) -> None:
        """End it: a worker has nothing that would need a farewell."""
        self.handle.kill()
        self.handle.join()
        self.pipe.close()


def start(worker: Worker, others: Iterable[Process]) -> Process:
    """Start a process that works as `worker` does; `others` are those that live already."""
    import multiprocessing

    method = "fork" if _alone() else "spawn"
    context: Any = multiprocessing.get_context(method)
    near, far = context.Pipe()
    arguments: tuple[Any, ...] = (far, worker.options, [])
    if method == "fork":  # what a fork inherits it must close, or the others would never see the end of their pipes
        arguments = (far, worker, [near, *(other.pipe for other in others)])
    handle = context.Process(target=_serve, args=arguments, daemon=True)
    with _no_interrupt():
        handle.start()
    far.close()
    return Process(handle, near)


def _alone() -> bool:
    """Whether this process has one thread: only then a fork is safe, since another might hold a lock."""
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
    except OSError:
        return False


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold an interrupt back until a new process knows that it is not for it."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - not on this system
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, given: Worker | Options, inherited: list[Connection]) -> None:
    """Work until the pipe ends. An interrupt is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    worker = Worker(given) if isinstance(given, Options) else given
    while True:
        try:
            pipe.send(_done(worker, pipe.recv()))
        except (EOFError, OSError):
            return


def _done(worker: Worker, tasks: list[Task]) -> list[Outcome] | None:
    """Do tasks; None if one cannot be done, for the parent to find out why."""
    try:
        return [worker.do(task) for task in tasks]
    except Exception:
        return None


AUTO = 0
"""As many processes as are worth it."""

_A_CORE = 8
"""Processes for each core that may help where they wait for disks; whoever asks for more gets no more."""

_SMALL = 4 << 20
"""Bytes that are cleaned before further processes are started."""


def results(tasks: Iterable[Task], worker: Worker, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Each task with its outcome, in order."""
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
        done += task.batch.size
        if most is not None and done >= most:
            return


def _spread(tasks: Iterator[Task], worker: Worker, jobs: int) -> Iterator[tuple[Task, Outcome]]:
    """Do tasks in other processes."""
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
    """The number of cores that a container was given, rounded up; many where no bound is set."""
    try:
        with open("/sys/fs/cgroup/cpu.max") as stream:  # noqa: PTH123
            quota, period = stream.read().split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):
        return 1 << 10
