"""Rules, and single literals, that never own a line because an earlier rule of the file takes all of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.authoring.files import LITERAL_WORDS, Amount, Matcher, Rule, RuleFile, Where, literal_key, problem_at
from cleaner.rules.html import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.authoring.workspace import Sheet
    from cleaner.errors import Problem

    Takers = Mapping[str, frozenset[Rule]]

_OWNING: Final = ("drop", "keep", "meta")

#: Rules that others are compared with, the first of a file: no real file has so many, and a warning less is better than
#: minutes in one that has.
_MOST: Final = 250


def shadowed(sheet: Sheet, _: RuleFile) -> Iterator[Problem]:
    """Compare each rule with those before it that might take its lines."""
    owning = [rule for rule in sheet.numbers if rule.action in _OWNING and isinstance(rule.shape, Matcher)]
    takers = _takers(sheet, owning)
    for number, rule in enumerate(owning):
        earlier = [before for before in owning[: min(number, _MOST)] if wider(before.where, rule.where)]
        before = next((one for one in earlier if covers(one, rule, takers)), None)
        if before is None:
            yield from _literals(rule, earlier, takers)
        else:
            message = f"{rule.id!r} never owns a line: {before.id!r} (line {before.place.line}) takes them all"
            yield problem_at(rule.place, "C205", message, "remove it, or put it first")


def _takers(sheet: Sheet, rules: Sequence[Rule]) -> Takers:
    """Return for each whole line that rules name the rules that take it, whatever stands around it.

    Rules with a pattern are none of them: it looks at capitals, which a literal does not tell.
    """
    texts = list(dict.fromkeys(text for rule in rules for text in _matcher(rule).texts("line")))
    hits = sheet.engine.takers("\n".join(" ".join(text.split()) for text in texts))
    found: dict[str, set[Rule]] = {text: set() for text in texts}
    for rule in rules[:_MOST]:
        if _matcher(rule).is_static and not _matcher(rule).texts("regex"):
            for hit in hits[sheet.numbers[rule]]:
                found[texts[hit]].add(rule)
    return {text: frozenset(rules) for text, rules in found.items()}


def _matcher(rule: Rule) -> Matcher:
    """Return the shape of a rule that is a matcher."""
    assert isinstance(rule.shape, Matcher)  # noqa: S101 - `shadowed` leaves others out
    return rule.shape


def _literals(rule: Rule, earlier: Sequence[Rule], takers: Takers) -> Iterator[Problem]:
    """Report single whole lines that an earlier rule takes, but for those of lists that other files use, too."""
    if _matcher(rule).said.keys() != {"line"}:
        return
    for text in _matcher(rule).texts("line"):
        before = next((one for one in earlier if one in takers[text]), None)
        if before is not None and is_own(text, rule):
            message = f"{str(text)!r} in {rule.id!r} is taken by {before.id!r} already"
            yield problem_at(place_of(text, rule.place), "C208", message, f"see line {before.place.line}")


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


def covers(before: Rule, rule: Rule, takers: Takers) -> bool:
    """Return whether an earlier rule takes every line that one fits."""
    shape, wide = _matcher(rule), _matcher(before)
    if shape.texts("line") and wide.is_static:
        return all(before in takers[text] for text in shape.texts("line"))
    given = shape.asked
    return all(_implied(word, value, given, shape) for word, value in wide.asked.items())


def _implied(word: str, value: Any, given: Mapping[str, Any], shape: Matcher) -> bool:
    """Return whether what one word asks for follows from the words of another matcher."""
    if word in ("starts", "ends", "has"):
        return any(_literals_imply(word, value, kind, shape) for kind in LITERAL_WORDS)
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
    return bool(keys) and all(any(_inside(word, one, key) for one in wanted) for key in keys)


def _inside(word: str, wanted: str, key: str) -> bool:
    if word == "starts":
        return key.startswith(wanted)
    return key.endswith(wanted) if word == "ends" else wanted in key
