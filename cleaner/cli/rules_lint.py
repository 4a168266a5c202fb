"""`rules lint` and `rules explain-code`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner._core import nearest
from cleaner.cli.rules_output import Printer, counted, print_json
from cleaner.cli.rules_reports import as_github, as_json, as_sarif
from cleaner.cli.terminal import Messages
from cleaner.errors import UsageError
from cleaner.lint.run import Report, report
from cleaner.rulebook.codes import CODES, severity
from cleaner.rulebook.shelf import Shelf
from cleaner.runs.console import out, visible

if TYPE_CHECKING:
    from cleaner.errors import Problem
    from cleaner.rulebook.codes import Code

_STYLES = {"error": "bold red", "warning": "bold yellow"}


def lint_files(paths: tuple[str, ...], context: tuple[str, ...], form: str, strict: bool, color: str) -> int:
    """Check rule files and tell what is wrong; the exit code."""
    shelf = Shelf(paths, context)
    found = report(shelf)
    if form == "json":
        print_json(as_json(found))
    elif form == "sarif":
        print_json(as_sarif(found))
    elif form == "github":
        out("".join(f"{line}\n" for line in as_github(found)).encode())
    else:
        _print(found, shelf, Printer(color))
    return int(bool(found.problems if strict else found.errors))


def _print(found: Report, shelf: Shelf, printer: Printer) -> None:
    texts = {sheet.entry.shown: sheet.data.decode("utf-8-sig", "replace").split("\n") for sheet in shelf.sheets}
    for problem in found.problems:
        grade = severity(problem.code)
        hint = f" ({problem.hint})" if problem.hint else ""
        place = f"{problem.file}:{problem.line}:{problem.column}: "
        pieces = [(place, "bold"), (f"{grade} {problem.code} ", _STYLES[grade]), (problem.message, ""), (hint, "green")]
        printer.marked(pieces)
        if printer.colored:
            _excerpt(problem, texts.get(problem.file, []), printer)
    counts = [
        counted(number, word) for number, word in ((found.errors, "error"), (found.warnings, "warning")) if number
    ]
    Messages().say(f"{counted(found.files, 'file')}: {', '.join(counts) or 'nothing wrong'}")


def _excerpt(problem: Problem, lines: list[str], printer: Printer) -> None:
    """Show the line that a problem is in, and point to it."""
    if not 0 < problem.line <= len(lines):
        return
    start = max(0, problem.column - 60)
    line = visible(lines[problem.line - 1][start : start + 100])
    printer.marked([(f"{problem.line:>6} | ", "dim"), (line, "")])
    printer.marked([("       | ", "dim"), (" " * (problem.column - 1 - start) + "^", _STYLES[severity(problem.code)])])


def explain_problem(code: str) -> int:
    """Print what a code means, or the list of all."""
    if not code:
        width = max(map(len, CODES))
        out("".join(f"{one.code:{width}}  {one.severity:7}  {one.title}\n" for one in CODES.values()).encode())
        return 0
    found = CODES.get(code.upper())
    if found is None:
        raise UsageError(f"unknown code {code!r}; {nearest(code.upper(), CODES) or 'see `cleaner rules explain-code`'}")
    out(page(found).encode())
    return 0


def page(code: Code) -> str:
    """Give the page of a code, in Markdown; the same that stands in the docs."""
    parts = [f"# {code.code}: {code.title}", f"*{code.severity.capitalize()}.* {code.text}"]
    if code.bad:
        parts += ["Wrong:", f"```yaml\n{code.bad}```", "Right:", f"```yaml\n{code.good}```"]
    return "\n\n".join(parts) + "\n"
