"""A YAML tree against the table of keys: every mistake with its place and the nearest right word.

What comes out (`Mapping`, strings, numbers) has the right form, so that `cleaner.rulebook.load` need not look again.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final

from cleaner.errors import Problem
from cleaner.rulebook.amounts import Amount, Range
from cleaner.rulebook.fields import ANCHORS, ENUMS, OLD_ANCHORS, OLD_KEYS, TABLES
from cleaner.rulebook.nodes import Items, Keys, Node, Scalar
from cleaner.rulebook.spec import Place, Placed, TestLine
from cleaner.text import key as line_key
from cleaner.values import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LIST: Final = re.compile(r"\$([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\Z")
_RANGE: Final = re.compile(r"(?:(\d{1,9})?(\.\.)(\d{1,9})?|(\d{1,9}))\Z")
_AMOUNT: Final = re.compile(r"(\d+(?:\.\d+)?)(%?)\Z")
_DIGITS: Final = 9
_COMPARED: Final = 20_000  # words, in one file


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping: its values by key, and the place of each."""

    values: dict[str, Any]
    place: Place
    places: dict[str, Place]

    def get(self, key: str, default: Any = None) -> Any:
        """Give a key's value, or the default."""
        return self.values.get(key, default)

    def __contains__(self, key: str) -> bool:
        """Tell whether the key was given."""
        return key in self.values


class Bad(Exception):  # noqa: N818 - a signal inside this package
    """A value of the wrong form; the problem was already noted."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Give ``did you mean 'x'?`` for a misspelt word, or nothing when no choice is near.

    >>> nearest("strats", ["starts", "ends"])
    "did you mean 'starts'?"
    """
    found = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"did you mean '{found[0]}'?" if found else ""


class Hints:
    """Finds the right words for wrong ones, until much was compared: a file of mistakes alone has no typing errors."""

    def __init__(self) -> None:
        """Begin with nothing compared."""
        self._left = _COMPARED

    def nearest(self, word: str, choices: Collection[str]) -> str:
        """Give a hint as `nearest` does, or nothing."""
        self._left -= len(choices)
        return nearest(word, choices) if self._left > 0 else ""


@dataclass(slots=True)
class Checker:
    """Checks nodes against tables and collects every problem rather than stopping at the first."""

    problems: list[Problem] = field(default_factory=list)
    hints: Hints = field(default_factory=Hints)

    def problem(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note one mistake."""
        self.problems.append(Problem(place.file, place.line, place.column, code, message, hint))

    def fail(self, place: Place, code: str, message: str, hint: str = "") -> Bad:
        """Note one mistake and give the signal to raise."""
        self.problem(place, code, message, hint)
        return Bad(message)

    def mapping(self, node: Node, table: str) -> Mapping:
        """Check a mapping against a table; keys that are wrong are noted and left out."""
        if not isinstance(node, Keys):
            raise self.fail(node.place, "C104", f"expected keys and values: {_keys(table)}")
        fields, values = TABLES[table], {}
        for key, value in node.values.items():
            if key not in fields:
                hint = OLD_KEYS.get(table, {}).get(key) or self.hints.nearest(key, fields)
                hint = hint or f"one of: {_keys(table)}"
                self.problem(node.places[key], "C102", f"unknown key {key!r}", hint)
                continue
            try:
                values[key] = self.value(value, fields[key].kind, key)
            except Bad:
                continue
        noted = set(node.values)
        for key, spec in fields.items():
            if spec.required and key not in noted:
                self.problem(node.place, "C106", f"the key {key!r} is missing")
        return Mapping(values, node.place, node.places)

    def value(self, node: Node, kind: str, key: str) -> Any:
        """Check one value by the name of its kind."""
        if kind.startswith("list:"):
            return self.items(node, kind[5:], key)
        check = getattr(self, f"_{kind}", None)
        return check(node, key) if check else self.mapping(node, kind)

    def items(self, node: Node, kind: str, key: str) -> tuple[Any, ...]:
        """Check a list, leaving out the items that are wrong."""
        if not isinstance(node, Items):
            raise self.fail(node.place, "C104", f"{key!r} needs a list")
        found = []
        for item in node.items:
            try:
                found.append(self.value(item, kind, key))
            except Bad:
                continue
        return tuple(found)

    def _str(self, node: Node, key: str) -> str:
        if not isinstance(node, Scalar):
            raise self.fail(node.place, "C104", f"{key!r} needs a text")
        if node.tag != "str":
            what = {"null": "nothing", "bool": "a yes/no", "int": "a number", "float": "a number"}.get(
                node.tag, node.tag
            )
            message = f"{key!r} needs a text, but YAML reads {node.text or 'an empty value'!r} as {what}"
            raise self.fail(node.place, "C105", message, f'write it in quotes: "{node.text}"')
        return node.text

    def _placed(self, node: Node, key: str) -> Placed:
        return Placed(self._str(node, key), node.place)

    def _strs(self, node: Node, key: str) -> tuple[str, ...]:
        found = self.items(node, "placed", key) if isinstance(node, Items) else (self._placed(node, key),)
        if isinstance(node, Items) and not node.items:
            raise self.fail(node.place, "C117", f"{key!r} is an empty list")
        if not all(map(line_key, found)):
            raise self.fail(node.place, "C117", f"{key!r} holds an empty text")
        return found

    def _texts(self, node: Node, key: str) -> tuple[str, ...]:
        """Take texts of a matcher or a list; the name of a list stays one until all lists are known."""
        return self._strs(node, key)

    def _lists(self, node: Node, key: str) -> dict[str, tuple[Placed, tuple[str, ...]]]:
        """Take lists by name, each with the place of its name."""
        if not isinstance(node, Keys):
            raise self.fail(node.place, "C104", f"{key!r} needs a name for each list: `{key}: {{boxes: [...]}}`")
        found = {}
        for name, value in node.values.items():
            place = node.places[name]
            if not _LIST.match(f"${name}"):
                hint = "small letters, digits, hyphens; a letter first"
                self.problem(place, "C109", f"the name {name!r} of a list is not kebab-case", hint)
                continue
            try:
                found[name] = Placed(name, place), self._texts(value, name)
            except Bad:
                continue
        return found

    def _lines(self, node: Node, key: str) -> tuple[TestLine, ...]:
        """Read the lines of a test; each stands in the file where it says."""
        text = self._str(node, key)
        if not isinstance(node, Scalar) or not node.literal:
            raise self.fail(node.place, "C124", f"{key!r} needs a block of lines", f"write `{key}: |` and a line below")
        found = []
        for number, line in enumerate(text.removesuffix("\n").split("\n"), node.place.line + 1):
            place = Place(node.place.file, number, 1)
            mark = line[:2].strip()
            if line.strip() and (mark not in ("+", "-", "~") or not line[2:].strip()):
                hint = "begin it with `+ `, `- ` or `~ `"
                self.problem(place, "C124", f"a test line without a mark: {line[:40]!r}", hint)
                continue
            found.append(TestLine(place, mark, line[2:]))
        return tuple(found)

    def _id(self, node: Node, key: str) -> str:
        text = self._str(node, key)
        if not _ID.match(text):
            raise self.fail(node.place, "C109", f"{key} {text!r} is not kebab-case", "small letters, digits, hyphens")
        return text

    def _int(self, node: Node, key: str) -> int:
        if not isinstance(node, Scalar) or node.tag != "int" or not node.text.isdecimal():
            raise self.fail(node.place, "C104", f"{key!r} needs a whole number")
        if len(node.text) > _DIGITS:
            raise self.fail(node.place, "C104", f"{key!r} needs a number of at most {_DIGITS} digits")
        return int(node.text)

    def _range(self, node: Node, key: str) -> Range:
        found = _RANGE.match(node.text) if isinstance(node, Scalar) else None
        if found is None or not (found[1] or found[3] or found[4]):
            raise self.fail(node.place, "C104", f"{key!r} needs a range", "such as 5..34, ..14, 5.. or one number")
        low, high = (int(bound) if bound else None for bound in (found[1] or found[4], found[3] or found[4]))
        if low is not None and high is not None and low > high:
            raise self.fail(node.place, "C104", f"the range {low}..{high} holds nothing", f"write {high}..{low}")
        return Range(low, high)

    def _kinds(self, node: Node, key: str) -> tuple[str, ...]:
        if isinstance(node, Items) and not node.items:
            raise self.fail(node.place, "C117", f"{key!r} is an empty list")
        return self.items(node, "kind", key) if isinstance(node, Items) else (self._kind(node, key),)

    def _kind(self, node: Node, key: str) -> str:
        return self._enum(node, key, "kind", "C104")

    def _patterns(self, node: Node, key: str) -> tuple[str, ...]:
        return self._strs(node, key)

    def _labels(self, node: Node, key: str) -> dict[str, tuple[Mapping, ...]]:
        """Take matchers by label."""
        if not isinstance(node, Keys):
            raise self.fail(node.place, "C104", f"{key!r} needs a matcher for each label")
        found = {}
        for name, value in node.values.items():
            if name not in ENUMS["label"]:
                hint = self.hints.nearest(name, ENUMS["label"]) or f"one of: {' '.join(ENUMS['label'])}"
                self.problem(node.places[name], "C108", f"unknown label {name!r}", hint)
                continue
            try:
                found[name] = self._matchers(value, name)
            except Bad:
                continue
        return found

    def _matchers(self, node: Node, key: str) -> tuple[Mapping, ...]:
        """Take one matcher or several."""
        if isinstance(node, Items) and not node.items:
            raise self.fail(node.place, "C117", f"{key!r} is an empty list")
        return self.items(node, "matcher", key) if isinstance(node, Items) else (self.mapping(node, "matcher"),)

    def _bool(self, node: Node, key: str) -> bool:
        if not isinstance(node, Scalar) or node.text not in ("true", "false"):
            raise self.fail(node.place, "C104", f"{key!r} needs true or false")
        return node.text == "true"

    def _amount(self, node: Node, key: str) -> Amount:
        match = _AMOUNT.match(node.text) if isinstance(node, Scalar) and len(node.text) <= _DIGITS else None
        if not match or (not match[2] and "." in match[1]) or (match[2] and float(match[1]) > 100):
            raise self.fail(node.place, "C104", f"{key!r} needs a number of lines or a share such as 80%")
        return Amount(float(match[1]), bool(match[2]))

    def _percent(self, node: Node, key: str) -> float:
        amount = self._amount(node, key)
        if not amount.percent:
            raise self.fail(node.place, "C104", f"{key!r} needs a share such as 97%")
        return amount.value

    def _repeat(self, node: Node, key: str) -> int:
        if isinstance(node, Scalar) and node.text in ("true", "false"):
            return 1
        rounds = self._int(node, key)
        if rounds < 1:
            raise self.fail(node.place, "C104", f"{key!r} needs true or a number from 1")
        return rounds

    def _enum(self, node: Node, key: str, kind: str, code: str) -> str:
        text = self._str(node, key)
        if text not in ENUMS[kind]:
            hint = self.hints.nearest(text, ENUMS[kind]) or f"one of: {' '.join(ENUMS[kind])}"
            raise self.fail(node.place, code, f"unknown {key} {text!r}", hint)
        return text

    def _label(self, node: Node, key: str) -> str:
        return self._enum(node, key, "label", "C108")

    def _same_as(self, node: Node, key: str) -> str:
        return self._enum(node, key, "same_as", "C104")

    def _shape(self, node: Node, key: str) -> tuple[str, Mapping]:
        """Tell a block, a sequence and a bare matcher apart by their keys."""
        if not isinstance(node, Keys):
            raise self.fail(node.place, "C104", f"{key!r} needs a matcher, a block (from, until) or a sequence")
        kind = (
            "block" if {"from", "until"} & set(node.values) else "sequence" if "sequence" in node.values else "matcher"
        )
        return kind, self.mapping(node, kind)

    def _until(self, node: Node, key: str) -> str | Mapping:
        if isinstance(node, Scalar):
            if node.text != "end":
                raise self.fail(node.place, "C104", f"unknown {key} {node.text!r}", "a matcher, or `end`")
            return node.text
        return self.mapping(node, "matcher")

    def _anchor(self, node: Node, key: str) -> str | Mapping:
        if isinstance(node, Scalar):
            if node.text not in ANCHORS:
                now = OLD_ANCHORS.get(node.text)
                hint = f"write `{now}`" if now else "a matcher, `title`, `body-start` or `body-end`"
                raise self.fail(node.place, "C104", f"unknown {key} {node.text!r}", hint)
            return node.text
        return self.mapping(node, "matcher")


def list_named(text: str) -> str:
    """Give the name of the list that a text stands for, or nothing.

    >>> list_named("$box-headings"), list_named("$5"), list_named("$$boxes")
    ('box-headings', '', '')
    """
    found = _LIST.match(text)
    return found[1] if found else ""


def _keys(table: str) -> str:
    return " ".join(TABLES[table])
