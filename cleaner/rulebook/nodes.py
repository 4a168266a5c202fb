"""YAML text → a tree of plain values that know where they stand. Sole home of the YAML library.

Rule files are untrusted: nothing in them is run, aliases and tags are refused (no "billion laughs"), size and depth
are bounded, a duplicate key is an error.
"""

from __future__ import annotations

from typing import Any, Final, Union

import yaml

from cleaner.errors import Problem
from cleaner.rulebook.spec import Place
from cleaner.values import dataclass, field

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 20

_TOO_DEEP: Final = f"nested deeper than {MAX_DEPTH} levels"
_STR: Final = "tag:yaml.org,2002:str"
_PLAIN_TAGS: Final = {f"tag:yaml.org,2002:{name}": name for name in ("str", "int", "float", "bool", "null")}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written; `tag` is what YAML makes of it when it is not quoted: ``str int float bool null …``.

    `literal` tells that it is a block behind ``|``, whose lines are those of the file.
    """

    text: str
    tag: str
    place: Place
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping, with the place of each key."""

    values: dict[str, Node]
    place: Place
    places: dict[str, Place] = field(default_factory=dict)


Node = Union[Scalar, Items, Keys]


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """The fast loader; used to compose nodes only, never to construct objects."""


class _Refused(yaml.MarkedYAMLError):
    """What YAML allows and a rule file may not hold."""


@dataclass(slots=True)
class _Reader:
    file: str
    problems: list[Problem]

    def place(self, mark: yaml.Mark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def problem(self, mark: yaml.Mark, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, code, message, hint))

    def read(self, node: yaml.Node, depth: int = 0) -> Node:
        place = self.place(node.start_mark)
        if depth > MAX_DEPTH:
            self.problem(node.start_mark, "C101", _TOO_DEEP)
            return Scalar("", "null", place)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place, depth)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.read(item, depth + 1) for item in node.value), place)
        tag = _PLAIN_TAGS.get(node.tag, node.tag.rsplit(":", 1)[-1])
        style = getattr(node, "style", None)
        return Scalar(str(node.value), "str" if style else tag, place, style == "|")

    def mapping(self, node: yaml.MappingNode, place: Place, depth: int) -> Keys:
        found = Keys({}, place)
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problem(key.start_mark, "C101", "a key must be a word")
                continue
            name = str(key.value)
            if name in found.values:
                first = found.places[name]
                self.problem(key.start_mark, "C103", f"duplicate key {name!r}", f"first given in line {first.line}")
                continue
            found.values[name] = self.read(value, depth + 1)
            found.places[name] = self.place(key.start_mark)
        return found


def parse(data: bytes, file: str) -> tuple[Keys | None, list[Problem]]:
    """Read one YAML document whose top is a mapping; give it, or None, and every problem met on the way."""
    problems: list[Problem] = []
    if len(data) > MAX_BYTES:
        return None, [
            Problem(file, 1, 1, "C120", f"the file has {len(data)} bytes; a rule file has at most {MAX_BYTES}")
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Problem(file, line, 1, "C101", "the file is not UTF-8")]
    try:
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        told = _message(error)
        if mark and _open_brackets(text, mark.index) > MAX_DEPTH:  # libraries have limits of their own, and words
            told = (_TOO_DEEP, "")
        return None, [Problem(file, line, column, "C101", *told)]
    except RecursionError:
        return None, [Problem(file, 1, 1, "C101", _TOO_DEEP)]
    except yaml.reader.ReaderError as error:  # the one kind without a mark
        line = text.count("\n", 0, error.position) + 1
        return None, [Problem(file, line, 1, "C101", f"control characters such as U+{error.character:04X} are no YAML")]
    if not isinstance(node, yaml.MappingNode):
        return None, [Problem(file, 1, 1, "C101", "the file must hold keys and values: `source:`, `rules:` …")]
    tree = _Reader(file, problems).read(node)
    return (tree if isinstance(tree, Keys) else None), problems


def _refuse_tricks(text: str) -> None:
    """Look before a tree is built: aliases multiply nodes, tags ask for objects, depth overflows the stack of C."""
    depth = 0
    mark: Any
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(problem="anchors and aliases (& and *) are not allowed", problem_mark=mark)
        if getattr(event, "tag", None):
            raise _Refused(problem="tags (!) are not allowed", problem_mark=mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _Refused(problem=_TOO_DEEP, problem_mark=mark)


def _open_brackets(text: str, end: int) -> int:
    """Count the lists and maps in brackets that are open at a place."""
    before = text[:end]
    return sum(map(before.count, "[{")) - sum(map(before.count, "]}"))


def _message(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """Say what is wrong, in the words of the YAML library where they are all there is, and what is mostly behind it."""
    text = " ".join(part for part in (error.context, error.problem) if part)
    if isinstance(error, _Refused):
        return text, ""
    told, hint = f"not valid YAML: {text}" if text else "not valid YAML", ""
    if "expected ':'" in text or "expected ','" in text or "mapping values are not allowed" in text:
        hint = "a value with ': ' or ' #' in it needs quotes; brackets must be closed"
    elif "block collection" in text or "block mapping" in text:
        hint = "look at the indentation of this line and the ones above"
    elif "tab character" in text or "'\\t'" in text or "cannot start any token" in text:
        hint = "indent with spaces; a value that begins with a sign needs quotes"
    return told, hint
