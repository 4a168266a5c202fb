"""One call, from the words of a process to its exit code: what is spelt out is run at once, typer reads all others."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from cleaner.cli.terminal import Messages
from cleaner.errors import CleanerError, UsageError, unexpected

if TYPE_CHECKING:
    from cleaner.option import Option, Setting

COMMANDS = ("clean", "check", "explain", "restore", "report")  # that read or write documents, in the order of the help
OTHERS = ("labels", "sources", "rules")
INTERRUPTED = 130
COMPLETING = "_CLEANER_COMPLETE"  # the variable of a shell that wants to complete a line
_PLEASE = "This is a mistake in cleaner: please report it, with the command, its input and `cleaner --version`"


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code."""
    gc.set_threshold(50_000)  # what is loaded at the start is there to stay: looking it through for cycles finds none
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


def means_clean(argv: list[str]) -> bool:
    """Whether a call without a command cleans: it begins with an option, or with a path that is there.

    A command has its name to itself: a file that is called so is cleaned as ``./check``.

    >>> means_clean([]), means_clean(["--url", "https://a.vn/"]), means_clean(["s3://pages/a.txt"])
    (True, True, True)
    >>> means_clean(["check"]), means_clean(["rules"]), means_clean(["chek"])
    (False, False, False)
    """
    first = argv[0] if argv else "-"
    if first in (*COMMANDS, *OTHERS):
        return False
    return first.startswith("-") or "://" in first or os.path.exists(first)


def spelt_out(command: str, words: list[str]) -> dict[str, Any] | None:
    """What a call says, by field of `Options`, where each option stands for itself and its value right behind it.

    None for a call that is written otherwise, asks for help, or is wrong: typer reads these, and says what is wrong. It
    takes as long to load as a page takes to clean.

    >>> spelt_out("clean", ["-s", "vov.vn", "a.txt", "-q"])
    {'source': 'vov.vn', 'quiet': True, 'paths': ('a.txt',)}
    >>> spelt_out("clean", ["--help"]), spelt_out("clean", ["-qj2"]), spelt_out("explain", [])
    (None, None, None)
    """
    options = declared(command)
    named = {name: found for found in options for name in (*found[1].names, found[1].off) if name}
    said: list[tuple[Setting, Option, Any]] = []
    paths: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "-" or not word.startswith("-"):
            paths.append(word)
            continue
        one, option = named.get(word, (None, None))
        value = one.said(option, word, rest) if one and option else None
        if one is None or option is None or value is None:
            return None
        said.append((one, option, value))
    arity = next(option.arity for _, option in options if option.arity)
    wanted = {one.name for one, option in options if option.required} - {one.name for one, _, _ in said}
    if wanted or (arity != "many" and not paths) or (arity == "one" and len(paths) > 1):
        return None
    return {**gathered(said), "paths": tuple(paths)}


def declared(command: str) -> list[tuple[Setting, Option]]:
    """The options of a command, each with the field that it sets."""
    from cleaner.option import settings_of
    from cleaner.runs.options import Options

    return [(one, option) for one in settings_of(Options) for option in one.options if option.is_for(command)]


def gathered(said: Iterable[tuple[Setting, Option, Any]]) -> dict[str, Any]:
    """What options say, by field: lists grow, of other values the last holds; a field has one option that sets it."""
    given: dict[str, Any] = {}
    names: dict[str, str] = {}
    for one, option, value in said:
        if (other := names.setdefault(one.name, option.key)) != option.key:
            raise UsageError(f"--{other} and --{option.key} contradict each other")
        given[one.name] = (*given.get(one.name, ()), *value) if isinstance(value, tuple) else value
    return given


def execute(command: str, given: dict[str, Any]) -> int:
    """Run a command with what its call says, by field of `Options`; the environment and files of settings add to it."""
    from cleaner.cli.configuration import settled

    def settle_and_run() -> int:
        options = settled(command, given)
        messages = Messages(options.color, options.quiet)
        try:
            return guarded(lambda: _runner(command)(options, messages), messages)
        finally:
            messages.flush()

    return guarded(settle_and_run, Messages(given.get("color", "auto")))


def _runner(command: str) -> Callable[..., int]:
    if command == "explain":
        from cleaner.cli.explain import explain

        return explain
    if command == "report":
        from cleaner.cli.report.command import report

        return report
    if command == "restore":
        from cleaner.cli.restore import restore

        return restore
    from cleaner.cli.clean import Run

    return lambda options, messages: Run(options, messages).go()


def guarded(work: Callable[[], int], messages: Messages) -> int:
    """Run, and turn whatever goes wrong into a message and an exit code; nobody ever sees a traceback."""
    try:
        try:
            code = work()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read us has read enough; the pipe must not be flushed again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except CleanerError as error:
        messages.error(str(error), error.hint if isinstance(error, UsageError) else "")
        return 2
    except OSError as error:
        messages.error(f"{os.fsdecode(error.filename or 'output')}: {(error.strerror or str(error)).lower()}")
        return 2
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # before 3.12 a class that is being made wraps it
            return INTERRUPTED
        messages.error(unexpected(error), _PLEASE)
        return 2
    return code
