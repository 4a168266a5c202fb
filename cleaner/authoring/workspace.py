"""Rule files for those who work on them: every file that can be read, and every mistake in the others.

A `Catalogue` stops at the first bad file, as a run must; a workspace never does.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from cleaner import _core
from cleaner.authoring.files import Chain, Parent, RuleFile, TestCase, chain, problem_at, read, read_tests
from cleaner.errors import InputError, Problem
from cleaner.rules.catalogue import SourceFile, builtin_files, rule_files
from cleaner.rules.html import Place, place_of
from cleaner.side_files import read_regular

_DEEPEST: Final = 50  # packages behind one another: the core tells of more


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rule file as it lies there: its bytes, what could be read of it, and what is wrong with its form."""

    entry: SourceFile
    data: bytes
    file: RuleFile | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> RuleFile | None:
        """The file, if nothing is wrong with its form."""
        return None if self.problems else self.file


class Workspace:
    """The files that were asked for (the built-in ones when none were), and all others they may refer to."""

    def __init__(self, paths: Iterable[str] = (), context: Iterable[str] = (), *, builtin: bool = True) -> None:
        """Read the files of `paths`; those of `context` and the built-in ones are there to be referred to."""
        paths = tuple(paths)
        seen: set[Path] = set()
        asked = _new((entry for path in paths for entry in rule_files(path)) if paths else builtin_files(), seen)
        near = _new((entry for path in context for entry in rule_files(path)), seen)
        shipped = _new(builtin_files() if builtin else (), seen)
        self._named: dict[str, SourceFile] = {}
        for entry in (*asked, *near):
            self._named.setdefault(_declared(entry), entry)
        for entry in shipped:
            self._named.setdefault(entry.name, entry)
        self._around = [*near, *shipped]
        self._sheets: dict[str, Sheet | None] = {}
        self._depth = 0
        self.sheets = self._all(asked)

    def _all(self, entries: Iterable[SourceFile]) -> list[Sheet]:
        return [sheet for entry in entries if (sheet := self._sheet(entry))]

    def _sheet(self, entry: SourceFile) -> Sheet | None:
        """Read a file once; none where it is being read, as it extends itself, or lies behind too many others."""
        if entry.path not in self._sheets and self._depth <= _DEEPEST:
            self._sheets[entry.path] = None
            self._depth += 1
            self._sheets[entry.path] = _sheet(entry, self.find)
            self._depth -= 1
        return self._sheets.get(entry.path)

    @cached_property
    def around(self) -> list[Sheet]:
        """The files that were not asked for; they are read when they are needed."""
        return self._all(self._around)

    @property
    def sound(self) -> list[RuleFile]:
        return [sheet.sound for sheet in self.sheets if sheet.sound is not None]

    @property
    def read(self) -> list[Sheet]:
        return [sheet for sheet in self._sheets.values() if sheet]

    def find(self, name: str) -> RuleFile | None:
        """Return a sound file by its name; what was asked for comes first."""
        sheet = self._sheet(self._named[name]) if name in self._named else None
        return sheet.sound if sheet else None

    @cached_property
    def files(self) -> dict[str, RuleFile]:
        """Every sound file by its name."""
        return {name: file for name in sorted(self.names) if (file := self.find(name)) is not None}

    @property
    def names(self) -> Set[str]:
        """Every name, also of files that cannot be read."""
        return self._named.keys()

    def chain(self, file: RuleFile) -> Chain:
        return chain(file, self.find, self.names)

    def problems(self) -> list[Problem]:
        """Return every mistake of the files that were asked for and of their chains, in the order of the files."""
        found = [problem for sheet in self.sheets for problem in sheet.problems]
        found += self._unused()
        for sheet in self.sheets:
            if sheet.file is not None:
                chained = self.chain(sheet.file).problems
                # of a file that is half read, nobody can say which of its own rules are there
                found += [one for one in chained if sheet.sound or one.code != "C115" or one.file != sheet.entry.shown]
        return list(dict.fromkeys(found))

    def _unused(self) -> list[Problem]:
        """Return the lists of packages that neither their file nor one that extends it uses."""
        own = [one for file in self.sound if file.package for one in file.lists]
        used = frozenset().union(*(file.used for file in self.files.values())) if own else frozenset()
        vain, hint = "the list ${} is used by no rule", "use it, or remove it"
        return [problem_at(one.place, "C126", vain.format(one.name), hint) for one in own if one not in used]


def _declared(entry: SourceFile) -> str:
    """Return the name that a file says it has; that of its place where it says none, or cannot be read yet."""
    try:
        return _core.declared(entry.read(), entry.shown) or entry.name
    except OSError:
        return entry.name


def _new(entries: Iterable[SourceFile], seen: set[Path]) -> list[SourceFile]:
    """Return the files that were not seen yet, wherever links lead."""
    found = []
    for entry in entries:
        path = Path(entry.path).resolve()
        if path not in seen:
            seen.add(path)
            found.append(entry)
    return found


def _sheet(entry: SourceFile, parent: Parent) -> Sheet:
    try:
        data = entry.read()
    except OSError as error:
        raise InputError(f"{entry.shown}: {(error.strerror or str(error)).lower()}") from None
    file, problems = read(data, entry.shown, parent)
    if file is not None and file.tests_in:
        found = [_tests(entry, name) for name in file.tests_in]
        file = replace(file, tests=(*file.tests, *(test for tests, _ in found for test in tests)))
        problems = [*problems, *(problem for _, some in found for problem in some)]
    return Sheet(entry, data, file, tuple(problems))


def _tests(entry: SourceFile, name: str) -> tuple[tuple[TestCase, ...], list[Problem]]:
    """Read a file of tests that a rule file names; no name and no link leads out of the rule file's folder."""
    folder = Path(entry.path).parent
    path, folder = folder / name, folder.resolve()
    shown = f"{entry.shown.rpartition('/')[0]}/{name}" if "/" in entry.shown else str(name)
    try:
        if not path.resolve().is_relative_to(folder):
            raise OSError(0, "lies outside the folder of the rule file")
        return read_tests(read_regular(str(path)), shown)
    except (OSError, RuntimeError, ValueError) as error:
        place, why = place_of(name, Place(entry.shown, 1, 1)), getattr(error, "strerror", None) or str(error)
        return (), [problem_at(place, "C123", f"{name}: {why.lower()}")]


def listed(paths: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Describe the built-in files, and those of `paths` before them, a row each; bad files too."""
    workspace = Workspace(paths)
    return [_row(workspace, sheet) for sheet in (*workspace.sheets, *(workspace.around if paths else ()))]


def _row(workspace: Workspace, sheet: Sheet) -> dict[str, Any]:
    """Describe one file; `inherited` counts the rules that its packages add and it does not disable."""
    file = sheet.sound
    chain = workspace.chain(file) if file else None
    rules = chain.rules if chain and chain.sound else []
    return {
        "name": file.name if file else sheet.entry.name,
        "file": sheet.entry.shown,
        "kind": "package" if (file.package if file else "/" in sheet.entry.name) else "source",
        "title": file.display if file else "",
        "hosts": list(map(str, file.hosts)) if file else [],
        "extends": list(map(str, file.extends)) if file else [],
        "rules": len({rule.id for rule in file.rules}) if file else 0,
        "inherited": len({rule.name for rule in rules if file and rule.owner != file.name}),
        "tests": len(file.tests) if file else 0,
        "problems": len(sheet.problems),
    }
