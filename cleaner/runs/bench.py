"""The bench on which documents are cleaned: what all tasks of a process share. The same in worker processes."""

from __future__ import annotations

from functools import lru_cache

from cleaner.errors import InputError
from cleaner.formats import compression
from cleaner.formats.files import FileState, file_state
from cleaner.formats.streams import packing_now
from cleaner.model import Result, Skipped
from cleaner.runs.task import FailedTask, Outcome, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.runs.options import Options


class Bench:
    """Options and the cleaner they ask for; knows how to count a document and how to pass one over."""

    def __init__(self, options: Options) -> None:
        """Build the cleaner, which reads the rules; bad rules or a wrong label end the run here."""
        self.options = options
        self.cleaner = options.cleaner()
        self._listing = (options.check or options.verb == "check") and not options.diff

    def skip(self, outcome: Outcome, entry: Skipped, place: Place, **more: Any) -> None:
        """Count a document that is passed over, and put it into the audit."""
        outcome.tally.skipped += 1
        if self.options.removed:
            from cleaner import audit

            outcome.audit.append(audit.dump(audit.skipped(entry, **more, **where(place))))

    def note(
        self, outcome: Outcome, name: str, result: Result, changed: bool, line: int = 0, recoded: bool = False
    ) -> None:
        """Count a cleaned document, and say what people should know of it; `line` is that of a record."""
        outcome.tally.count(result, changed, recoded)
        outcome.changed |= changed
        if result.flags:
            from cleaner.runs.tally import flag_message  # most runs have nothing to tell

            outcome.flags.append(flag_message(name, result))
        if self._listing and changed:
            path = name.removesuffix(f":{line}") if line else name
            from cleaner.runs.tally import change_of

            outcome.changes.append(change_of(name, path, line, result, recoded))

    def fail(self, task: FailedTask, **more: Any) -> Outcome:
        """Report an input that could not be read; `more` goes into the audit."""
        outcome = Outcome()
        outcome.problems.append(task.reason)
        outcome.failed = True
        reason = task.reason.removeprefix(f"{task.place.path}: ")
        self.skip(outcome, Skipped(task.place.path, reason), task.place, **more)
        outcome.tally.missing += task.missing
        return outcome


def where(place: Place) -> dict[str, Any]:
    """Say for an audit which output a document went to, in which form, and where in it; and if its name lies."""
    to = "table" if place.encoded else place.to
    found: dict[str, Any] = {"out": place.out, "to": to, "position": place.position}
    return {**found, "plain": True} if is_plain(place.path) else found


def is_plain(path: str) -> bool:
    """Tell whether a file is not packed although its name says so: then it is to come back as it was."""
    return compression.packing_named(path) is not None and _not_packed(path, file_state(path))


@lru_cache(maxsize=64)
def _not_packed(path: str, _: FileState) -> bool:
    """Look at a file once, as long as it is as it was seen."""
    try:
        return packing_now(path) is None
    except InputError:
        return False
