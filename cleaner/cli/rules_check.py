"""`rules lint`, `rules test`, `rules check` and `rules explain-code`: what rule files must pass, told in every form."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from cleaner._core import __version__, nearest
from cleaner.authoring.checks import untested
from cleaner.authoring.files import Rule
from cleaner.authoring.lint import CODES, Code, Report, examples, report, severity
from cleaner.authoring.verify import Case, cases
from cleaner.authoring.workspace import Workspace
from cleaner.cli import completion
from cleaner.cli.configuration import rules_of
from cleaner.cli.printer import Printer, annotation, columns, print_json, write
from cleaner.cli.rules import Color, Extra, Paths
from cleaner.cli.terminal import Messages
from cleaner.errors import Problem, UsageError
from cleaner.runs.console import out, visible
from cleaner.runs.tally import counted

_STYLES: Final = {
    **{"error": "bold red", "warning": "bold yellow"},
    **{"missed": "yellow", "noisy": "red", "wrong owner": "magenta", "unstable": "red", "new": "cyan"},
}
_format = typer.Option("--format", help="How results are told.")


def lint(
    paths: Paths = None,
    rules: Extra = None,
    format: Annotated[Literal["text", "json", "github", "sarif"], _format] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    color: Color = "auto",
) -> int:
    """Find every mistake in rule files, with its place, a code and the right word.

    A warning that you looked at and want to keep: [bold]# allow: C204[/bold] on its line, or the line above.
    Exit codes: 0 fine; 1 an error, or with --strict a warning; 2 wrong use or unreadable.
    """
    workspace = Workspace(paths or (), rules_of(rules))
    found = report(workspace)
    if format == "json":
        problems = [{**problem._asdict(), "severity": severity(problem.code)} for problem in found.problems]
        print_json({"files": found.files, "errors": found.errors, "warnings": found.warnings, "problems": problems})
    elif format == "sarif":
        print_json(as_sarif(found))
    elif format == "github":
        _print_lines(map(_annotation, found.problems))
    else:
        _print_problems(found.problems, workspace, Printer(color))
        numbers = ((found.errors, "error"), (found.warnings, "warning"))
        counts = ", ".join(counted(number, word) for number, word in numbers if number)
        Messages().say(f"{counted(found.files, 'file')}: {counts or 'nothing wrong'}")
    return int(bool(found.problems if strict else found.errors))


def _print_lines(lines: Iterable[str]) -> None:
    out("".join(f"{line}\n" for line in lines).encode())


def _print_problems(problems: Iterable[Problem], workspace: Workspace, printer: Printer) -> None:
    """Print mistakes; in colours with the line that each is in, and a sign that points to it."""
    texts = {sheet.entry.shown: sheet.data.decode("utf-8-sig", "replace").split("\n") for sheet in workspace.sheets}
    for problem in problems:
        grade = severity(problem.code)
        hint = f" ({problem.hint})" if problem.hint else ""
        place = f"{problem.file}:{problem.line}:{problem.column}: "
        pieces = [(place, "bold"), (f"{grade} {problem.code} ", _STYLES[grade]), (problem.message, ""), (hint, "green")]
        printer.marked(pieces)
        lines = texts.get(problem.file, [])
        if printer.colored and 0 < problem.line <= len(lines):
            start = max(0, problem.column - 60)
            line = visible(lines[problem.line - 1][start : start + 100])
            printer.marked([(f"{problem.line:>6} | ", "dim"), (line, "")])
            printer.marked([("       | ", "dim"), (" " * (problem.column - 1 - start) + "^", _STYLES[grade])])


def _annotation(problem: Problem) -> str:
    title = f"{problem.code} {CODES[problem.code].title}" if problem.code in CODES else problem.code
    return annotation(severity(problem.code), problem.file, problem.line, problem.column, title, _said(problem))


def _said(problem: Problem) -> str:
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def as_sarif(found: Report) -> dict[str, Any]:
    """The problems in SARIF 2.1.0, which code hosts and editors read."""
    used = sorted({problem.code for problem in found.problems})
    rules = [
        {
            **{"id": code, "shortDescription": {"text": CODES[code].title}},
            **{"fullDescription": {"text": CODES[code].text}, "defaultConfiguration": {"level": severity(code)}},
        }
        for code in used
    ]
    results = [_sarif_result(problem, used.index(problem.code)) for problem in found.problems]
    driver = {"name": "cleaner", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _sarif_result(problem: Problem, rule: int) -> dict[str, Any]:
    """One problem; `rule` is the number of its code among all that are told."""
    region = {"startLine": problem.line, "startColumn": problem.column}
    place = {"artifactLocation": {"uri": problem.file.replace("\\", "/")}, "region": region}
    result = {"ruleId": problem.code, "ruleIndex": rule, "level": severity(problem.code)}
    return {**result, "message": {"text": _said(problem)}, "locations": [{"physicalLocation": place}]}


def explain_code(
    code: Annotated[
        str | None,
        typer.Argument(
            help="A code such as C104; without one all are listed.", metavar="[CODE]", autocompletion=completion.codes
        ),
    ] = None,
) -> int:
    """Say what a code of lint means, with an example and its cure."""
    if not code:
        _print_lines(columns([(one.code, one.severity, one.title) for one in CODES.values()]))
        return 0
    found = CODES.get(code.upper())
    if found is None:
        raise UsageError(f"unknown code {code!r}; {nearest(code.upper(), CODES) or 'see `cleaner rules explain-code`'}")
    out(page(found).encode())
    return 0


def page(code: Code) -> str:
    """The page of a code, in Markdown; the same that stands in the docs."""
    parts = [f"# {code.code}: {code.title}", f"*{code.severity.capitalize()}.* {code.text}"]
    if code.code in examples():
        bad, good = examples()[code.code]
        parts += ["Wrong:", f"```yaml\n{bad}```", "Right:", f"```yaml\n{good}```"]
    return "\n\n".join(parts) + "\n"


@dataclass
class Ran:
    """All that was run: the cases, bad files, files without tests, and rules that no test shows."""

    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)
    unshown: list[Rule] = field(default_factory=list)
    rules: int = 0
    files: int = 0


def verify(
    paths: Paths = None,
    rules: Extra = None,
    update: Annotated[
        bool, typer.Option("--update", help="Accept what whole documents give now; shows what changed.")
    ] = False,
    filter: Annotated[
        str, typer.Option("--filter", help="Only tests with this in their file's or their own name.", metavar="TEXT")
    ] = "",
    require_tests: Annotated[bool, typer.Option("--require-tests", help="A file without tests fails.")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="List the rules that no test shows.")] = False,
    format: Annotated[Literal["text", "json", "github"], _format] = "text",
    color: Color = "auto",
) -> int:
    """Run the tests inside rule files: a failing line is shown with the rule that owned it, and where that stands.

    Verdicts: ok; missed (should go, stays); noisy (should stay, goes); wrong owner (goes as boilerplate where
    metadata was promised, or the other way round); unstable (cleaning again changes it); new (no snapshot yet).
    """
    workspace = Workspace(paths or (), rules_of(rules))
    tests = _run(workspace, filter.casefold())
    printer = Printer(color)
    if update:
        for case in tests.cases:
            _accept(case, printer, quiet=format != "text")
    if format == "json":
        values = {"tests": list(map(_case_values, tests.cases)), "failed": sum(not case.ok for case in tests.cases)}
        values |= {"problems": list(map(str, tests.problems)), "without_tests": tests.untested}
        print_json({**values, "without_a_test": [rule.name for rule in tests.unshown]})
    elif format == "github":
        _print_lines([*map(_annotation, tests.problems), *_failures(tests)])
    else:
        _print_problems(tests.problems, workspace, printer)
        _print_tests(tests, printer, require_tests, coverage)
    if tests.problems:
        return 2
    return int(any(not case.ok for case in tests.cases) or (require_tests and bool(tests.untested)))


def check(paths: Paths = None, rules: Extra = None, color: Color = "auto") -> int:
    """Lint, and if that finds no error, test: what rule files must pass before they are committed."""
    return lint(paths, rules, color=color) or verify(paths, rules, color=color)


def _run(workspace: Workspace, wanted: str) -> Ran:
    tests = Ran(problems=sorted(workspace.problems()), files=len(workspace.sheets))
    tests.untested = [problem.file for problem in untested(workspace)]
    seen: set[str] = set()
    for sheet in workspace.sheets:
        if sheet.sound and (chain := workspace.chain(sheet.sound)).sound:
            found = list(cases(chain, Path(sheet.entry.path).parent, wanted, builtin=sheet.entry.builtin))
            tests.cases += found
            seen |= {name for case in found for name in case.checked.rules}
    rules = {rule.name: rule for sheet in workspace.sheets if sheet.sound for rule in sheet.sound.rules}
    tests.rules = len(rules)
    tests.unshown = [rule for name, rule in rules.items() if name not in seen]
    return tests


def _accept(case: Case, printer: Printer, quiet: bool) -> None:
    """Make what a document gives now its snapshot; marked lines are for their author to change."""
    if case.snapshot is None or not any(line.mark or line.verdict == "new" for line in case.checked.failures):
        return
    if case.snapshot.is_symlink():
        Messages().problem(f"{case.snapshot}: is a link, and nothing is written through it")
        return
    text = f"{case.checked.text}\n" if case.checked.text else ""
    write(str(case.snapshot), text.encode())
    case.accepted = True
    if quiet:
        return
    printer.line(f"{case.snapshot}: accepted", "bold green")
    for line in case.checked.failures:
        if line.mark:
            sign, style = ("-", "red") if line.verdict == "noisy" else ("+", "green")
            printer.line(f"  {sign} {line.text}", style)


def _print_tests(tests: Ran, printer: Printer, require_tests: bool, coverage: bool) -> None:
    for case in tests.cases:
        if not case.ok:
            _print_case(case, printer)
    for shown in tests.untested if require_tests else ():
        printer.line(f"{shown}:1: no tests", "red")
    for rule in tests.unshown if coverage else ():
        printer.line(f"{rule.place}: no test shows {rule.name}", "yellow")
    Messages().say(_summary(tests, coverage))


def _print_case(case: Case, printer: Printer) -> None:
    printer.line(f"{case.checked.test.place}: {case.file.name}: {case.name}", "bold")
    if case.unreadable:
        printer.line(f"  {case.unreadable}", "red")
        return
    for line in case.failures:
        owner = f"{line.rule} ({line.label or 'no label'}) {line.at}" if line.rule else "no rule owns it"
        if line.verdict == "new":
            owner = "no accepted snapshot yet; --update accepts what it gives now"
        pieces = [(f"  {line.place}: ", ""), (f"{line.verdict}: ", _STYLES.get(line.verdict, ""))]
        printer.marked([*pieces, (f"{line.mark} {line.text}".strip(), ""), (f"  [{owner}]", "dim")])
    for note in case.checked.notes:
        printer.line(f"  note: {note}", "dim")


def _summary(tests: Ran, coverage: bool) -> str:
    failed = [case for case in tests.cases if not case.ok]
    verdicts = Counter(line.verdict for case in failed for line in case.failures)
    parts = [f"{counted(len(tests.cases), 'test')} in {counted(tests.files, 'file')}"]
    if failed or not tests.problems:
        parts.append(f"{len(failed)} failed" if failed else "all ok")
    if verdicts:
        parts[-1] += f" (lines: {', '.join(f'{count} {name}' for name, count in verdicts.most_common())})"
    if passed := sum(bool(case.passed_over) for case in tests.cases):
        parts.append(f"{passed} passed over (their documents are not installed)")
    if tests.untested:
        parts.append(f"{counted(len(tests.untested), 'file')} without tests")
    if tests.problems:
        parts.append(f"{counted(len(tests.problems), 'mistake')} in rule files")
    if coverage and tests.rules:
        parts.append(f"{tests.rules - len(tests.unshown)} of {tests.rules} rules are shown by a test")
    return ", ".join(parts)


def _case_values(case: Case) -> dict[str, Any]:
    names = ("mark", "text", "verdict", "rule", "label", "at")
    return {
        **{"file": case.file.place.file, "line": case.checked.test.place.line, "source": case.file.name},
        **{"name": case.name, "ok": case.ok, "accepted": case.accepted, "problem": case.unreadable},
        "passed_over": bool(case.passed_over),
        "failures": [
            {"file": line.place.file, "line": line.place.line, **{name: getattr(line, name) for name in names}}
            for line in case.failures
        ],
        "notes": list(case.checked.notes),
    }


def _failures(tests: Ran) -> Iterator[str]:
    for case in tests.cases:
        place = case.checked.test.place
        if case.unreadable:
            yield annotation("error", place.file, place.line, place.column, case.name, case.unreadable)
        for line in case.failures:
            said = f"{line.verdict}: {line.text} [{line.rule or 'no rule owns it'} {line.at}]"
            yield annotation("error", line.place.file, line.place.line, line.place.column, case.name, said)
