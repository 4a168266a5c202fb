"""The process: a call that names nothing but documents is cleaned at once, typer reads all others."""

from __future__ import annotations

import io
import os
import sys

from cleaner.cli.calls import execute, guarded, means_clean
from cleaner.cli.terminal import Messages


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code."""
    messages = Messages()
    if sys.stdout is None:
        messages.error("standard output is closed")
        sys.exit(2)
    sys.exit(guarded(lambda: _main(sys.argv[1:]), messages))


def _main(argv: list[str]) -> int:
    if "_CLEANER_COMPLETE" not in os.environ:
        if not argv and sys.stdin is not None and sys.stdin.isatty():
            argv = ["--help"]
        words = argv[1:] if argv[:1] == ["clean"] else argv
        if means_clean(words) and not any(word.startswith("-") and word != "-" for word in words):
            return execute("clean", {"paths": tuple(words)})  # no option to read; loading typer takes as long as a page
    from cleaner.cli.app import call

    for stream in (sys.stdout, sys.stderr):  # a locale without Vietnamese is no reason to give no help
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    return call(argv)
