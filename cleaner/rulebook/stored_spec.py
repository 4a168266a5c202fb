"""What a file says of a rule beyond what a run needs, out of the data that `cleaner.rulebook.storing` made of it."""

from __future__ import annotations

from cleaner.rulebook.amounts import Amount, Range
from cleaner.rulebook.spec import Block, Html, Matcher, Place, Placed, Rule, Sequence, Where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def thawed_spec(data: tuple[Any, ...]) -> Rule:
    """Make what a file says of a rule of its data."""
    (owner, name, action, label, why), place, shape, where = data
    return Rule(owner, name, action, _thawed(shape), Place(*place), label, _thawed(where), why)


def thawed_html(data: tuple[Any, ...]) -> Html:
    """Make selectors of their data."""
    content, title, remove, published, byline, junk, beside, body = (tuple(map(_placed, some)) for some in data[:-1])
    return Html(content, title, remove, published, byline, junk, beside, body, data[-1])


def _placed(data: tuple[str, tuple[Any, ...]]) -> Placed:
    text, place = data
    return Placed(text, Place(*place))


def _thawed(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    kind, *parts = data
    if kind == "matcher":
        return Matcher(Place(*parts[0]), **{word: _thawed(value) for word, value in parts[1].items()})
    if kind == "sequence":
        return Sequence(tuple(map(_thawed, parts[0])), parts[1])
    if kind == "block":
        return Block(tuple(map(_thawed, parts[0])), _thawed(parts[1]), *parts[2:])
    makers: dict[str, Any] = {"where": Where, "amount": Amount, "range": Range}
    return makers[kind](*map(_thawed, parts))
