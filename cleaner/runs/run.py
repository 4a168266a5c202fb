"""A run: the tasks of a plan, done in order, and the outputs that they go into, one after the other.

The command line and the jobs of engines stand on it; what they add is what they tell of it, and what they write beside.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cleaner.runs.pool import results
from cleaner.runs.sinks import Sink, sink_for
from cleaner.runs.tally import Tally
from cleaner.runs.worker import tasks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from cleaner.formats.files import FileState
    from cleaner.runs.options import Options
    from cleaner.runs.plan import Target
    from cleaner.runs.worker import Outcome, Task, Worker


class Output:
    """An output under way. Whoever iterates over it gets each task with its outcome, whose documents are written.

    It is there when it is closed. `seen` is its input as it was before it was read; `tally` counts what came into it.
    Something of its inputs could be `read`; one that broke off, or could not be read at all, has `failed`.
    """

    def __init__(self, target: Target, options: Options, done: Iterator[tuple[Task, Outcome]]) -> None:
        """Begin with nothing; what is written to is opened with the first outcome."""
        self.target = target
        self.seen: FileState = ()
        self.tally = Tally()
        self.read = self.failed = False
        self._options = options
        self._done = done
        self._sink = Sink()

    def __iter__(self) -> Iterator[tuple[Task, Outcome]]:
        """Take outcome after outcome, and hand each on."""
        for number, (task, outcome) in enumerate(self._done):
            if not number:
                self.seen = task.place.seen
                self._sink = sink_for(self.target, self._options, self.seen)
            self.read |= not outcome.failed or bool(outcome.documents or outcome.tables)
            self.failed |= outcome.failed
            self.tally.add(outcome.tally)
            self._sink.take(outcome)
            yield task, outcome

    def close(self) -> bool:
        """Finish it; tell whether a file was written."""
        return self._sink.close(self.read)

    def drop(self) -> None:
        """Leave no half of it behind."""
        self._sink.drop()


def outputs(targets: Sequence[Target], worker: Worker, jobs: int) -> Generator[Output, None, None]:
    """Each output of a plan, when it has its first outcome; it is up to the caller to go through it, and to close it.

    Close the generator, too (`contextlib.closing`): where the run ends amid an output, nothing of that one stays.
    """
    done = results(tasks(targets, worker.reading), worker, jobs)
    try:
        for number, found in groupby(done, key=lambda pair: pair[0].place.target):
            output = Output(targets[number], worker.options, found)
            try:
                yield output
            except GeneratorExit:
                output.drop()
                raise
    finally:
        done.close()
