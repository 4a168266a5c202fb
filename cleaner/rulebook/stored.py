"""A compiled rulebook out of the plain data (tuples, strings, numbers) that `cleaner.rulebook.storing` made of it.

A run needs of most rules no more than what opens them. What a file says of a rule (its matchers as they are written,
their places, the reason for it) is kept apart, and thawed when somebody asks for it.
"""

from __future__ import annotations

import marshal
from functools import cached_property
from itertools import repeat

from cleaner.rulebook.amounts import Amount, Limits
from cleaner.rulebook.compiled import WORDED, CompiledMatcher, CompiledPage, CompiledRule, CompiledWhere, Rulebook
from cleaner.rulebook.language import Language
from cleaner.rulebook.patterns import Pattern
from cleaner.rulebook.templates import Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from cleaner.rulebook.spec import Html, Rule

_DATA: Final = {"like": Template, "regex": Pattern}
#: Words whose values are no plain data.
MADE: Final = frozenset((*_DATA, "follows", *WORDED))
_set: Final = object.__setattr__


class KeptRule(CompiledRule):
    """A rule whose `spec` is thawed when it is asked for."""

    late: bytes

    @cached_property
    def spec(self) -> Rule:
        """Give what its file says of it."""
        from cleaner.rulebook.stored_spec import thawed_spec  # nobody asks on the road of a text

        return thawed_spec(marshal.loads(self.late))  # noqa: S302 - the store has proven whose it is


class KeptRulebook(Rulebook):
    """A rulebook whose selectors are thawed when a page asks for them."""

    late: tuple[Any, ...]

    @cached_property
    def html(self) -> tuple[Html, ...]:
        """Give the selectors of the book's files."""
        from cleaner.rulebook.stored_spec import thawed_html

        return tuple(map(thawed_html, self.late))


_MATCHER: Final = CompiledMatcher.__match_args__
#: The fields of a rule that are kept as they are.
PLAIN: Final = ("twin", "name", "at", "action", "label", "rounds", "most", "wary", "end")
_BOOK: Final = ("late", "name", "rules", "matchers", "limits", "page", "digest", "files")
_RULE: Final = ("late", "rank", "start", "until", "items", "where", *PLAIN)


def thawed(data: dict[str, Any]) -> Rulebook:
    """Make a rulebook of its data."""
    matchers: list[CompiledMatcher] = []
    language = Language(*data["language"])
    for plain, row in data["matchers"]:
        if not plain:
            number, static, context, *found = row
            row = number, _thawed_pairs(static, matchers, language), _thawed_pairs(context, matchers, language), *found
        matchers.append(_made(CompiledMatcher, _MATCHER, row))
    zones = [_thawed_zone(zone, matchers) for zone in data["zones"]]
    rules = tuple(_thawed_rule(rule, matchers, zones) for rule in data["rules"])
    limits = Limits(*data["limits"])
    parts, labels = (
        tuple((key, tuple(matchers[number] for number in some)) for key, some in part) for part in data["page"]
    )
    page = CompiledPage(language, parts, labels)
    told = (data["html"], data["name"], rules, tuple(matchers), limits, page, data["digest"], data["files"])
    book: KeptRulebook = _made(KeptRulebook, _BOOK, told)
    return book


def _made(kind: type[Any], names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """Make a value of all its fields, or of all but what is thawed later: there are hundreds of them."""
    made = object.__new__(kind)
    for _ in map(_set, repeat(made), names, values):
        pass
    return made


def _thawed_pairs(
    pairs: tuple[tuple[str, Any], ...], known: list[CompiledMatcher], language: Language
) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (word, (value, language) if word in WORDED else _thawed_value(word, value, known)) for word, value in pairs
    )


def _thawed_value(word: str, value: Any, known: list[CompiledMatcher]) -> Any:
    if word in _DATA:
        kind: Any = _DATA[word]
        return tuple(_made(kind, kind.__match_args__, state) for state in value)
    return known[value] if word == "follows" else value


def _thawed_rule(data: tuple[Any, ...], matchers: list[CompiledMatcher], zones: list[CompiledWhere]) -> CompiledRule:
    late, rank, start, until, items, zone, *plain = data
    end = None if until is None else matchers[until]
    further = tuple(matchers[at] for at in items)
    where = None if zone is None else zones[zone]
    made: KeptRule = _made(KeptRule, _RULE, (late, rank, matchers[start], end, further, where, *plain))
    return made


def _thawed_zone(data: tuple[Any, ...], matchers: list[CompiledMatcher]) -> CompiledWhere:
    number, first, last, after, before, anchors = data
    return CompiledWhere(
        number,
        None if first is None else Amount(*first),
        None if last is None else Amount(*last),
        None if after is None else matchers[after],
        None if before is None else matchers[before],
        anchors,
    )
