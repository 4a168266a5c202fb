"""Rules, and single literals, that never own a line because an earlier rule of the file takes all of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.authoring.files import LITERAL_WORDS, Amount, Matcher, Rule, RuleFile, Where, literal_key, problem_at
from cleaner.rules.html import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.authoring.workspace import Sheet
    from cleaner.errors import Problem

    Takers = Mapping[str, set[Rule]]

_OWNING: Final = ("drop", "keep", "meta")

#: Rules that others are compared with, the first of a file: no real file has so many, and a warning less is better than
#: minutes in one that has.
_MOST: Final = 250


class _Owner(NamedTuple):
    """A rule whose shape is a matcher, with what that asks of a line."""

    rule: Rule
    shape: Matcher
    asked: Mapping[str, Any]


def shadowed(sheet: Sheet, _: RuleFile) -> Iterator[Problem]:
    """Compare each rule with those before it that might take its lines."""
    rules = [rule for rule in sheet.numbers if rule.action in _OWNING]
    owners = [_Owner(rule, rule.shape, rule.shape.asked) for rule in rules if isinstance(rule.shape, Matcher)]
    takers = _takers(sheet, owners)
    for number, one in enumerate(owners):
        earlier = [before for before in owners[: min(number, _MOST)] if wider(before.rule.where, one.rule.where)]
        before = next((before for before in earlier if covers(before, one, takers)), None)
        if before is None:
            yield from _literals(one, earlier, takers)
        else:
            told = f"{before.rule.id!r} (line {before.rule.place.line}) takes them all"
            message = f"{one.rule.id!r} never owns a line: {told}"
            yield problem_at(one.rule.place, "C205", message, "remove it, or put it first")


def _takers(sheet: Sheet, owners: Sequence[_Owner]) -> Takers:
    """Return for each whole line that rules name the rules that take it, whatever stands around it.

    Rules with a pattern are none of them: it looks at capitals, which a literal does not tell.
    """
    texts = list(dict.fromkeys(text for one in owners for text in one.shape.texts("line")))
    hits = sheet.engine.takers("\n".join(" ".join(text.split()) for text in texts))
    found: dict[str, set[Rule]] = {text: set() for text in texts}
    for rule, shape, _ in owners[:_MOST]:
        for hit in hits[sheet.numbers[rule]] if shape.is_static and "regex" not in shape.said else ():
            found[texts[hit]].add(rule)
    return found


def _literals(one: _Owner, earlier: Sequence[_Owner], takers: Takers) -> Iterator[Problem]:
    """Report single whole lines that an earlier rule takes, but for those of lists that other files use, too."""
    for text in one.shape.texts("line") if one.asked.keys() == {"line"} else ():
        before = next((before.rule for before in earlier if before.rule in takers[text]), None)
        if before is not None and is_own(text, one.rule):
            message = f"{str(text)!r} in {one.rule.id!r} is taken by {before.id!r} already"
            yield problem_at(place_of(text, one.rule.place), "C208", message, f"see line {before.place.line}")


def is_own(text: str, rule: Rule) -> bool:
    """Return whether a text stands in the rule's own file, not in a list of a package."""
    return place_of(text, rule.place).file == rule.place.file


def wider(one: Where | None, other: Where | None) -> bool:
    """Return whether a zone holds another one, whatever the document."""
    if one is None or other is None:
        return one is None
    amounts = _more(one.first, other.first) and _more(one.last, other.last)
    return amounts and one.after in (None, other.after) and one.before in (None, other.before)


def _more(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return one is None
    return one.percent == other.percent and one.value >= other.value


def covers(before: _Owner, one: _Owner, takers: Takers) -> bool:
    """Return whether an earlier rule takes every line that one fits."""
    if lines := one.shape.texts("line") if before.shape.is_static else ():
        return all(before.rule in takers[text] for text in lines)
    return all(_implied(word, value, one) for word, value in before.asked.items())


def _implied(word: str, value: Any, one: _Owner) -> bool:
    """Return whether what one word asks for follows from what a rule asks."""
    given = one.asked
    if word in ("starts", "ends", "has"):
        return any(_literals_imply(word, value, kind, one.shape) for kind in LITERAL_WORDS if kind in given)
    if word not in given:
        return False
    if word.startswith("min_"):
        return bool(given[word] >= value)
    if word.startswith("max_"):
        return bool(given[word] <= value)
    if word in ("line", "heading", "like", "regex"):
        return set(given[word]) <= set(value)
    return bool(given[word] == value)


def _literals_imply(word: str, value: Sequence[str], kind: str, shape: Matcher) -> bool:
    """Return whether every literal of one kind makes sure that one of the values is found."""
    if kind not in ("line", word) and word != "has":
        return False
    wanted = [literal_key(word, text) for text in value]
    keys = [literal_key(kind, text) for text in shape.texts(kind)]
    return all(any(_inside(word, one, key) for one in wanted) for key in keys)


def _inside(word: str, wanted: str, key: str) -> bool:
    if word == "starts":
        return key.startswith(wanted)
    return key.endswith(wanted) if word == "ends" else wanted in key
