"""`rules test`: runs the tests inside rule files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner.authoring.checks import untested
from cleaner.authoring.verify import Case, Line, cases
from cleaner.authoring.workspace import Workspace
from cleaner.cli.printer import Printer, print_json
from cleaner.cli.rules_lint import annotation
from cleaner.cli.terminal import Messages
from cleaner.errors import Problem, in_order
from cleaner.formats.files import NewFile
from cleaner.runs.console import out
from cleaner.runs.tally import counted

if TYPE_CHECKING:
    from cleaner.authoring.files import Rule

_STYLES: Final = {"missed": "yellow", "noisy": "red", "wrong owner": "magenta", "unstable": "red", "new": "cyan"}


@dataclass
class Ran:
    """All that was run: the cases, bad files, files without tests, and rules that no test shows."""

    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)
    unshown: list[Rule] = field(default_factory=list)
    rules: int = 0
    files: int = 0

    def exit_code(self, require_tests: bool) -> int:
        """Return 2 for bad rules, 1 for a failed test."""
        if self.problems:
            return 2
        return int(any(not case.ok for case in self.cases) or (require_tests and bool(self.untested)))


def run_tests(
    paths: tuple[str, ...],
    context: tuple[str, ...],
    form: str,
    color: str,
    *,
    update: bool = False,
    filter: str = "",
    require_tests: bool = False,
    coverage: bool = False,
) -> int:
    """Run the tests and tell how they went; the exit code."""
    tests = _run(Workspace(paths, context), filter.casefold())
    printer = Printer(color)
    if update:
        for case in tests.cases:
            _accept(case, printer, quiet=form != "text")
    if form == "json":
        print_json(_values(tests))
    elif form == "github":
        out("".join(f"{line}\n" for line in _annotations(tests)).encode())
    else:
        _print(tests, printer, require_tests, coverage)
    return tests.exit_code(require_tests)


def _run(workspace: Workspace, wanted: str) -> Ran:
    tests = Ran(problems=in_order(workspace.problems()), files=len(workspace.sheets))
    tests.untested = [problem.file for problem in untested(workspace)]
    seen: set[str] = set()
    for sheet in workspace.sheets:
        file = sheet.sound
        if file is None:
            continue
        chain = workspace.chain(file)
        if not chain.sound:
            continue
        folder = Path(sheet.entry.path).parent
        found = list(cases(chain, folder, wanted, builtin=sheet.entry.builtin))
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
    with NewFile(str(case.snapshot)) as file:
        file.write(text.encode())
    case.accepted = True
    if quiet:
        return
    printer.line(f"{case.snapshot}: accepted", "bold green")
    for line in case.checked.failures:
        if line.mark:
            sign, style = ("-", "red") if line.verdict == "noisy" else ("+", "green")
            printer.line(f"  {sign} {line.text}", style)


def _print(tests: Ran, printer: Printer, require_tests: bool, coverage: bool) -> None:
    for problem in tests.problems:
        printer.line(str(problem), "red")
    for case in tests.cases:
        if not case.ok:
            _print_case(case, printer)
    if require_tests:
        for shown in tests.untested:
            printer.line(f"{shown}:1: no tests", "red")
    if coverage:
        for rule in tests.unshown:
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


def _values(tests: Ran) -> dict[str, Any]:
    return {
        "tests": [
            {
                "file": case.file.place.file,
                "line": case.checked.test.place.line,
                "source": case.file.name,
                "name": case.name,
                "ok": case.ok,
                "accepted": case.accepted,
                "problem": case.unreadable,
                "passed_over": bool(case.passed_over),
                "failures": [_failure(line) for line in case.failures],
                "notes": list(case.checked.notes),
            }
            for case in tests.cases
        ],
        "failed": sum(not case.ok for case in tests.cases),
        "problems": [str(problem) for problem in tests.problems],
        "without_tests": tests.untested,
        "without_a_test": [rule.name for rule in tests.unshown],
    }


def _failure(line: Line) -> dict[str, Any]:
    names = ("mark", "text", "verdict", "rule", "label", "at")
    return {"file": line.place.file, "line": line.place.line, **{name: getattr(line, name) for name in names}}


def _annotations(tests: Ran) -> list[str]:
    lines = [
        annotation("error", problem.file, problem.line, problem.column, problem.code, problem.message)
        for problem in tests.problems
    ]
    for case in tests.cases:
        place = case.checked.test.place
        if case.unreadable and not case.ok:
            lines.append(annotation("error", place.file, place.line, place.column, case.name, case.unreadable))
        for line in () if case.ok else case.failures:
            said = f"{line.verdict}: {line.text} [{line.rule or 'no rule owns it'} {line.at}]"
            lines.append(annotation("error", line.place.file, line.place.line, line.place.column, case.name, said))
    return lines
