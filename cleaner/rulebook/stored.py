"""A compiled rulebook as plain data (tuples, strings, numbers) and back.

A run needs of most rules no more than what opens them. What a file says of a rule (its matchers as they are written,
their places, the reason for it) is kept apart, and thawed when somebody asks for it.
"""

from __future__ import annotations

import marshal
from functools import cached_property

from cleaner.rulebook.compile import CompiledMatcher, CompiledRule, CompiledWhere, Rulebook
from cleaner.rulebook.patterns import Pattern
from cleaner.rulebook.spec import Amount, Block, Html, Limits, Matcher, Place, Placed, Rule, Sequence, Where, place_of
from cleaner.rulebook.templates import Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_WORDS: Final = tuple(word for word in Matcher.__match_args__ if word != "place")
_NOWHERE: Final = Place("", 0, 0)
_DATA: Final = {"like": Template, "regex": Pattern}
_MADE: Final = frozenset((*_DATA, "follows"))  # words whose values are no plain data
_set: Final = object.__setattr__


class KeptRule(CompiledRule):
    """A rule whose `spec` is thawed when it is asked for."""

    late: bytes

    @cached_property
    def spec(self) -> Rule:
        """Give what its file says of it."""
        return _thawed_spec(marshal.loads(self.late))  # noqa: S302 - the store has proven whose it is


class KeptWhere(CompiledWhere):
    """A zone whose `spec` is thawed when it is asked for."""

    late: bytes

    @cached_property
    def spec(self) -> Where:
        """Give what a file says of it."""
        return _thawed(marshal.loads(self.late)) or Where()  # noqa: S302


_RULE: Final = tuple(name for name in CompiledRule.__match_args__ if name != "spec")
_WHERE: Final = tuple(name for name in CompiledWhere.__match_args__ if name != "spec")


def frozen(book: Rulebook) -> dict[str, Any]:
    """Give a rulebook as data; a matcher is named by its number."""
    limits = book.limits
    return {
        "name": str(book.name),
        "matchers": tuple(_matcher(matcher) for matcher in book.matchers),
        "rules": tuple(_rule(rule) for rule in book.rules),
        "limits": (limits.max_removed, limits.min_kept),
        "html": tuple(_html(one) for one in book.html),
        "digest": book.digest,
        "files": tuple(map(str, book.files)),
    }


def thawed(data: dict[str, Any]) -> Rulebook:
    """Make a rulebook of its data."""
    matchers: list[CompiledMatcher] = []
    zones: dict[int, KeptWhere] = {}
    for number, static, context, *found in data["matchers"]:
        pairs = (_thawed_pairs(static, matchers), _thawed_pairs(context, matchers))
        matchers.append(CompiledMatcher(number, *pairs, *found))
    return Rulebook(
        data["name"],
        tuple(_thawed_rule(rule, matchers, zones) for rule in data["rules"]),
        tuple(matchers),
        Limits(*data["limits"]),
        tuple(map(_thawed_html, data["html"])),
        data["digest"],
        data["files"],
    )


def _html(html: Html) -> tuple[Any, ...]:
    """Give selectors as data; each keeps its place, since it owns what it removes."""
    some = (html.content, html.title, html.remove, html.published, html.byline)
    pairs = (tuple((str(one), _place(place_of(one, _NOWHERE))) for one in selectors) for selectors in some)
    return *pairs, str(html.owner)


def _thawed_html(data: tuple[Any, ...]) -> Html:
    content, title, remove, published, byline = (tuple(map(_placed, some)) for some in data[:-1])
    return Html(content, title, remove, published, byline, data[-1])


def _placed(data: tuple[str, tuple[Any, ...]]) -> Placed:
    text, place = data
    return Placed(text, Place(*place))


def _matcher(matcher: CompiledMatcher) -> tuple[Any, ...]:
    pairs = (tuple((word, _value(value)) for word, value in some) for some in (matcher.static, matcher.context))
    return matcher.number, *pairs, matcher.lookup, matcher.near, matcher.titled, matcher.keyed


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


def _thawed_pairs(pairs: tuple[tuple[str, Any], ...], known: list[CompiledMatcher]) -> tuple[tuple[str, Any], ...]:
    if not any(word in _MADE for word, _ in pairs):
        return pairs
    return tuple((word, _thawed_value(word, value, known)) for word, value in pairs)


def _thawed_value(word: str, value: Any, known: list[CompiledMatcher]) -> Any:
    if word in _DATA:
        kind: Any = _DATA[word]
        return tuple(kind(*state) for state in value)
    return known[value] if word == "follows" else value


def _rule(rule: CompiledRule) -> tuple[Any, ...]:
    spec, where = rule.spec, rule.where
    zone = where and (where.number, _number(where.after), _number(where.before), marshal.dumps(_spec(where.spec)))
    parts = (rule.start.number, _number(rule.until), tuple(item.number for item in rule.items), zone)
    says = tuple(map(str, (spec.owner, spec.id, spec.action, spec.label, spec.replacement, spec.why)))
    late = marshal.dumps((says, _place(spec.place), _spec(spec.shape), _spec(spec.where)))
    return rule.rank, *parts, rule.twin, rule.name, rule.at, late


def _thawed_rule(data: tuple[Any, ...], matchers: list[CompiledMatcher], zones: dict[int, KeptWhere]) -> CompiledRule:
    rank, start, until, items, zone, twin, name, at, late = data
    end = None if until is None else matchers[until]
    further = tuple(matchers[at] for at in items)
    where = None if zone is None else zones.get(zone[0]) or zones.setdefault(zone[0], _thawed_zone(zone, matchers))
    made: KeptRule = _kept(KeptRule, _RULE, (rank, matchers[start], end, further, where, twin, name, at), late)
    return made


def _thawed_zone(data: tuple[Any, ...], matchers: list[CompiledMatcher]) -> KeptWhere:
    number, after, before, late = data
    ends = (None if at is None else matchers[at] for at in (after, before))
    made: KeptWhere = _kept(KeptWhere, _WHERE, (number, *ends), late)
    return made


def _kept(kind: Any, names: tuple[str, ...], values: tuple[Any, ...], late: bytes) -> Any:
    """Make a value of all its fields but the `spec`."""
    made = object.__new__(kind)
    for name, value in zip(names, values, strict=True):
        _set(made, name, value)
    _set(made, "late", late)
    return made


def _thawed_spec(data: tuple[Any, ...]) -> Rule:
    (owner, name, action, label, replacement, why), place, shape, where = data
    return Rule(owner, name, action, _thawed(shape), Place(*place), label, replacement, _thawed(where), why)


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
        return ["block", _spec(value.start), _spec(value.until), value.max, value.wary]
    if isinstance(value, Sequence):
        return ["sequence", [_spec(item) for item in value.items], value.rounds]
    if isinstance(value, Where):
        return ["where", *map(_spec, (value.first, value.last, value.after, value.before))]
    if isinstance(value, Amount):
        return ["amount", value.value, value.percent]
    return _plain(value)


def _thawed(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    kind, *parts = data
    if kind == "matcher":
        return Matcher(Place(*parts[0]), **{word: _thawed(value) for word, value in parts[1].items()})
    if kind == "sequence":
        return Sequence(tuple(map(_thawed, parts[0])), parts[1])
    makers: dict[str, Any] = {"block": Block, "where": Where, "amount": Amount}
    return makers[kind](*map(_thawed, parts))
