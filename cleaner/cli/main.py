"""The command: the quick road for the usual calls, typer for the others, and what every error becomes."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys

from cleaner.cli.front import parse
from cleaner.cli.terminal import Messages
from cleaner.errors import CleanerError, unexpected
from cleaner.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

INTERRUPTED = 130


#: Objects made before the first search for garbage: none of what a start loads is any.
_LOADED = 100_000


def command() -> None:
    """Be the process: `main`, without what a short run pays for and a process that ends has no use for.

    Python would look for garbage among the modules while they are loaded, and take them apart one by one at the end;
    together that is a fifth of cleaning one page. Whatever was registered for the end of the process is still done.
    """
    gc.set_threshold(_LOADED, 20, 20)
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):  # nobody reads it any more, or it was closed from the start
            continue
    os._exit(code)


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code."""
    messages = Messages()
    if sys.stdout is None:
        messages.error("standard output is closed")
        sys.exit(2)
    sys.exit(guarded(lambda: _main(sys.argv[1:]), messages))


def _main(argv: list[str]) -> int:
    """Find out what is wanted, and do it; give the exit code."""
    if "_CLEANER_COMPLETE" in os.environ:  # a shell asks how a line may go on
        return _app([])
    if not argv and sys.stdin is not None and sys.stdin.isatty():
        argv = ["--help"]
    if argv == ["--version"]:
        print(f"cleaner {__version__}")
        return 0
    if argv and argv[-1] in ("--help", "-h"):
        return _help(argv)
    found = None if argv[:1] == ["--version"] else parse(argv)
    return _app(argv) if found is None else execute(*found)


def _help(argv: list[str]) -> int:
    """Print help that is kept ready, else let typer make it."""
    from cleaner.cli.kept_help import kept_help

    text = kept_help(argv)
    if text is None:
        return _app(argv)
    sys.stdout.write(text)
    return 0


def _app(argv: list[str]) -> int:
    """Let typer see to it: help, mistakes, and the verbs that the front does not know."""
    from cleaner.cli.app import call

    for stream in (sys.stdout, sys.stderr):  # a locale without Vietnamese is no reason to give no help
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

    return call(argv)


def execute(verb: str, values: dict[str, Any]) -> int:
    """Run a verb of the table with what is said to it; give the exit code."""
    return guarded(lambda: _execute(verb, values), Messages(values.get("color", "auto")))


def _execute(verb: str, values: dict[str, Any]) -> int:
    """Take in the settings of a file, and run."""
    from cleaner.cli.configured import settled

    options = settled(verb, values)
    messages = Messages(options.color, options.quiet)
    try:
        return guarded(lambda: _command(verb)(options, messages), messages)
    finally:
        messages.flush()


def _command(verb: str) -> Callable[..., int]:
    """Load what a verb runs."""
    if verb == "explain":
        from cleaner.cli.explain import explain

        return explain
    if verb == "report":
        from cleaner.cli.report.command import report

        return report
    if verb == "restore":
        from cleaner.cli.restoring import restore

        return restore
    from cleaner.cli.run import run

    return run


def guarded(work: Callable[[], int], messages: Messages) -> int:
    """Run, and turn whatever goes wrong into a message and an exit code; nobody ever sees a traceback."""
    try:
        code = _ended(work)
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read us has read enough; the pipe must not be flushed again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except CleanerError as error:
        messages.error(str(error))
        return 2
    except OSError as error:
        messages.error(f"{os.fsdecode(error.filename or 'output')}: {(error.strerror or str(error)).lower()}")
        return 2
    except Exception as error:
        messages.error(f"{unexpected(error)}. {_PLEASE}")
        return 2
    return code


_PLEASE = "This is a mistake in cleaner: please report it, with the command, its input and `cleaner --version`"


def _ended(work: Callable[[], int]) -> int:
    """Give the exit code of what ends by itself, or by an exit amid its work."""
    try:
        return work()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
