"""`clean` and `check`: from options to documents, messages and an exit code."""

from __future__ import annotations

from contextlib import ExitStack

from cleaner.runs.feed import tasks
from cleaner.runs.jobs import results
from cleaner.runs.plan import plan
from cleaner.runs.sinks import Side, out, sink_for
from cleaner.runs.tally import Tally
from cleaner.runs.work import Worker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.cli.progress import Progress
    from cleaner.cli.terminal import Messages
    from cleaner.runs.options import Options
    from cleaner.runs.plan import Target
    from cleaner.runs.sinks import Sink
    from cleaner.runs.task import Outcome


class Run:
    """One run: owns what is open and what has been counted."""

    def __init__(self, options: Options, messages: Messages) -> None:
        """Plan the run and build the cleaner; all that is wrong with the call shows here."""
        self.options = options
        self.messages = messages
        self.worker = Worker(options)
        self.targets = plan(options)
        self.tally = Tally()
        self.file = Tally()
        self.audit = Side(options.removed)
        self.rejects = Side(options.rejects)

    def go(self) -> int:
        """Do all tasks; give the exit code."""
        from cleaner.cli.progress import progress

        size = sum(len(target.inputs) for target in self.targets)
        with ExitStack() as stack:
            stack.callback(self.audit.close)
            stack.callback(self.rejects.close)
            bar = stack.enter_context(progress(self.targets, self.messages)) if self._may_take_long(size) else None
            self._all(bar)
        self._sum_up(size)
        checking = self.options.check or self.options.verb == "check"
        return self.tally.exit_code(self.options.strict, checking or self.options.hook)

    def _may_take_long(self, inputs: int) -> bool:
        """Tell whether someone is watching, and may wait."""
        from cleaner.cli.progress import worth_it

        return self.messages.terminal and not self.options.quiet and worth_it(self.targets, inputs)

    def _all(self, bar: Progress | None) -> None:
        """Do the tasks in order, and open and close the outputs on the way."""
        sink: Sink | None = None
        current = -1
        jobs = 1 if self.options.hook else self.options.jobs  # pre-commit spreads the files itself
        try:
            for task, outcome in results(tasks(self.targets, self.options.limits), self.worker, jobs):
                if task.place.target != current:
                    if sink is not None:
                        self._close(sink, self.targets[current])
                    current = task.place.target
                    sink = sink_for(self.targets[current], self.options)
                if sink is not None:
                    sink.take(outcome)
                self._take(outcome)
                if bar is not None:
                    bar.advance(task.size, self.tally)
            if sink is not None:
                self._close(sink, self.targets[current])
        except BaseException:
            if sink is not None:
                sink.drop()
            raise

    def _close(self, sink: Sink, target: Target) -> None:
        """Finish an output; its audit is safe before it. A file that was changed in place is told of."""
        if self.options.in_place:
            self.audit.settle()
        if sink.close() and self.options.in_place:
            if self.options.hook:
                out(f"Fixing {self.messages.safe(target.out)}\n".encode())
            else:
                self.messages.say(f"{target.out}: {self.file.changes()}")
        self.file = Tally()

    def _take(self, outcome: Outcome) -> None:
        """Take in all of an outcome but its documents."""
        self.audit.write(outcome.audit)
        self.rejects.write(outcome.rejects)
        self.tally.add(outcome.tally)
        self.file.add(outcome.tally)
        for problem in outcome.problems:
            self.messages.problem(problem)
        for flag in outcome.flags:
            self.messages.flag(flag)
        if outcome.changes and (self.options.hook or not self.options.quiet):
            from cleaner.cli.listing import listed

            out("".join(f"{listed(change, self.options.format)}\n" for change in outcome.changes).encode())

    def _sum_up(self, inputs: int) -> None:
        """Say how it went, where someone is there to read it or much was done."""
        self.messages.flush()
        if self.options.quiet or (inputs == 1 and not self.messages.terminal):
            return
        name = next(iter(self.tally.sources), "") if self.tally.documents == 1 else ""
        self.messages.say(self.tally.sentence() + (f"; source {name}" if name else ""))


def run(options: Options, messages: Messages) -> int:
    """Clean or check; give the exit code."""
    return Run(options, messages).go()
