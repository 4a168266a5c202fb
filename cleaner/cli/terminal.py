"""Standard error: warnings and the summary, for people. Standard output belongs to documents alone."""

from __future__ import annotations

import os
import sys

from cleaner.cli.repeated import Repeated
from cleaner.runs.console import is_terminal, use_color

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def use_layout(choice: str, stream: object) -> bool:
    """Decide on a page laid out for the width of a terminal: NO_COLOR takes colours away, and nothing else."""
    return choice == "always" or (is_terminal(stream) and os.environ.get("TERM") != "dumb")


class Messages:
    """Writes messages to standard error; `quiet` leaves errors and lost documents."""

    def __init__(self, color: str = "auto", quiet: bool = False) -> None:
        """Look at the terminal once."""
        self.terminal = is_terminal(sys.stderr)
        self.quiet = quiet
        self.colored = use_color(color, sys.stderr)
        self._problems, self._flags = Repeated(), Repeated()
        self.above: Callable[[str], None] | None = None
        """Writes lines above a bar for as long as one is drawn."""

    def safe(self, text: str) -> str:
        """Make a text fit for a terminal, line by line."""
        from cleaner.runs.console import visible  # most runs have nothing to tell

        return "\n".join(visible(line) for line in text.split("\n"))

    def error(self, text: str) -> None:
        """Say what ended the run."""
        self._write(f"{self._mark('error:', '31')} {self.safe(text)}")

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
        """Colour a word."""
        return f"\x1b[1;{code}m{word}\x1b[0m" if self.colored else word

    def _write(self, text: str) -> None:
        """Write a line, in UTF-8 whatever the locale says; nobody listening is no reason to stop."""
        if self.above is not None:
            self.above(f"cleaner: {text}")
            return
        self._put(f"cleaner: {text}")

    def _put(self, text: str) -> None:
        try:
            sys.stderr.buffer.write(f"{text}\n".encode("utf-8", "backslashreplace"))
            sys.stderr.buffer.flush()
        except (OSError, ValueError, AttributeError):
            return
