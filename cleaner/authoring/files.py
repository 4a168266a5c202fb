"""A rule file as values, for those who work on rules: what was written, checked for form, each thing with its place.

The core reads files; what it says of one comes as plain data, and `RuleFile.of` makes values of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

from cleaner import _core
from cleaner.errors import Problem
from cleaner.rules.engine import Engine
from cleaner.rules.html import Html, Place, Placed, placed
from cleaner.rules.labels import Policy
from cleaner.text import key

Action = Literal["drop", "keep", "meta", "trim"]
#: A place in a document that has a name: its headline, the first line of running text, the last one.
Anchor = Literal["title", "body-start", "body-end"]

ACTIONS: Final[tuple[Action, ...]] = ("drop", "keep", "meta", "trim")

#: Words whose values are literals.
LITERAL_WORDS: Final = ("line", "heading", "starts", "ends", "has")

_TEXTS: Final = (*LITERAL_WORDS, "like", "regex")
_KINDS: Final = ("is", "not")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of lines, or a share of all lines in percent."""

    value: float
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may go before the rules are not believed: characters in percent, sentences that must stay."""

    max_removed: float = 97.0
    min_kept: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """So many words or characters: from `low` to `high`, both included; None where there is no bound.

    >>> print(Range(5, 34), Range(None, 14), Range(9, None), Range(6, 6))
    5..34 ..14 9.. 6
    """

    low: int | None
    high: int | None

    def __str__(self) -> str:
        """Return it as a rule file writes it."""
        low, high = ("" if bound is None else str(bound) for bound in (self.low, self.high))
        return low if low == high else f"{low}..{high}"


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a line must be like. All words that are said must hold; several values of one word are alternatives.

    `said` has the words as a file writes them, with their values: texts, a `Range`, kinds of line, a name, or for
    `follows` the matcher of the line above.
    """

    place: Place = field(compare=False)
    said: Mapping[str, Any]

    def texts(self, word: str) -> tuple[str, ...]:
        """The texts of one word; none where it is not said."""
        return self.said.get(word, ())  # type: ignore[no-any-return]

    @property
    def is_static(self) -> bool:
        """Whether a line alone decides if it fits, without its neighbours and the title."""
        return not self.said.keys() & {"same_as", "follows"} and not any("{title}" in one for one in self.texts("like"))

    @property
    def asked(self) -> dict[str, Any]:
        """What a line is asked, word by word: bounds one by one, and each kind of line with a yes or no.

        >>> Matcher(Place("a.yaml", 1, 1), {"words": Range(None, 9), "not": ("sentence",)}).asked
        {'max_words': 9, 'sentence': False}
        """
        found: dict[str, Any] = {}
        for word, value in self.said.items():
            if isinstance(value, Range):
                bounds = {f"min_{word}": value.low, f"max_{word}": value.high}
                found |= {name: bound for name, bound in bounds.items() if bound is not None}
            elif word in _KINDS:
                found |= dict.fromkeys(value, word == "is")
            else:
                found[word] = value
        return found


@lru_cache(maxsize=1 << 16)
def literal_key(word: str, text: str) -> str:
    """Return the key of a word's literal; a space at an edge is kept where that edge lies inside the line.

    >>> literal_key("starts", "Trang chủ "), literal_key("heading", "## Tin mới:")
    ('trang chủ ', 'tin mới')
    """
    if word == "heading":
        return _core.heading_key(text)
    left, right = word in ("ends", "has"), word in ("starts", "has")
    return f"{' ' * (left and text[:1].isspace())}{key(text)}{' ' * (right and text[-1:].isspace())}"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines from those that fit `opening`, one after the other, down to the line before one that fits `until`.

    There are at most `max` of them. A block to the end leaves alone what may be the article's last paragraph, unless
    it `takes_prose`.
    """

    opening: tuple[Matcher, ...]
    until: Matcher | Literal["end"]
    max: int
    takes_prose: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Neighbouring lines that fit one after the other, at least `rounds` times in a row."""

    items: tuple[Matcher, ...]
    rounds: int = 1


Shape = Matcher | Block | Sequence


@dataclass(frozen=True, slots=True)
class Where:
    """The part of the document in which a rule may act; what is given narrows each other."""

    first: Amount | None = None
    last: Amount | None = None
    after: Matcher | Anchor | None = None
    before: Matcher | Anchor | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: one shape in one zone. One that is written with several of either is as many of these, of one name.

    `owner` is the name of the file it stands in: a host or a package.
    """

    owner: str
    id: str
    action: Action
    shape: Shape
    place: Place
    label: str = ""
    where: Where | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """The rule's full name, ``owner#id``, as it stands in audits and in `disable`."""
        return f"{self.owner}#{self.id}"

    @property
    def matchers(self) -> Iterator[Matcher]:
        """Its matchers: those of its shape, then those of its zone, each before the one inside it."""
        zone = (self.where.after, self.where.before) if self.where is not None else ()
        for part in (*_parts(self.shape), *zone):
            if isinstance(part, Matcher):
                yield part
                if "follows" in part.said:
                    yield part.said["follows"]


def _parts(shape: Shape) -> tuple[Matcher | Literal["end"], ...]:
    if isinstance(shape, Block):
        return (*shape.opening, shape.until)
    return shape.items if isinstance(shape, Sequence) else (shape,)


@dataclass(frozen=True, slots=True)
class TestLine:
    """One line of a test: `mark` is ``+ - ~``, or empty for a blank line."""

    place: Place
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TestCase:
    """A test inside a rule file: marked lines, also of a page, or a whole document against its accepted snapshot."""

    place: Place
    name: str = ""
    lines: tuple[TestLine, ...] = ()
    file: str = ""
    url: str = ""
    title: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class TextList:
    """A list of texts with a name, by which rules use it. `owner` is the name of the file it stands in."""

    owner: str
    name: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One YAML file: a source (it has a `match`) or a package that sources extend.

    `lists` are its own, `used` those that its rules use, of packages too. `sheet` is the file as the core has it.
    """

    name: str
    place: Place
    package: bool
    sheet: _core.Sheet = field(compare=False)
    display: str = ""
    extends: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    limits: Limits | None = None
    html: Html | None = None
    rules: tuple[Rule, ...] = ()
    tests: tuple[TestCase, ...] = ()
    tests_in: tuple[str, ...] = ()
    lists: tuple[TextList, ...] = ()
    used: frozenset[TextList] = frozenset()


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
    given, problems = sheet.file, [Problem(*problem) for problem in sheet.problems]
    if given is None:
        return None, problems
    return _Reader(file).file(given, sheet), problems


def read_tests(data: bytes, file: str) -> tuple[tuple[TestCase, ...], list[Problem]]:
    """Read a file of tests that a rule file names by `tests_in`, with every problem."""
    given, problems = _core.read_tests(data, file)
    return tuple(map(_Reader(file).test, given)), [Problem(*problem) for problem in problems]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes values of what the core read of one file."""

    shown: str

    def file(self, given: dict[str, Any], sheet: _core.Sheet) -> RuleFile:
        name = given["name"]
        return RuleFile(
            name=name,
            place=self.place(given),
            package=given["package"],
            display=given["display"],
            extends=self.texts(given["extends"]),
            disable=self.texts(given["disable"]),
            hosts=self.texts(given["hosts"]),
            fingerprints=self.texts(given["fingerprints"]),
            limits=Limits(*given["limits"]) if given["limits"] else None,
            html=Html.of(given["html"]) if given["html"] else None,
            rules=tuple(self.rule(rule, name) for rule in given["rules"]),
            tests=tuple(map(self.test, given["tests"])),
            tests_in=self.texts(given["tests_in"]),
            lists=tuple(self.text_list(one) for one in given["lists"] if one["owner"] == name),
            used=frozenset(map(self.text_list, given["used"])),
            sheet=sheet,
        )

    def place(self, given: dict[str, Any]) -> Place:
        return Place(self.shown, given["line"], given["column"])

    def texts(self, given: Iterable[tuple[str, int, int, str | None]]) -> tuple[Placed, ...]:
        return placed(given, self.shown)

    def text_list(self, given: dict[str, Any]) -> TextList:
        place = Place(given["file"], given["line"], given["column"])
        return TextList(given["owner"], given["name"], place)

    def rule(self, given: dict[str, Any], owner: str) -> Rule:
        return Rule(
            owner=owner,
            id=given["id"],
            action=given["action"],
            shape=self.shape(given["shape"]),
            place=self.place(given),
            label=given["label"],
            where=self.where(given["where"]) if given["where"] else None,
            why=given["why"],
        )

    def shape(self, given: dict[str, Any]) -> Shape:
        if "sequence" in given:
            return Sequence(tuple(map(self.matcher, given["sequence"])), given["rounds"])
        if "from" in given:
            until: Matcher | Literal["end"] = "end" if given["until"] == "end" else self.matcher(given["until"])
            return Block(tuple(map(self.matcher, given["from"])), until, given["max"], given["takes_prose"])
        return self.matcher(given["matcher"])

    def matcher(self, given: dict[str, Any]) -> Matcher:
        return Matcher(self.place(given), {word: self.word(word, value) for word, value in given["words"].items()})

    def word(self, word: str, value: Any) -> Any:
        if word in _TEXTS:
            return self.texts(value)
        if word in ("words", "chars"):
            return Range(*value)
        if word == "follows":
            return self.matcher(value)
        return tuple(value) if word in _KINDS else value

    def where(self, given: dict[str, Any]) -> Where:
        first, last = (Amount(*given[key]) if given[key] else None for key in ("first", "last"))
        return Where(first, last, self.anchor(given["after"]), self.anchor(given["before"]))

    def anchor(self, given: dict[str, Any] | Anchor | None) -> Matcher | Anchor | None:
        return self.matcher(given) if isinstance(given, dict) else given

    def test(self, given: dict[str, Any]) -> TestCase:
        lines = (TestLine(Place(self.shown, line, column), *said) for line, column, *said in given["lines"])
        texts = {key: given[key] for key in ("name", "file", "url", "title", "html")}
        return TestCase(self.place(given), lines=tuple(lines), **texts)


def read_sheet(sheet: _core.Sheet) -> RuleFile:
    """Take a file that the core has read and found sound."""
    given = sheet.file
    assert given is not None, "a sound sheet has a file"  # noqa: S101
    return _Reader(given["file"]).file(given, sheet)


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
    def disabled(self) -> frozenset[str]:
        """The full names of what one of the files switches off."""
        return frozenset(name for file in self.files for name in file.disable)

    @property
    def rules(self) -> list[Rule]:
        """The rules that hold, in the order in which they own lines."""
        return [rule for file in self.files for rule in file.rules if rule.name not in self.disabled]

    @property
    def html(self) -> tuple[Html, ...]:
        """The HTML sections that hold."""
        return tuple(file.html for file in self.files if file.html and file.html.name not in self.disabled)

    def engine(self) -> Engine:
        """Make the rules ready to clean with, as labels have their usual fate; the chain must be sound."""
        return Engine.of_sheets([file.sheet for file in self.files], Policy())


def chain(file: RuleFile, find: Parent, names: Iterable[str]) -> Chain:
    """Follow `extends`; `find` gives a file of `names`, or None where it cannot be read (which is told elsewhere)."""
    known = {id(file.sheet): file}

    def sheet_of(name: str) -> _core.Sheet | None:
        found = find(name)
        if found is None:
            return None
        known[id(found.sheet)] = found
        return found.sheet

    sheets, problems, whole = _core.chain(file.sheet, list(names), sheet_of)
    files = tuple(known[id(sheet)] for sheet in sheets)
    return Chain(files, tuple(Problem(*problem) for problem in problems), whole)


def problem_at(place: Place, code: str, message: str, hint: str = "") -> Problem:
    """Make a problem of a place."""
    return Problem(place.file, place.line, place.column, code, message, hint)
