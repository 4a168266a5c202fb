"""`report`: one page that shows what cleaning takes out of documents, for people to look through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.cli.explain import documents, rows
from cleaner.cli.report_figures import Figures
from cleaner.cli.report_page import document, page
from cleaner.errors import UsageError
from cleaner.model import Skipped
from cleaner.runs.bench import Bench
from cleaner.runs.inputs import STDIO, inputs
from cleaner.runs.sinks import out

if TYPE_CHECKING:
    from cleaner.cli.terminal import Messages
    from cleaner.runs.options import Options


def report(options: Options, messages: Messages) -> int:
    """Clean all documents, write the page and nothing else; give the exit code."""
    reading = options._replace(output="", check=True)
    if options.output != STDIO:
        _own_place(options)
    bench = Bench(reading)
    figures = Figures()
    shown: list[str] = []
    left_out = 0
    for one in documents(bench, reading):
        if isinstance(one, Skipped):
            messages.problem(one.reason)
            figures.tally.skipped += 1
            figures.tally.missing += one.line
            continue
        found = bench.cleaner.explain(one)
        changed = found.result.text != one.text.rstrip("\r\n")
        figures.count(one.text, found.result, changed)
        if not (changed or found.result.flags):
            continue
        if len(shown) < options.documents:
            shown.append(document(found, rows(found)))
        else:
            left_out += 1
    _write(options.output, page(figures, shown, left_out))
    messages.say(figures.tally.sentence())
    return figures.tally.exit_code(options.strict, checking=False)


def _own_place(options: Options) -> None:
    """Refuse to write over what is read; an earlier report among the inputs is none."""
    import os

    from cleaner.readers.own import own_file

    place = os.path.realpath(options.output)
    if any(os.path.realpath(item.path) == place and not own_file(item.path) for item in inputs(options)):
        raise UsageError(f"{options.output} is an input, it would be written over")


def _write(path: str, data: bytes) -> None:
    if path == STDIO:
        out(data)
        return
    from cleaner.writers.files import NewFile

    with NewFile(path) as file:
        file.write(data)
