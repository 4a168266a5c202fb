"""Runs every check over a shelf of rule files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cleaner.lint import claims, contents, prose, regexes, shadows
from cleaner.lint.allow import Allowed
from cleaner.rulebook.codes import severity
from cleaner.rulebook.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cleaner.errors import Problem
    from cleaner.rulebook.shelf import Sheet
    from cleaner.rulebook.spec import RuleFile

    FileCheck = Callable[[Sheet, RuleFile], Iterator[Problem]]
    ShelfCheck = Callable[[Shelf], Iterator[Problem]]

#: Checks that look at one file, and checks that compare files.
FILE_CHECKS: Final[tuple[FileCheck, ...]] = (
    contents.schema_line, contents.recognisable, contents.repeated, contents.impossible,
    regexes.needless, shadows.shadowed,
)  # fmt: skip
SHELF_CHECKS: Final[tuple[ShelfCheck, ...]] = (
    claims.claimed_twice,
    claims.foreign_addresses,
    prose.takes_prose,
    contents.untested,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Every problem that was found, by file and place, and how many files were looked at."""

    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> int:
        """Count what must be put right."""
        return sum(severity(problem.code) == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """Count what is only unwise."""
        return len(self.problems) - self.errors


def lint(paths: Iterable[str] = (), context: Iterable[str] = (), *, builtin: bool = True) -> Report:
    """Check rule files and folders, the built-in ones when none are given; a bad file does not stop the others.

    Raises `UsageError` or `InputError` for a path that is not there or cannot be read.
    """
    return report(Shelf(paths, context, builtin=builtin))


def report(shelf: Shelf) -> Report:
    """Check the files that a shelf was asked for."""
    found = [*shelf.problems(), *(problem for check in SHELF_CHECKS for problem in check(shelf))]
    for sheet in shelf.sheets:
        if sheet.sound is not None:
            found += [problem for check in FILE_CHECKS for problem in check(sheet, sheet.sound)]
    sheets = {sheet.entry.shown: sheet for sheet in shelf.sheets}
    order = {shown: number for number, shown in enumerate(sheets)}
    found = [_indented(problem, sheets) for problem in dict.fromkeys(found)]
    for shown, sheet in sheets.items():
        allowed = Allowed.of(sheet.data.decode("utf-8-sig", "replace"), shown)
        found = [problem for problem in found if problem.file != shown or not allowed.silences(problem)]
        if sheet.sound is not None:  # else not every check was made
            found += allowed.unused()
    found.sort(key=lambda problem: (order.get(problem.file, len(order)), problem.line, problem.column, problem.code))
    return Report(tuple(found), len(shelf.sheets))


def _indented(problem: Problem, sheets: dict[str, Sheet]) -> Problem:
    """Let a problem of a whole line point to the first sign of it."""
    if problem.column != 1 or problem.file not in sheets:
        return problem
    lines = sheets[problem.file].data.decode("utf-8-sig", "replace").split("\n")
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    return replace(problem, column=len(line) - len(line.lstrip()) + 1) if line.strip() else problem
