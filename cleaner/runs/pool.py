"""Runs tasks in order: here, or in a pool of processes that is bounded, and loses nothing when a process dies.

Nobody needs to say how many processes: a run begins in one, and takes one for every core when it has cleaned enough to
see that it is not a small one. What was worked out by then (patterns compiled, rule files read) they inherit.

Tasks travel in chunks. A chunk is with one process at a time and stays here until its outcomes have come, so that
the death of a process costs only the work it had in hand; that chunk is done again, its tasks now one by one, since
one of them may be what kills. The next chunk lies in the socket meanwhile: no process waits for the parent, which
may be busy. The order of outcomes is that of the tasks, and no more than a few chunks a process are read ahead: a slow
reader downstream holds up the processes, then the reading.

Each process has a socket of its own, and nobody else holds the far end of it. So its death shows as the end of that
socket, at whatever moment it comes and with half a message under way; and when the parent dies, by whatever death, its
workers find their sockets at an end and go. Nothing is shared between workers: no lock that a killed one could keep.

The parent sends what a socket has room for and goes on: it never waits for a worker that may be waiting for it.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from io import RawIOBase
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError
from cleaner.runs.options import Options
from cleaner.runs.worker import Outcome, Task, Worker

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from socket import socket


AUTO = 0  # as many processes as are worth it
_PER_CORE = 8  # processes for each core, which may help where they wait for disks; whoever asks for more gets no more
_SMALL = 4 << 20  # bytes that are cleaned before further processes are started
_AHEAD = 4  # chunks a process that are read ahead of the output
_IN_HAND = 2  # chunks that a process has: one it does, one that waits for it
_DEATHS = 3  # so many processes in a row may die of one task
_BYTES, _TASKS = 1 << 18, 64  # what makes a chunk full: one batch of JSON lines, or a handful of small files


def results(tasks: Iterable[Task], worker: Worker, jobs: int) -> Generator[tuple[Task, Outcome], None, None]:
    """Each task with its outcome, in order."""
    tasks = iter(tasks)
    if jobs == AUTO:
        yield from _here(tasks, worker, _SMALL)
        jobs = cores()
    first = next(tasks, None)  # with it all is loaded that its format needs, before processes are started
    if first is None:
        return
    tasks = chain([first], tasks)
    if jobs == 1:
        yield from _here(tasks, worker)
    else:
        yield from Pool(tasks, worker, min(jobs, _PER_CORE * cores())).results()


def _here(tasks: Iterator[Task], worker: Worker, most: int | None = None) -> Iterator[tuple[Task, Outcome]]:
    """Do tasks in this process, until there were so many bytes of them."""
    done = 0
    for task in tasks:
        yield task, worker.do(task)
        done += task.batch.size
        if most is not None and done >= most:
            return


class Chunk:
    """Some neighbouring tasks, and their outcomes when they are there."""

    def __init__(self, tasks: list[Task], deaths: int = 0) -> None:
        self.tasks = tasks
        self.deaths = deaths
        self.is_large = sum(task.batch.size for task in tasks) > 2 * _BYTES
        self.outcomes: list[Outcome] | None = None


class Pool:
    """The processes of a run and the chunks under way."""

    def __init__(self, tasks: Iterator[Task], worker: Worker, jobs: int) -> None:
        self._tasks = tasks
        self._worker = worker
        self._jobs = jobs
        self._queue: list[Chunk] = []  # in the order of the output
        self._waiting: deque[Chunk] = deque()  # of these, those that no process has
        self._processes: list[WorkerProcess] = []
        self._ended = self._paused = False

    def results(self) -> Iterator[tuple[Task, Outcome]]:
        """Each task with its outcome; the processes end when nobody asks for more."""
        try:
            while len(self._processes) < self._jobs:
                self._processes.append(WorkerProcess(self._worker, self._processes))
            while self._queue or not self._ended:
                self._dispatch()
                while self._queue and self._queue[0].outcomes is not None:
                    chunk = self._queue.pop(0)
                    yield from zip(chunk.tasks, chunk.outcomes or (), strict=True)
                self._read_ahead()
                if self._queue:
                    self._collect()
        finally:
            for process in self._processes:
                process.end()

    def _read_ahead(self) -> None:
        """Take tasks; an input that has nothing to give for now is asked again when all it gave is written."""
        if self._paused and self._queue:
            return
        self._paused = False
        while len(self._queue) < self._jobs * _AHEAD and not (self._ended or self._paused):
            if tasks := self._gathered():
                self._queue.append(Chunk(tasks))
                self._waiting.append(self._queue[-1])
                self._dispatch()

    def _gathered(self) -> list[Task]:
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

    def _dispatch(self) -> None:
        """Give work to the processes that have least."""
        while self._waiting:
            process = min(self._processes, key=lambda one: len(one.chunks))
            if process.is_full:
                return
            if not process.chunks and not process.handle.is_alive():
                self._replace(process)
                continue
            process.chunks.append(self._waiting.popleft())
            process.unsent += _pickled(process.chunks[-1].tasks)
            process.send()

    def _collect(self) -> None:
        """Wait until a process has finished a chunk, has room for more of one, or died."""
        import selectors

        with selectors.DefaultSelector() as selector:
            for process in self._processes:
                if process.chunks:
                    more = selectors.EVENT_WRITE if process.unsent else 0
                    selector.register(process.socket, selectors.EVENT_READ | more, process)
            ready: list[tuple[WorkerProcess, int]] = [(key.data, events) for key, events in selector.select()]
        for process, events in ready:
            process.send()
            if not events & selectors.EVENT_READ:
                continue
            try:
                found = _receive(process.socket)
            except (EOFError, OSError):
                self._replace(process)
                continue
            chunk = process.chunks.popleft()
            # what cannot be done there cannot be done here either, but here it says why
            chunk.outcomes = [self._worker.do(task) for task in chunk.tasks] if found is None else found

    def _replace(self, process: WorkerProcess) -> None:
        """Put a new process in the place of a dead one, and what that had in hand back into the queue, task by task."""
        self._processes.remove(process)
        process.end()
        self._processes.append(WorkerProcess(self._worker, self._processes))
        if not process.chunks:
            return
        chunk, *others = process.chunks
        deaths = chunk.deaths + 1
        if deaths == _DEATHS and len(chunk.tasks) == 1:
            why = "the process that cleans it dies each time; is there enough memory? (-j 1 uses one process)"
            raise CleanerError(f"{_name(chunk.tasks[0])}: {why}")
        again = [Chunk([task], deaths) for task in chunk.tasks]
        at = self._queue.index(chunk)
        self._queue[at : at + 1] = again
        self._waiting.extendleft(reversed(again + others))


def _name(task: Task) -> str:
    """Which document, or which records, a task is about."""
    first, count = task.batch.first, task.batch.places
    if count > 1:
        return f"{task.place.path}:{first}-{first + count - 1}"
    return f"{task.place.path}:{first}" if first > 1 else task.place.path


class WorkerProcess:
    """A process and its chunks, the first of them in hand. Our end of its socket is at an end when it is dead."""

    def __init__(self, worker: Worker, others: Iterable[WorkerProcess]) -> None:
        """Start a process that works as `worker` does; `others` are those that live already."""
        import multiprocessing
        import signal
        import socket

        self.chunks: deque[Chunk] = deque()
        self.unsent: deque[memoryview] = deque()
        forked = _alone()
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.socket, far = socket.socketpair()
        for end in (self.socket, far):  # room for a chunk: whoever sends need not wait until the other reads
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * _BYTES)
        # what a fork inherits it must close, or the others would never see the end of their sockets
        given = (worker, [self.socket, *(other.socket for other in others)]) if forked else (worker.options, [])
        self.handle: BaseProcess = context.Process(target=_serve, args=(far, *given), daemon=True)
        can_hold = hasattr(signal, "pthread_sigmask")  # Windows cannot
        if can_hold:  # interrupts are held back until it knows that none is for it
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        gc.freeze()  # what a process inherits its collector leaves alone: to look at it would make a copy of it
        try:
            self.handle.start()
        finally:
            gc.unfreeze()
            if can_hold:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        far.close()

    @property
    def is_full(self) -> bool:
        """Whether the next chunk should wait for another process: behind a large one it would lie long."""
        return len(self.chunks) == _IN_HAND or bool(self.unsent) or any(chunk.is_large for chunk in self.chunks)

    def send(self) -> None:
        """Send what there is room for. That it is dead shows when all is read that it has sent."""
        self.socket.setblocking(False)
        with suppress(OSError):
            while self.unsent:
                self.unsent[0] = self.unsent[0][self.socket.send(self.unsent[0]) :]
                if not self.unsent[0]:
                    self.unsent.popleft()
        self.socket.setblocking(True)

    def end(self) -> None:
        """End it: a worker has nothing that would need a farewell."""
        self.handle.kill()
        self.handle.join()
        self.socket.close()


def _pickled(message: list[Any] | None) -> list[memoryview]:
    """Pickle a message, in parts: what is large in it is not copied."""
    import pickle

    parts: list[bytes] = []
    pickle.dump(message, SimpleNamespace(write=parts.append), pickle.HIGHEST_PROTOCOL)
    return [memoryview(part) for part in parts]


class _Exactly(RawIOBase):
    """Reads from a socket what is asked for, and nothing of the next message: a selector would not tell of that."""

    def __init__(self, socket: socket) -> None:
        self._socket = socket

    def readinto(self, buffer: Any) -> int:
        missing = memoryview(buffer)
        while missing:
            count = self._socket.recv_into(missing)
            if not count:
                raise EOFError
            missing = missing[count:]
        return len(buffer)


def _receive(socket: socket) -> Any:
    """Wait for a message; where the other side died, amid one or before, it is an `EOFError` or an `OSError`."""
    import pickle

    return pickle.load(_Exactly(socket))  # noqa: S301 - our own process wrote it


def _alone() -> bool:
    """Whether this process has one thread: only then a fork is safe, since another might hold a lock."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def _serve(own: socket, given: Worker | Options, inherited: list[socket]) -> None:
    """Work until the socket ends. An interrupt is the parent's to answer."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    worker = Worker(given) if isinstance(given, Options) else given
    with suppress(EOFError, OSError):
        while True:
            tasks = _receive(own)
            try:
                found = [worker.do(task) for task in tasks]
            except Exception:  # the parent finds out why
                found = None
            for part in _pickled(found):
                own.sendall(part)


def cores() -> int:
    """Count the cores that this process may use: those it is bound to, no more than its container was given."""
    bound = hasattr(os, "sched_getaffinity")  # not on every system
    count = len(os.sched_getaffinity(0)) if bound else os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max") as stream:
            quota, period = map(int, stream.read().split())
    except (OSError, ValueError):  # there is no bound
        return count
    return max(1, min(count, -(-quota // period)))
