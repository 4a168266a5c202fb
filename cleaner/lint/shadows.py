"""Rules, and single literals, that never own a line because an earlier rule of the file takes all of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.lint.earlier import Earlier
from cleaner.lint.walk import literal_key, literals, problem, static, words
from cleaner.rulebook.spec import Matcher, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.errors import Problem
    from cleaner.rulebook.amounts import Amount
    from cleaner.rulebook.shelf import Sheet
    from cleaner.rulebook.spec import Rule, RuleFile, Where

_OWNING = ("drop", "keep", "meta")


def shadowed(sheet: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Compare each rule with those before it that might take its lines."""
    earlier = Earlier()
    for rule in file.rules:
        shape = rule.shape
        if rule.action not in _OWNING or not isinstance(shape, Matcher) or rule.name not in sheet.numbers:
            continue
        alone = len(words(shape)) == 1
        for before in earlier.may_take(shape):
            if not wider(before.where, rule.where):
                continue
            if covers(sheet, before, shape):
                message = f"{rule.id!r} never owns a line: {before.id!r} (line {before.place.line}) takes them all"
                yield problem(rule.place, "C205", message, "remove it, or put it first")
                break
            if alone and _is_static(before):
                yield from _single(sheet, before, rule, shape)
        earlier.add(rule)


def _single(sheet: Sheet, before: Rule, rule: Rule, shape: Matcher) -> Iterator[Problem]:
    """Report single whole lines that the earlier rule takes."""
    for text in shape.line:
        if _fits_text(sheet, before, text):
            message = f"{str(text)!r} in {rule.id!r} is taken by {before.id!r} already"
            yield problem(place_of(text, shape.place), "C208", message, f"see line {before.place.line}")


def wider(one: Where | None, other: Where | None) -> bool:
    """Tell whether a zone holds another one, whatever the document."""
    if one is None:
        return True
    if other is None:
        return False
    return (
        _more(one.first, other.first)
        and _more(one.last, other.last)
        and one.after in (None, other.after)
        and one.before in (None, other.before)
    )


def _more(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return one is None
    return one.percent == other.percent and one.value >= other.value


def covers(sheet: Sheet, before: Rule, shape: Matcher) -> bool:
    """Tell whether an earlier rule takes every line that a matcher fits."""
    if not isinstance(before.shape, Matcher):
        return False
    if shape.line and static(before.shape):
        return all(_fits_text(sheet, before, text) for text in shape.line)
    given, wanted = words(shape), words(before.shape)
    return all(_implied(word, value, given, shape) for word, value in wanted.items())


def _is_static(rule: Rule) -> bool:
    return isinstance(rule.shape, Matcher) and static(rule.shape)


def _fits_text(sheet: Sheet, rule: Rule, text: str) -> bool:
    """Try a rule on a literal as if it were a line; a pattern looks at capitals, which a literal does not tell."""
    return not (isinstance(rule.shape, Matcher) and rule.shape.regex) and sheet.fits(rule, text)


def _implied(word: str, value: object, given: Mapping[str, object], shape: Matcher) -> bool:
    """Tell whether what one word asks for follows from the words of another matcher."""
    if word in ("starts", "ends", "has"):
        return any(_literals_imply(word, value, kind, shape) for kind in ("line", "starts", "ends", "has"))
    if word.startswith(("min_", "max_")):
        mine, theirs = given.get(word), value
        if not isinstance(mine, int) or not isinstance(theirs, int):
            return False
        return mine >= theirs if word.startswith("min_") else mine <= theirs
    if word in ("line", "like", "regex"):
        return bool(given.get(word)) and set(given[word]) <= set(value)  # type: ignore[call-overload]
    return given.get(word) == value


def _literals_imply(word: str, value: object, kind: str, shape: Matcher) -> bool:
    """Tell whether every literal of one kind makes sure that one of the values is found."""
    if kind not in ("line", word) and word != "has":
        return False
    texts = [text for one, text in literals(shape) if one == kind]
    wanted = [literal_key(word, text) for text in value]  # type: ignore[attr-defined]
    keys = [literal_key(kind, text) for text in texts]
    return bool(keys) and all(any(_inside(word, one, key) for one in wanted) for key in keys)


def _inside(word: str, wanted: str, key: str) -> bool:
    if word == "starts":
        return key.startswith(wanted)
    return key.endswith(wanted) if word == "ends" else wanted in key
