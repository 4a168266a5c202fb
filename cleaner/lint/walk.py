"""Getting about in rules: all matchers of one, and what a matcher says that can be judged from the words alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleaner.errors import Problem
from cleaner.rulebook.compile import asked
from cleaner.rulebook.compiled import LITERAL_WORDS
from cleaner.rulebook.spec import Block, Matcher, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.rulebook.compiled import CompiledMatcher
    from cleaner.rulebook.spec import Place, Rule


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
def words(matcher: Matcher) -> Mapping[str, object]:
    """Give what a matcher asks a line, word by word."""
    return asked(matcher)


def static(matcher: CompiledMatcher) -> bool:
    """Tell whether a line alone decides if a matcher fits it."""
    return not matcher.titled and not matcher.context
