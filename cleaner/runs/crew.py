"""Spreads tasks over processes: in order, bounded, and nothing lost when a process dies.

Tasks travel in shares. A share is with one process at a time and stays here until its outcomes have come, so that
the death of a process costs only the work it had in hand; that share is done again, its tasks now one by one, since
one of them may be what kills. The order of outcomes is that of the tasks, and no more than a few shares a process
are read ahead: a slow reader downstream holds up the processes, then the reading.
"""

from __future__ import annotations

from collections import deque
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError
from cleaner.runs.process import Process, start
from cleaner.runs.task import LinesTask, Wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cleaner.runs.task import Outcome, Task
    from cleaner.runs.work import Worker

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
        """Take tasks that died so often already."""
        self.tasks = tasks
        self.outcomes: list[Outcome] | None = None
        self.deaths = deaths


class Crew:
    """The processes of a run and the shares under way."""

    def __init__(self, tasks: Iterator[Task], worker: Worker, jobs: int) -> None:
        """Start the processes."""
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
        """Give each task with its outcome, in order."""
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
            if isinstance(task, Wait):
                self._paused = True
                return found
            found.append(task)
            size += task.size
            if size >= _BYTES or len(found) == _TASKS:
                return found
        self._ended = True
        return found

    def _hand_out(self) -> None:
        """Give work to who has none."""
        while self._open and self._idle:
            process, share = self._idle.pop(), self._open.popleft()
            self._busy[process.pipe] = process, share
            if not process.give(share.tasks):
                self._bury(process)

    def _hear(self) -> None:
        """Wait until someone has finished, or died."""
        if not self._busy:
            return
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
    """Say which document, or which lines, a task is about."""
    if isinstance(task, LinesTask) and task.lines:
        return f"{task.place.path}:{task.first}-{task.first + len(task.lines) - 1}"
    return task.place.path
