"""A rule file's bytes → a `RuleFile`, or a `RuleError` that lists every mistake: what the core read, as values."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal

from cleaner import _core
from cleaner.errors import Problem, RuleError
from cleaner.rulebook.amounts import Amount, Limits, Range
from cleaner.rulebook.spec import (
    Block,
    Html,
    Matcher,
    PageLooks,
    Place,
    Placed,
    Rule,
    RuleFile,
    Sequence,
    Shape,
    TestCase,
    TestLine,
    TextList,
    Where,
)
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cleaner.rulebook.spec import Anchor

    Parent = Callable[[str], "RuleFile | None"]
    Texts = Iterable[tuple[str, int, int, str | None]]
    Given = dict[str, Any]

_ATTRIBUTES = {"is": "is_", "not": "not_"}
_LITERALS = ("line", "starts", "ends", "has", "like", "regex")


def load(data: bytes, file: str, parent: Parent | None = None) -> RuleFile:
    """Read one rule file; `file` is the name that errors and audits show. See `read` for `parent`."""
    rule_file, problems = read(data, file, parent)
    if problems or rule_file is None:
        raise RuleError(problems)
    return rule_file


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
    return _Reader(file).file(given, sheet, data), problems


def read_tests(data: bytes, file: str) -> tuple[tuple[TestCase, ...], list[Problem]]:
    """Read a file of tests that a rule file names by `tests_in`, with every problem."""
    given, problems = _core.read_tests(data, file)
    return tuple(map(_Reader(file).test, given)), [Problem(*problem) for problem in problems]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes values of what the core read of one file."""

    shown: str

    def file(self, given: Given, sheet: _core.Sheet, data: bytes) -> RuleFile:
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
            html=self.html(given["html"]) if given["html"] else None,
            page=self.page(given["page"]) if given["page"] else None,
            rules=tuple(self.rule(rule, name) for rule in given["rules"]),
            tests=tuple(map(self.test, given["tests"])),
            tests_in=self.texts(given["tests_in"]),
            digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
            lists=tuple(map(self.text_list, given["lists"])),
            used=frozenset(map(self.text_list, given["used"])),
            sheet=sheet,
        )

    def place(self, given: Given) -> Place:
        return Place(self.shown, given["line"], given["column"])

    def texts(self, given: Texts) -> tuple[Placed, ...]:
        return tuple(Placed(text, Place(file or self.shown, line, column)) for text, line, column, file in given)

    def html(self, given: Given) -> Html:
        selectors = {key: self.texts(value) for key, value in given.items() if key != "owner"}
        return Html(owner=given["owner"], **selectors)

    def page(self, given: Given) -> PageLooks:
        parts, labels = (
            tuple((key, tuple(map(self.matcher, some))) for key, some in given[kind].items())
            for kind in ("parts", "labels")
        )
        return PageLooks(parts, labels, tuple((key, self.texts(texts)) for key, texts in given["texts"].items()))

    def text_list(self, given: Given) -> TextList:
        place = Place(given["file"], given["line"], given["column"])
        return TextList(given["owner"], given["name"], self.texts(given["texts"]), place)

    def rule(self, given: Given, owner: str) -> Rule:
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

    def shape(self, given: Given) -> Shape:
        if "sequence" in given:
            return Sequence(tuple(map(self.matcher, given["sequence"])), given["rounds"])
        if "from" in given:
            until: Matcher | Literal["end"] = "end" if given["until"] == "end" else self.matcher(given["until"])
            return Block(tuple(map(self.matcher, given["from"])), until, given["max"], given["takes_prose"])
        return self.matcher(given["matcher"])

    def matcher(self, given: Given) -> Matcher:
        words = {_ATTRIBUTES.get(word, word): self.word(word, value) for word, value in given["words"].items()}
        return Matcher(self.place(given), **words)

    def word(self, word: str, value: Any) -> Any:
        if word in _LITERALS:
            return self.texts(value)
        if word in ("words", "chars"):
            return Range(*value)
        if word == "follows":
            return self.matcher(value)
        return tuple(value) if word in _ATTRIBUTES else value

    def where(self, given: Given) -> Where:
        first, last = (Amount(*given[key]) if given[key] else None for key in ("first", "last"))
        return Where(first, last, self.anchor(given["after"]), self.anchor(given["before"]))

    def anchor(self, given: Given | Anchor | None) -> Matcher | Anchor | None:
        return self.matcher(given) if isinstance(given, dict) else given

    def test(self, given: Given) -> TestCase:
        lines = (TestLine(Place(self.shown, line, column), *said) for line, column, *said in given["lines"])
        texts = {key: given[key] for key in ("name", "file", "url", "title", "html")}
        return TestCase(self.place(given), lines=tuple(lines), **texts)
