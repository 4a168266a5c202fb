"""A compiled rulebook as plain data (tuples, strings, numbers), to be kept; `cleaner.rulebook.stored` reads it.

What a file says of a rule is data of its own, in bytes, so that reading the book does not read it.
"""

from __future__ import annotations

import marshal

from cleaner.rulebook.amounts import Amount, Range
from cleaner.rulebook.compiled import WORDED, CompiledMatcher
from cleaner.rulebook.language import Language
from cleaner.rulebook.spec import Block, Html, Matcher, Place, Sequence, Where, place_of
from cleaner.rulebook.stored import MADE, PLAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from cleaner.rulebook.compiled import CompiledRule, CompiledWhere, Rulebook

_WORDS: Final = tuple(word for word in Matcher.__match_args__ if word != "place")
_NOWHERE: Final = Place("", 0, 0)


def frozen(book: Rulebook) -> dict[str, Any]:
    """Give a rulebook as data; matchers and zones are named by their numbers."""
    limits = book.limits
    zones = {rule.where.number: rule.where for rule in book.rules if rule.where}
    return {
        "name": str(book.name),
        "matchers": tuple(_matcher(matcher) for matcher in book.matchers),
        "zones": tuple(_zone(zones[number]) for number in sorted(zones)),
        "rules": tuple(_rule(rule) for rule in book.rules),
        "limits": (limits.max_removed, limits.min_kept),
        "language": tuple(getattr(book.page.language, name) for name in Language.__match_args__),
        "page": tuple(
            tuple((key, tuple(one.number for one in some)) for key, some in part)
            for part in (book.page.parts, book.page.labels)
        ),
        "html": tuple(_html(one) for one in book.html),
        "digest": book.digest,
        "files": tuple(map(str, book.files)),
    }


def _html(html: Html) -> tuple[Any, ...]:
    """Give selectors as data; each keeps its place, since it owns what it removes."""
    some = (
        html.content, html.title, html.remove, html.published, html.byline, html.junk, html.beside, html.body
    )  # fmt: skip
    pairs = (tuple((str(one), _place(place_of(one, _NOWHERE))) for one in selectors) for selectors in some)
    return *pairs, str(html.owner)


def _matcher(matcher: CompiledMatcher) -> tuple[bool, tuple[Any, ...]]:
    """Give a matcher as data, and whether it is what it says: most hold but texts and numbers."""
    both = (matcher.static, matcher.context)
    plain = not any(word in MADE for pairs in both for word, _ in pairs)
    static, context = (
        tuple((word, value[0] if word in WORDED else _value(value)) for word, value in pairs) for pairs in both
    )
    return plain, (matcher.number, static, context, matcher.lookup, matcher.near, matcher.titled, matcher.keyed)


def _value(value: Any) -> Any:
    if isinstance(value, CompiledMatcher):
        return value.number
    if isinstance(value, tuple):
        return tuple(str(one) if isinstance(one, str) else tuple(map(_plain, one.__getstate__())) for one in value)
    return _plain(value)


def _plain(value: Any) -> Any:
    """Make a text that knows its place a text."""
    if isinstance(value, (tuple, frozenset)):
        return type(value)(map(str, value))
    return str(value) if isinstance(value, str) else value


def _rule(rule: CompiledRule) -> tuple[Any, ...]:
    spec, where = rule.spec, rule.where
    says = tuple(map(str, (spec.owner, spec.id, spec.action, spec.label, spec.why)))
    late = marshal.dumps((says, _place(spec.place), _spec(spec.shape), _spec(spec.where)))
    items = tuple(item.number for item in rule.items)
    opened = (rule.start.number, _number(rule.until), items, where and where.number)
    return late, rule.rank, *opened, *(_plain(getattr(rule, name)) for name in PLAIN)


def _zone(where: CompiledWhere) -> tuple[Any, ...]:
    amounts = (amount and (amount.value, amount.percent) for amount in (where.first, where.last))
    return where.number, *amounts, _number(where.after), _number(where.before), tuple(map(_plain, where.anchors))


def _number(matcher: CompiledMatcher | None) -> int | None:
    return None if matcher is None else matcher.number


def _place(place: Place) -> tuple[Any, ...]:
    return str(place.file), place.line, place.column


def _spec(value: Any) -> Any:
    """Give a part of a rule's spec as data: a list that begins with what it is, or the plain value itself."""
    if isinstance(value, Matcher):
        given = {word: _spec(one) for word in _WORDS if (one := getattr(value, word)) not in (None, ())}
        return ["matcher", _place(value.place), given]
    if isinstance(value, Block):
        return ["block", [_spec(one) for one in value.opening], _spec(value.until), value.max, value.takes_prose]
    if isinstance(value, Sequence):
        return ["sequence", [_spec(item) for item in value.items], value.rounds]
    if isinstance(value, Where):
        return ["where", *map(_spec, (value.first, value.last, value.after, value.before))]
    if isinstance(value, Amount):
        return ["amount", value.value, value.percent]
    if isinstance(value, Range):
        return ["range", value.low, value.high]
    return _plain(value)
