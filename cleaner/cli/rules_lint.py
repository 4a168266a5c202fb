"""`rules lint` and `rules explain-code`: for people, and as JSON, GitHub's annotations and SARIF for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner._core import nearest
from cleaner.authoring.lint import CODES, Code, Report, report, severity
from cleaner.authoring.workspace import Workspace
from cleaner.cli.printer import Printer, print_json
from cleaner.cli.terminal import Messages
from cleaner.errors import Problem, UsageError
from cleaner.runs.console import out, visible
from cleaner.runs.tally import counted
from cleaner.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

_STYLES: Final = {"error": "bold red", "warning": "bold yellow"}


def lint_files(paths: tuple[str, ...], context: tuple[str, ...], form: str, strict: bool, color: str) -> int:
    """Check rule files and tell what is wrong; the exit code."""
    workspace = Workspace(paths, context)
    found = report(workspace)
    if form == "json":
        print_json(as_json(found))
    elif form == "sarif":
        print_json(as_sarif(found))
    elif form == "github":
        out("".join(f"{line}\n" for line in as_github(found)).encode())
    else:
        _print(found, workspace, Printer(color))
    return int(bool(found.problems if strict else found.errors))


def _print(found: Report, workspace: Workspace, printer: Printer) -> None:
    texts = {sheet.entry.shown: sheet.data.decode("utf-8-sig", "replace").split("\n") for sheet in workspace.sheets}
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
    """Return the page of a code, in Markdown; the same that stands in the docs."""
    parts = [f"# {code.code}: {code.title}", f"*{code.severity.capitalize()}.* {code.text}"]
    if code.bad:
        parts += ["Wrong:", f"```yaml\n{code.bad}```", "Right:", f"```yaml\n{code.good}```"]
    return "\n\n".join(parts) + "\n"


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "files": report.files,
        "errors": report.errors,
        "warnings": report.warnings,
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "code": problem.code,
                "severity": severity(problem.code),
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in report.problems
        ],
    }


def as_github(report: Report) -> Iterator[str]:
    """Return workflow commands, which GitHub shows beside the lines of a change."""
    for problem in report.problems:
        title = f"{problem.code} {CODES[problem.code].title}" if problem.code in CODES else problem.code
        yield annotation(severity(problem.code), problem.file, problem.line, problem.column, title, _said(problem))


def annotation(grade: str, file: str, line: int, column: int, title: str, message: str) -> str:
    r"""Return one workflow command.

    >>> annotation("error", "a,b.yaml", 3, 7, "C102", "one\ntwo")
    '::error file=a%2Cb.yaml,line=3,col=7,title=C102::one%0Atwo'
    """
    place = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return visible(f"::{grade} {place}::{_escaped(message)}")


def as_sarif(report: Report) -> dict[str, Any]:
    """Return SARIF 2.1.0, which code hosts and editors read."""
    used = sorted({problem.code for problem in report.problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": CODES[code].title},
            "fullDescription": {"text": CODES[code].text},
            "defaultConfiguration": {"level": severity(code)},
        }
        for code in used
    ]
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": used.index(problem.code),
            "level": severity(problem.code),
            "message": {"text": _said(problem)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": problem.file.replace("\\", "/")},
                        "region": {"startLine": problem.line, "startColumn": problem.column},
                    }
                }
            ],
        }
        for problem in report.problems
    ]
    driver = {"name": "cleaner", "version": __version__, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _said(problem: Problem) -> str:
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
