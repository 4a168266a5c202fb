"""The terminal: messages and repeated warnings on standard error, the pager, whether a page is laid out for a screen.

Standard output belongs to documents alone.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from cleaner.runs.console import is_terminal, use_color, visible

IN_FULL = 5  # warnings of a kind that are told in full
_WHERE = r"(?s)(.*?)(:[\d,]+)?: (.+)"
_NUMBER = r"[\d,.]*\d"
_MORE = r"(?s)\s*\([^()]*\)|, but .*"
_HELP = r"\((?:try )?([^()]*--[^()]*)\)"


class Repeated:
    """Counts warnings by kind; a kind is what a warning says, but for the place, numbers, and what stands in brackets.

    >>> seen = Repeated()
    >>> full = [seen.add(f"a.jsonl:{n}: the record has no 'text', but 'id' (try --text-field body)") for n in range(99)]
    >>> full.count(True), seen.summaries(100)
    (5, ["99 of 100 records have no 'text'; try --text-field body"])
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._help: dict[tuple[str, str], str] = {}

    def add(self, warning: str) -> bool:
        """Count a warning; tell whether it is one of the first of its kind."""
        found = re.fullmatch(_WHERE, warning)
        if found is None:
            return True
        _, line, said = found.groups()
        kind = ("record" if line else "document", re.sub(_NUMBER, "…", re.sub(_MORE, "", said)))
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if help := re.search(_HELP, warning):
            self._help[kind] = help[0].strip("()")
        return self._counts[kind] <= IN_FULL

    def summaries(self, total: int) -> list[str]:
        """Say of each kind that came up more often than was told how many there were, of so many in all."""
        found = []
        for (what, said), count in self._counts.items():
            if count > IN_FULL:
                has = said.removeprefix("the record has ")
                told = f" have {has}" if has != said else f": {said}"
                help = self._help.get((what, said), "")
                found.append(f"{count:,} of {max(total, count):,} {what}s{told}" + (f"; {help}" if help else ""))
        return found


def use_layout(choice: str, stream: object) -> bool:
    """Decide on a page laid out for the width of a terminal: NO_COLOR takes colours away, and nothing else."""
    return choice == "always" or (is_terminal(stream) and os.environ.get("TERM") != "dumb")


class Messages:
    """Writes messages to standard error; `quiet` leaves errors and lost documents."""

    def __init__(self, color: str = "auto", quiet: bool = False) -> None:
        self.terminal = is_terminal(sys.stderr)
        self.quiet = quiet
        self.colored = use_color(color, sys.stderr)
        self._problems, self._flags = Repeated(), Repeated()
        self.above: Callable[[str], None] | None = None  # writes lines above a bar for as long as one is drawn

    def safe(self, text: str) -> str:
        """Make a text fit for a terminal, line by line."""
        return "\n".join(visible(line) for line in text.split("\n"))

    def error(self, text: str, hint: str = "") -> None:
        """Say what ended the run, and on a line of its own what may help."""
        self._write(f"{self._mark('error:', '31')} {self.safe(text)}")
        if hint:
            self._write(f"{self._mark('hint:', '36')} {self.safe(hint)}")

    def problem(self, text: str) -> None:
        """Say why a document was passed over, `quiet` or not: nothing is lost in silence."""
        if self._problems.add(text):
            self._write(self._mark(self.safe(text), "33"))

    def flag(self, text: str) -> None:
        """Warn of a document that was cleaned."""
        if self._flags.add(text):
            self.say(text)

    def say(self, text: str) -> None:
        """Say something that is no warning."""
        if not self.quiet:
            self._write(self.safe(text))

    def show(self, text: str) -> None:
        """Show lines that speak for themselves, such as a table."""
        if not self.quiet:
            self._put(self.safe(text))

    def flush(self, total: int = 0) -> None:
        """Sum up what was told too often to be told each time, of so many documents in all, if that is known."""
        for summary in self._problems.summaries(total):
            self._write(self._mark(self.safe(summary), "33"))
        for summary in self._flags.summaries(total):
            self.say(summary)
        self._problems, self._flags = Repeated(), Repeated()

    def _mark(self, word: str, code: str) -> str:
        return f"\x1b[1;{code}m{word}\x1b[0m" if self.colored else word

    def _write(self, text: str) -> None:
        """Write a line, in UTF-8 whatever the locale says; nobody listening is no reason to stop."""
        if self.above is not None:
            self.above(f"cleaner: {text}")
        else:
            self._put(f"cleaner: {text}")

    def _put(self, text: str) -> None:
        try:
            sys.stderr.buffer.write(f"{text}\n".encode("utf-8", "backslashreplace"))
            sys.stderr.buffer.flush()
        except (OSError, ValueError, AttributeError):
            return


def pager() -> list[str]:
    """The command of the pager; none where nobody is looking, or somebody wants none.

    >>> pager()
    []
    """
    if not is_terminal(sys.stdout) or not is_terminal(sys.stdin) or os.environ.get("TERM", "dumb") == "dumb":
        return []
    import shlex
    import shutil

    told = os.environ.get("PAGER", "less")
    try:
        words = shlex.split(told)
    except ValueError:
        return []
    return words if words and words[0] != "cat" and shutil.which(words[0]) else []


@contextmanager
def paged(wanted: bool) -> Iterator[None]:
    """Let standard output go through the pager. less shows colours, and ends by itself where one screen is enough."""
    command = pager() if wanted else []
    if not command:
        yield
        return
    import subprocess

    env = {"LESS": "FRX", "LV": "-c", **os.environ}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=env)
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    before, sys.stdout = sys.stdout, io.TextIOWrapper(process.stdin, encoding="utf-8", write_through=True)
    try:
        yield
    finally:
        ours, sys.stdout = sys.stdout, before
        with suppress(BrokenPipeError):  # whoever read has read enough
            ours.close()
        while process.poll() is None:
            with suppress(KeyboardInterrupt):  # it is the pager's, which knows what to do with it
                process.wait()
