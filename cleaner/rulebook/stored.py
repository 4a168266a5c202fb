"""A compiled rulebook as plain data (lists, strings, numbers) and back."""

from __future__ import annotations

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


def frozen(book: Rulebook) -> dict[str, Any]:
    """Give a rulebook as data; a matcher is named by its number."""
    limits = book.limits
    return {
        "name": book.name,
        "matchers": [_matcher(matcher) for matcher in book.matchers],
        "rules": [_rule(rule) for rule in book.rules],
        "limits": [limits.max_removed, limits.min_kept],
        "html": [_html(one) for one in book.html],
        "digest": book.digest,
        "files": book.files,
    }


def thawed(data: dict[str, Any]) -> Rulebook:
    """Make a rulebook of its data."""
    matchers: list[CompiledMatcher] = []
    zones: dict[int, CompiledWhere] = {}
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
        tuple(data["files"]),
    )


def _html(html: Html) -> list[Any]:
    """Give selectors as data; each keeps its place, since it owns what it removes."""
    some = (html.content, html.title, html.remove, html.published, html.byline)
    return [*([[str(one), _place(place_of(one, _NOWHERE))] for one in selectors] for selectors in some), html.owner]


def _thawed_html(data: list[Any]) -> Html:
    content, title, remove, published, byline = (tuple(map(_placed, some)) for some in data[:-1])
    return Html(content, title, remove, published, byline, data[-1])


def _placed(data: list[Any]) -> Placed:
    text, place = data
    return Placed(text, Place(*place))


def _matcher(matcher: CompiledMatcher) -> list[Any]:
    pairs = ([(word, _value(value)) for word, value in some] for some in (matcher.static, matcher.context))
    return [matcher.number, *pairs, matcher.lookup, matcher.near, matcher.titled, matcher.keyed]


def _value(value: Any) -> Any:
    if isinstance(value, CompiledMatcher):
        return value.number
    if isinstance(value, (tuple, frozenset)):
        made = [one if isinstance(one, str) else one.__getstate__() for one in value]
        return sorted(made) if isinstance(value, frozenset) else made
    return value


def _thawed_pairs(pairs: list[tuple[str, Any]], known: list[CompiledMatcher]) -> tuple[tuple[str, Any], ...]:
    return tuple((word, _thawed_value(word, value, known)) for word, value in pairs)


def _thawed_value(word: str, value: Any, known: list[CompiledMatcher]) -> Any:
    if word == "line":
        return frozenset(value)
    if word in _DATA:
        kind: Any = _DATA[word]
        return tuple(kind(*(tuple(one) if isinstance(one, list) else one for one in state)) for state in value)
    if word == "follows":
        return known[value]
    return tuple(value) if isinstance(value, list) else value


def _rule(rule: CompiledRule) -> list[Any]:
    spec, where = rule.spec, rule.where
    zone = where and [where.number, _number(where.after), _number(where.before)]
    parts = [rule.start.number, _number(rule.until), [item.number for item in rule.items], zone, rule.twin]
    says = [spec.owner, spec.id, spec.action, spec.label, spec.replacement, spec.why]
    return [rule.rank, *parts, says, _place(spec.place), _spec(spec.shape), _spec(spec.where)]


def _thawed_rule(data: list[Any], matchers: list[CompiledMatcher], zones: dict[int, CompiledWhere]) -> CompiledRule:
    rank, start, until, items, zone, twin, says, place, shape, where = data
    owner, name, action, label, replacement, why = says
    spec = Rule(owner, name, action, _thawed(shape), Place(*place), label, replacement, _thawed(where), why)
    made = None
    if zone is not None:
        number, *ends = zone
        after, before = (None if at is None else matchers[at] for at in ends)
        made = zones.setdefault(number, CompiledWhere(number, spec.where or Where(), after, before))
    end = None if until is None else matchers[until]
    further = tuple(matchers[at] for at in items)
    return CompiledRule(rank, spec, matchers[start], end, further, made, twin, spec.name, str(spec.place))


def _number(matcher: CompiledMatcher | None) -> int | None:
    return None if matcher is None else matcher.number


def _place(place: Place) -> list[Any]:
    return [place.file, place.line, place.column]


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
    return ["texts", *map(str, value)] if isinstance(value, tuple) else value


def _thawed(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    kind, *parts = data
    if kind == "texts":
        return tuple(parts)
    if kind == "matcher":
        return Matcher(Place(*parts[0]), **{word: _thawed(value) for word, value in parts[1].items()})
    if kind == "sequence":
        return Sequence(tuple(map(_thawed, parts[0])), parts[1])
    makers: dict[str, Any] = {"block": Block, "where": Where, "amount": Amount}
    return makers[kind](*map(_thawed, parts))
