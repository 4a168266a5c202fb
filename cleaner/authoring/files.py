"""A rule file as values, for those who work on rules: what was written, checked for form, each thing with its place.

The core reads files and knows what rules mean; what it says of a file comes as plain data, and is made values here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from cleaner import _core
from cleaner.errors import Problem
from cleaner.rules.engine import Engine
from cleaner.rules.html import Html, Place, placed
from cleaner.settings import Policy

Action = Literal["drop", "keep", "meta", "trim"]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: one shape in one zone. One that is written with several of either is as many of these, of one name.

    `owner` is the name of the file it stands in: a host or a package. One that `acts_anywhere` takes lines out of the
    text wherever they stand, for what they say themselves. `literals` are the fixed texts in it, by their word.
    """

    owner: str
    place: Place
    id: str
    action: Action
    label: str
    why: str
    acts_anywhere: bool
    literals: Mapping[str, list[str]]

    @property
    def name(self) -> str:
        """The rule's full name, ``owner#id``, as it stands in audits and in `disable`."""
        return f"{self.owner}#{self.id}"


class TestLine(NamedTuple):
    """One line of a test: `mark` is ``+ - ~``, or empty for a blank line."""

    place: Place
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TestCase:
    """A test inside a rule file: marked lines, also of a page, or a whole document against its accepted snapshot."""

    place: Place
    lines: tuple[TestLine, ...]
    name: str
    file: str
    url: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class TextList:
    """A list of texts with a name, by which rules use it. `owner` is the name of the file it stands in."""

    owner: str
    name: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One YAML file: a source (it has a `match`) or a package that sources extend.

    `limits` are how much may go before the rules are not believed: characters in percent, sentences that must stay.
    `lists` are its own, `used` those that its rules use, of packages too. `sheet` is the file as the core has it.
    """

    name: str
    place: Place
    package: bool
    display: str
    extends: tuple[str, ...]
    disable: tuple[str, ...]
    hosts: tuple[str, ...]
    fingerprints: tuple[str, ...]
    limits: tuple[float, int] | None
    html: Html | None
    rules: tuple[Rule, ...]
    tests: tuple[TestCase, ...]
    tests_in: tuple[str, ...]
    lists: tuple[TextList, ...]
    used: frozenset[TextList]
    sheet: _core.Sheet = field(compare=False)


#: Gives a package by its name, or None where it cannot be read.
Parent = Callable[[str], RuleFile | None]


def read(data: bytes, file: str, parent: Parent | None = None) -> tuple[RuleFile | None, list[Problem]]:
    """Read one rule file as far as it can be read, with every problem; for those who show all of them.

    `parent` gives a package that the file extends, for the lists in it, or None where it cannot be read.
    """

    def sheet_of(name: str) -> _core.Sheet | None:
        found = parent(name) if parent else None
        return found.sheet if found is not None else None

    sheet = _core.Sheet(data, file, sheet_of)
    return read_sheet(sheet), problems_of(sheet.problems)


def problems_of(given: Iterable[tuple[str, int, int, str, str, str]]) -> list[Problem]:
    """Take problems as the core gives them."""
    return [Problem(*one) for one in given]


def read_tests(data: bytes, file: str) -> tuple[tuple[TestCase, ...], list[Problem]]:
    """Read a file of tests that a rule file names by `tests_in`, with every problem."""
    given, problems = _core.read_tests(data, file)
    return tuple(_test(one, file) for one in given), problems_of(problems)


def read_sheet(sheet: _core.Sheet) -> RuleFile | None:
    """Take what the core could read of a file, if it could read any."""
    given = sheet.file
    if given is None:
        return None
    name, file = given["name"], given["file"]
    texts = ("extends", "disable", "hosts", "fingerprints", "tests_in")
    return RuleFile(
        name=name,
        place=_place(given, file),
        package=given["package"],
        display=given["display"],
        limits=given["limits"],
        html=Html.of(given["html"]) if given["html"] else None,
        rules=tuple(Rule(name, _place(one, file), **one) for one in given["rules"]),
        tests=tuple(_test(one, file) for one in given["tests"]),
        lists=tuple(_text_list(one) for one in given["lists"] if one["owner"] == name),
        used=frozenset(map(_text_list, given["used"])),
        sheet=sheet,
        **{key: placed(given[key], file) for key in texts},
    )


def _place(given: dict[str, Any], file: str) -> Place:
    return Place(file, given.pop("line"), given.pop("column"))


def _test(given: dict[str, Any], file: str) -> TestCase:
    lines = (TestLine(Place(file, line, column), *said) for line, column, *said in given.pop("lines"))
    return TestCase(_place(given, file), tuple(lines), **given)


def _text_list(given: dict[str, Any]) -> TextList:
    return TextList(given["owner"], given["name"], Place(given["file"], given["line"], given["column"]))


@dataclass(frozen=True, slots=True)
class Chain:
    """A file, then what it extends, depth first; and every mistake in `extends` and `disable` on the way.

    `whole` tells that no file of it was missing or unreadable.
    """

    files: tuple[RuleFile, ...]
    problems: tuple[Problem, ...] = ()
    whole: bool = True

    @property
    def sound(self) -> bool:
        """Whether a run could use it."""
        return self.whole and not self.problems

    @property
    def _disabled(self) -> frozenset[str]:
        return frozenset(name for file in self.files for name in file.disable)

    @property
    def rules(self) -> list[Rule]:
        """The rules that hold, in the order in which they own lines."""
        disabled = self._disabled
        return [rule for file in self.files for rule in file.rules if rule.name not in disabled]

    @property
    def html(self) -> tuple[Html, ...]:
        return tuple(file.html for file in self.files if file.html and file.html.name not in self._disabled)

    def engine(self) -> Engine:
        """Make the rules ready to clean with, as labels have their usual fate; the chain must be sound."""
        return Engine.of_sheets([file.sheet for file in self.files], Policy())


def chain(file: RuleFile, find: Parent, names: Iterable[str]) -> Chain:
    """Follow `extends`; `find` gives a file of `names`, or None where it cannot be read (which is told elsewhere)."""
    known = {id(file.sheet): file}

    def sheet_of(name: str) -> _core.Sheet | None:
        if (found := find(name)) is None:
            return None
        known[id(found.sheet)] = found
        return found.sheet

    sheets, problems, whole = _core.chain(file.sheet, list(names), sheet_of)
    return Chain(tuple(known[id(sheet)] for sheet in sheets), tuple(problems_of(problems)), whole)


def problem_at(place: Place, code: str, message: str, hint: str = "") -> Problem:
    """Make a problem of a place."""
    return Problem(place.file, place.line, place.column, code, message, hint)
