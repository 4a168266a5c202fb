"""`clean` and `check`: from options to documents, messages and an exit code."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, closing, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.audit import Audit
from cleaner.cli.terminal import Messages, use_layout
from cleaner.errors import LeftAsItIsError, UsageError
from cleaner.formats.files import GrowingFile
from cleaner.runs.console import out, visible
from cleaner.runs.options import Options
from cleaner.runs.outputs import Output, outputs
from cleaner.runs.plan import mirrors, plan
from cleaner.runs.tally import Change, Stopwatch, Tally
from cleaner.runs.worker import Outcome, Worker

if TYPE_CHECKING:
    from cleaner.cli.progress import Advance
    from cleaner.runs.manifest import Journal


class Run:
    """One run: owns what is open and what has been counted."""

    def __init__(self, options: Options, messages: Messages) -> None:
        """Plan the run and build the cleaner; all that is wrong with the call shows here."""
        self.options = options
        self.messages = messages
        self.worker = Worker(options)
        self.targets = plan(options, messages.say)
        self.tally = Tally()
        self.watch = Stopwatch()
        self.whole = False  # whether all tasks were done
        self.left = 0  # files that should change and are left as they are
        self.audit = GrowingFile(options.removed) if options.removed else None
        self.rejects = GrowingFile(options.rejects) if options.rejects else None
        if options.in_place and self.audit and self.audit.before > 0:
            why = "holds the audit of an earlier run, the only way back; name another file"
            raise UsageError(f"{options.removed}: {why}")
        self.journal = self._journal() if options.output or options.resume or options.manifest else None
        if self.audit:
            self.audit.begin(more=options.resume)
        if self.rejects:
            self.rejects.begin(more=False)

    def _journal(self) -> Journal | None:
        """Begin the manifest of the folder that is filled; what is complete already is done no more."""
        from cleaner.runs.manifest import Journal, wanted

        if not wanted(self.options, mirrors(self.options)):
            return None
        told = not self.audit or self.audit.before >= 0
        journal = Journal(self.options, self.worker.cleaner, self.targets, told)
        if journal.done:
            self.targets = [target for target in self.targets if target.out not in journal.done]
            for record in journal.done.values():
                self.tally.add(Tally.of(record.counts))
            self.messages.say(f"{len(journal.done):,} complete already, {len(self.targets):,} to do")
        if self.options.resume and self.audit and self.audit.before > 0:
            journal.clear(self.targets)
            self.audit.rewrite(Audit(self.options.removed).about(journal.done) if journal.done else ())
        journal.write()
        return journal

    def go(self) -> int:
        """Do all tasks; the exit code."""
        summary = None
        if self.options.summary:
            from cleaner.cli.progress import Summary

            summary = Summary(self.options.summary, self.worker.cleaner)
        watching: AbstractContextManager[Advance | None] = nullcontext()
        if self.messages.terminal and not self.options.quiet:
            from cleaner.cli.progress import watched

            watching = watched(self.targets, self.messages)
        try:
            with watching as advance:
                self._all(advance)
        finally:
            for beside in filter(None, (self.audit, self.rejects)):
                beside.close()
            if summary is not None and not self.whole:
                summary.write(self.tally, self.watch, None)
        self._sum_up()
        checking = self.options.check or self.options.verb == "check" or self.options.hook
        code = self.tally.exit_code(self.options.strict, checking)
        if self.left and not self.tally.missing:
            code = min(code, 1)
        if summary is not None:
            summary.write(self.tally, self.watch, code)
        return code

    def _all(self, advance: Advance | None) -> None:
        """Do the tasks, and finish the outputs on the way."""
        try:
            with closing(outputs(self.targets, self.worker, self.options.jobs)) as opened:
                for output in opened:
                    for task, outcome in output:
                        self._take(outcome)
                        self.watch.size += task.batch.size
                        if advance is not None:
                            advance(task.batch.size, self.tally)
                    self._close(output)
            self.whole = True
        finally:
            if self.journal is not None:
                self.journal.close(self.whole)

    def _close(self, output: Output) -> None:
        """Finish an output; its audit is safe before it, and what is noted down of it comes after it."""
        if self.audit:
            self.audit.flush(disk=self.options.in_place)
        try:
            written = output.close()
            problem = ""
            if written and self.journal is not None and not output.failed:
                problem = self.journal.note(output.target, output.seen, output.tally.counts())
        except LeftAsItIsError as error:
            written, problem = False, str(error)
            self.tally.add(output.tally, -1)
            self.left += 1
        if problem:
            self.messages.problem(problem)
            self.tally.skipped += 1
        if written and self.options.hook:
            out(f"Fixing {self.messages.safe(output.target.out)}\n".encode())
        elif written and self.options.in_place:
            self.messages.say(f"{output.target.out}: {output.tally.changes()}")

    def _take(self, outcome: Outcome) -> None:
        """Take in all of an outcome but its documents."""
        if self.audit:
            self.audit.write(b"".join(outcome.audit))
        if self.rejects:
            self.rejects.write(b"".join(outcome.rejects))
        self.tally.add(outcome.tally)
        for problem in outcome.problems:
            self.messages.problem(problem)
        for flag in outcome.flags:
            self.messages.flag(flag)
        if outcome.changes and (self.options.hook or not self.options.quiet):
            self._list(outcome.changes)

    def _list(self, changes: list[Change]) -> None:
        """List what would change: in columns on a terminal, else a line each."""
        form, color = self.options.format, self.options.color
        if form != "text" or not use_layout(color, sys.stdout):
            out("".join(f"{listed(change, form)}\n" for change in changes).encode())
            return
        from cleaner.cli.printer import Printer

        printer = Printer(color)
        longest = max(self._longest, *(len(visible(change.doc)) for change in changes))
        column = min(longest, printer.width // 2)
        for change in changes:
            printer.field(change.doc, change.tally.changes(), column, "red" if change.tally.labels else "yellow")

    @cached_property
    def _longest(self) -> int:
        """The length of the longest name of an input."""
        return max(len(visible(item.path)) for target in self.targets for item in target.inputs)

    def _sum_up(self) -> None:
        """Say how it went, where someone is there to read it or much was done."""
        self.messages.flush(self.tally.documents + self.tally.skipped)
        inputs = sum(len(target.inputs) for target in self.targets)
        if self.options.quiet or (inputs == 1 and not self.messages.terminal and not self.tally.others):
            return
        if self.messages.terminal and self.tally.documents > 1:
            from cleaner.cli.progress import table

            self.messages.show(table(self.tally, self.watch))
            return
        name = next(iter(self.tally.sources), "") if self.tally.documents == 1 else ""
        self.messages.say(self.tally.sentence() + (f"; source {name}" if name else ""))


def listed(change: Change, form: str) -> str:
    """The line that tells of a change; in JSON, a name that is no UTF-8 comes with escapes.

    >>> from cleaner.runs.tally import Change
    >>> change = Change("a.jsonl:7", "a.jsonl", 7, "vov.vn", Tally.of({"labels": {"menu": 1}}))
    >>> listed(change, "text")
    'a.jsonl:7: 1 line removed (menu 1)'
    >>> listed(change, "github")
    '::error file=a.jsonl,line=7,col=1,title=cleaner::not clean: 1 line removed (menu 1)'
    """
    told, words = change.tally, change.tally.changes()
    if form == "json":
        import json

        fields = {"file": change.path, "line": change.line, "source": change.source, "change": words}
        fields |= {"removed": told.labels, "trimmed": told.trimmed, "repaired": told.repaired}
        fields["recoded"] = bool(told.recoded)
        return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    if form == "github":
        from cleaner.cli.printer import annotation

        return annotation("error", change.path.removeprefix("./"), change.line, 1, "cleaner", f"not clean: {words}")
    return f"{visible(change.doc)}: {words}"
