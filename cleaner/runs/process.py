"""One worker process: started, given work, heard and ended.

Each has a pipe of its own, and nobody else holds the far end of it. So its death shows as the end of that pipe, at
whatever moment it comes and with half a message under way; and when the parent dies, by whatever death, its workers
find their pipes at an end and go. Nothing is shared between workers: no lock that a killed one could keep.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.runs.options import Options
from cleaner.runs.work import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from cleaner.runs.task import Outcome, Task


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
    """Tell whether this process has one thread: only then a fork is safe, since another might hold a lock."""
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
