"""Getting about in rules: all matchers of one, and what a matcher says that can be judged from the words alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cleaner.errors import Problem
from cleaner.rulebook.spec import Block, Matcher, Sequence
from cleaner.text import key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rulebook.spec import Place, Rule


#: Words whose values are literals.
LITERAL_WORDS: Final = ("line", "starts", "ends", "has")


def problem(place: Place, code: str, message: str, hint: str = "") -> Problem:
    """Make a problem of a place."""
    return Problem(place.file, place.line, place.column, code, message, hint)


def matchers(rule: Rule) -> Iterator[Matcher]:
    """Give all matchers of a rule: of its shape, then of its zone."""
    shape = rule.shape
    parts: tuple[object, ...] = shape.items if isinstance(shape, Sequence) else (shape,)
    if isinstance(shape, Block):
        parts = (*shape.opening, shape.until)
    if rule.where is not None:
        parts = (*parts, rule.where.after, rule.where.before)
    for part in parts:
        if isinstance(part, Matcher):
            yield part
            yield from (inner for inner in part.said.values() if isinstance(inner, Matcher))


def literals(matcher: Matcher) -> Iterator[tuple[str, str]]:
    """Give the literals of a matcher with the word that each belongs to."""
    for word in LITERAL_WORDS:
        for text in getattr(matcher, word):
            yield word, text


@lru_cache(maxsize=1 << 16)
def words(matcher: Matcher) -> dict[str, Any]:
    """Give what a matcher asks a line, word by word: bounds one by one, and each kind of line with a yes or no.

    >>> from cleaner.rulebook.spec import Place
    >>> words(Matcher(Place("a.yaml", 1, 1), not_=("sentence",)))
    {'sentence': False}
    """
    found = matcher.said
    for name in ("words", "chars"):
        if name in found:
            bounds = found.pop(name)
            found |= {f"min_{name}": bounds.low, f"max_{name}": bounds.high}
    for name, wanted in (("is", True), ("not", False)):
        found |= dict.fromkeys(found.pop(name, ()), wanted)
    return {word: value for word, value in found.items() if value is not None}


def static(matcher: Matcher) -> bool:
    """Tell whether a line alone decides if a matcher fits it."""
    titled = any("{title}" in template for template in matcher.like)
    return not (titled or matcher.same_as or matcher.follows)


def literal_key(word: str, text: str) -> str:
    """Give the key of a word's literal; a space at an edge is kept where that edge lies inside the line.

    >>> literal_key("starts", "Trang chủ ")
    'trang chủ '
    """
    left, right = word in ("ends", "has"), word in ("starts", "has")
    return f"{' ' * (left and text[:1].isspace())}{key(text)}{' ' * (right and text[-1:].isspace())}"
