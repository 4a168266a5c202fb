r"""The values that flow through cleaner. All are frozen; none knows a file, a rule or a library.

Line numbers are 1-based and count the lines of the *input* text split on ``\\n``, blank ones included, so that an
editor opened at that number shows the line.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar, cast, overload

from cleaner._core import Utf8

Value = TypeVar("Value")

FLAGS: Final = {
    "limits": "more would go than its rules may take, or its short lines are too many: nothing of it goes",
    "empty": "no text, or none is left",
    "not-an-article": "a list of headlines, a home page, an error page or the like: nothing of it goes",
    "html-drift": "the selectors of its source find next to nothing: the site may have changed",
    "html-unsure": "the extractor and the blocks of the page disagree much",
    "legacy-encoding": "in an encoding of before Unicode that only its words told; it was read so",
    "residual-damage": "so many of its words still have damaged letters",
}
"""What a flag says of a document, by the first word of the flag: `legacy-encoding tcvn3` names the encoding."""


class Cut(NamedTuple):
    """A line that a reader wants out of a text: its number, and the rule that asks for it (see `Removal`)."""

    line: int
    rule: str
    at: str
    label: str


class LazyText:
    """The field of a text that `lazy` hands in as `Utf8`, and that becomes a `str` when it is first read.

    It is put in its place when the dataclass is made, for which `text` is a `str` like any other.
    """

    def __get__(self, value: object, owner: type) -> str:
        if value is None:
            raise AttributeError("a text has no default")
        text = vars(value)["text"]
        if isinstance(text, Utf8):
            text = vars(value)["text"] = str(text)
        return text  # type: ignore[no-any-return]

    def __set__(self, value: object, text: str | Utf8) -> None:
        vars(value)["text"] = text


def lazy(text: str | Utf8) -> str:
    """Give a text to a value that will make a `str` of it when somebody reads it."""
    return cast("str", text)


def held_text(value: "Document | Result") -> str | Utf8:
    """The text as a value holds it, of which no `str` is made: to compare it, count in it, or hand it on."""
    held: str | Utf8 | None = vars(value).get("text")
    return value.text if held is None else held  # a subclass may hold its text in a slot


@dataclass(frozen=True)
class Document:
    """One document as a reader hands it on: its text, and what the record or file said about it.

    `source` is the name of a rule file when the caller knows it (it beats every other way of finding one). `cuts` are
    lines of the text that the reader itself wants out, in order; `meta` is what it found out beside the text. `flags`
    are warnings about the reading, such as a legacy encoding.
    """

    text: str
    id: str = ""
    url: str = ""
    source: str = ""
    title: str = ""
    date: str = ""
    cuts: tuple[Cut, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


Document.text = LazyText()  # type: ignore[assignment]


class Skipped(NamedTuple):
    """A document that could not be read: where it stood, and why it was passed over."""

    id: str
    reason: str
    line: int = 0


class Repair(NamedTuple):
    """One step that changed one line: `before` and `after` are that line around the step."""

    line: int
    step: str
    before: str
    after: str


class Removal(NamedTuple):
    """A line that a rule took out of the text, or a part of one.

    `text` is the line as it stood after Unicode repair; `kept` is what a `trim` left of it (empty when the whole
    line went; of a paragraph that was broken into rows, it stands with the first). `rule` is ``source#id``, `at` the
    rule's ``file:line``; `also` names the other rules that wanted the same line.
    """

    line: int
    text: str
    rule: str
    at: str
    label: str
    kept: str = ""
    also: tuple[str, ...] = ()


class LazySequence(Sequence[Value]):
    """A sequence that makes its values when the first of them is read, equal to the tuple of them.

    Nobody may read them, and most only count: `number` is how many there are, `summed` gives what is told of them
    without making any. It travels to another process, or into a copy, as the tuple.
    """

    def __init__(self, number: int, make: Callable[[], Iterable[Value]], summed: Callable[[], Any]) -> None:
        self._number = number
        self._make = make
        self.summed = summed

    @cached_property
    def _made(self) -> tuple[Value, ...]:
        return tuple(self._make())

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, at: int | slice) -> Value | tuple[Value, ...]:
        return self._made[at]

    def __eq__(self, other: object) -> bool:
        return self._made == (other._made if isinstance(other, LazySequence) else other)

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        return repr(self._made)

    def __reduce__(self) -> tuple[type[tuple[Value, ...]], tuple[tuple[Value, ...]]]:
        return tuple, (self._made,)


class RuleCount(NamedTuple):
    """How much a rule took of a document under a label: whole lines, parts of lines, and the characters of both."""

    rule: str
    label: str
    lines: int = 0
    parts: int = 0
    characters: int = 0


@dataclass(frozen=True)
class Result:
    """What cleaning one document gave.

    `text` has no newline at its end. `meta` maps ``published byline credit origin`` to what rules found, one value
    a line. `flags` are warnings on the document (see `FLAGS`). `rules` is a digest
    of the rules that were used. `numbers` gives, for each non-blank line of `text`, the input line it came from.
    `removals` may be a sequence that makes its values when it is first read; `by_rule` counts them without that.
    """

    text: str
    source: str = ""
    evidence: str = ""
    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    removals: Sequence[Removal] = ()
    repairs: Sequence[Repair] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rules: str = ""
    numbers: Sequence[int] = ()

    def by_rule(self) -> Sequence[RuleCount]:
        """Count what each rule took, in the order in which they come up.

        The selectors of a source are one rule, which takes lines of several labels; it is counted for each of them.

        >>> gone = Removal(7, "Đọc nhiều", "a.vn#boxes", "a.yaml:3", "related")
        >>> Result("", removals=(gone,)).by_rule()
        [RuleCount(rule='a.vn#boxes', label='related', lines=1, parts=0, characters=9)]
        """
        if isinstance(self.removals, LazySequence):
            return list(self.removals.summed())
        counts: dict[tuple[str, str], RuleCount] = {}
        left: dict[int, str] = {}
        for one in self.removals:
            owner = (one.rule, one.label)
            rule, label, lines, parts, characters = counts.get(owner) or RuleCount(*owner)
            characters += max(0, len(left.get(one.line, one.text)) - len(one.kept))
            counts[owner] = RuleCount(rule, label, lines + (not one.kept), parts + bool(one.kept), characters)
            left[one.line] = one.kept
        return list(counts.values())

    def repaired_lines(self) -> int:
        """Count the lines that repair changed; the ends of all lines count as one.

        >>> steps = Repair(1, "quotes", "“a”  b", '"a"  b'), Repair(1, "space-runs", '"a"  b', '"a" b')
        >>> Result('"a" b', repairs=steps).repaired_lines()
        1
        """
        if isinstance(self.repairs, LazySequence):
            return int(self.repairs.summed())
        return len({one.line for one in self.repairs})


Result.text = LazyText()  # type: ignore[assignment]
