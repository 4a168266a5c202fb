"""What is wrong, or only unwise, in rule files: every mistake with its place, a code and the right word.

A code never changes its meaning; one that falls out of use is not given again. C1 is the form of a file, which every
run needs to be right; C2 is what only lint looks at.

``# allow: C204`` in a file is for a warning that its author has looked at and wants to keep.

>>> lint().errors
0
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from cleaner import _core
from cleaner.authoring import checks
from cleaner.authoring.workspace import Sheet, Workspace
from cleaner.errors import Problem
from cleaner.rules.catalogue import builtin_folder

_EXAMPLE: Final = re.compile(r"^## (C\d+)\n\nWrong:\n\n```yaml\n(.*?)```\n\nRight:\n\n```yaml\n(.*?)```\n", re.M | re.S)
_COMMENT: Final = re.compile(r"#\s*allow:\s*(C\d+(?:\s*,\s*C\d+)*)")
#: Checks that look at one file, and checks that compare files.
FILE_CHECKS: Final = (checks.schema_line, checks.recognisable, checks.selectors, checks.unwise)
WORKSPACE_CHECKS: Final = (checks.claimed_twice, checks.takes_prose, checks.untested)


class Code(NamedTuple):
    """One kind of problem; its severity is ``error`` or ``warning``."""

    code: str
    severity: str
    title: str
    text: str


#: Every code that a problem can have, as the core has them.
CODES: Final = {one[0]: Code(*one) for one in _core.codes()}


def severity(code: str) -> str:
    """Return how grave a code is; one that the table does not know is an error."""
    return CODES[code].severity if code in CODES else "error"


@cache
def examples() -> dict[str, tuple[str, str]]:
    """Read the examples that come with the rules: for each code a piece with the problem, and the same put right.

    C120 and C123 have none: one is a matter of size, the other of a file's place.
    """
    text = (Path(builtin_folder()) / "schema" / "codes.md").read_text("utf-8")
    return {code: (bad, good) for code, bad, good in _EXAMPLE.findall(text)}


@dataclass(frozen=True, slots=True)
class Report:
    """Every problem that was found, by file and place, and how many files were looked at."""

    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> int:
        return sum(severity(problem.code) == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


def lint(paths: Iterable[str] = (), context: Iterable[str] = (), *, builtin: bool = True) -> Report:
    """Check rule files and folders, the built-in ones when none are given; a bad file does not stop the others."""
    return report(Workspace(paths, context, builtin=builtin))


def report(workspace: Workspace) -> Report:
    """Check the files that a workspace was asked for."""
    found = [*workspace.problems(), *(problem for check in WORKSPACE_CHECKS for problem in check(workspace))]
    for sheet in workspace.sheets:
        if sheet.sound is not None:
            found += [problem for check in FILE_CHECKS for problem in check(sheet, sheet.sound)]
    sheets = {sheet.entry.shown: sheet for sheet in workspace.sheets}
    order = {shown: number for number, shown in enumerate(sheets)}
    found = [_indented(problem, sheets) for problem in dict.fromkeys(found)]
    for shown, sheet in sheets.items():
        allowed = Allowed.of(sheet.data.decode("utf-8-sig", "replace"), shown)
        found = [problem for problem in found if problem.file != shown or not allowed.silences(problem)]
        if sheet.sound is not None:  # else not every check was made
            found += allowed.unused()
    found.sort(key=lambda problem: (order.get(problem.file, len(order)), problem.line, problem.column, problem.code))
    return Report(tuple(found), len(workspace.sheets))


def _indented(problem: Problem, sheets: dict[str, Sheet]) -> Problem:
    """Let a problem of a whole line point to the first sign of it."""
    if problem.column != 1 or problem.file not in sheets:
        return problem
    lines = sheets[problem.file].data.decode("utf-8-sig", "replace").split("\n")
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    return problem._replace(column=len(line) - len(line.lstrip()) + 1) if line.strip() else problem


@dataclass(slots=True)
class Allowed:
    """The comments of one file: each counts for its own line and the next, those above the first key for the file."""

    file: str
    codes: dict[tuple[int, str], int]
    head: int
    used: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, file: str) -> "Allowed":
        lines = text.split("\n")
        head = next((n for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")), len(lines))
        found = {
            (number, code.strip()): line.index("allow") + 1
            for number, line in enumerate(lines, 1)
            if (match := _COMMENT.search(line))
            for code in match[1].split(",")
        }
        return cls(file, found, head)

    def silences(self, problem: Problem) -> bool:
        """Return whether a problem is allowed; errors never are."""
        if severity(problem.code) == "error":
            return False
        lines = range(1, self.head + 1) if problem.line <= self.head else (problem.line, problem.line - 1)
        hits = [(line, problem.code) for line in lines if (line, problem.code) in self.codes]
        self.used.update(hits[:1])
        return bool(hits)

    def unused(self) -> list[Problem]:
        reasons = {"error": "only warnings can be allowed", "warning": "remove it"}
        return [
            Problem(self.file, line, column, "C213", f"`allow: {code}` silences nothing", why)
            for (line, code), column in self.codes.items()
            if (line, code) not in self.used
            for why in [reasons[severity(code)] if code in CODES else "there is no such code"]
        ]
