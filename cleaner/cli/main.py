"""The process: a call that is spelt out is run at once, typer reads all others."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys

from cleaner.cli.calls import COMMANDS, COMPLETING, execute, guarded, means_clean, spelt_out
from cleaner.cli.terminal import Messages


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code."""
    gc.set_threshold(10_000)  # what is loaded at the start is there to stay: looking it through for cycles finds none
    atexit.register(gc.freeze)  # nor need it be looked through when all of it goes
    messages = Messages()
    if sys.stdout is None:
        messages.error("standard output is closed")
        sys.exit(2)
    sys.exit(guarded(lambda: _main(sys.argv[1:]), messages))


def _main(argv: list[str]) -> int:
    if COMPLETING not in os.environ:
        if not argv and sys.stdin is not None and sys.stdin.isatty():
            argv = ["--help"]
        first = argv[0] if argv else ""
        if first in COMMANDS or means_clean(argv):
            command, words = (first, argv[1:]) if first in COMMANDS else ("clean", argv)
            given = spelt_out(command, words)
            if given is not None:
                return execute(command, given)
    from cleaner.cli.app import call

    for stream in (sys.stdout, sys.stderr):  # a locale without Vietnamese is no reason to give no help
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return call(argv)
