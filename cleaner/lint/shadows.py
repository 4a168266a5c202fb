"""Rules, and single literals, that never own a line because an earlier rule of the file takes all of theirs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleaner.engine.match import fits
from cleaner.engine.page import Page
from cleaner.lint.earlier import Earlier
from cleaner.lint.walk import literals, problem, static, words
from cleaner.rulebook.compile import literal_keys
from cleaner.rulebook.spec import Matcher, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleaner.errors import Problem
    from cleaner.rulebook.amounts import Amount
    from cleaner.rulebook.compiled import CompiledRule
    from cleaner.rulebook.shelf import Sheet
    from cleaner.rulebook.spec import RuleFile, Where

_OWNING = ("drop", "keep", "meta")


def shadowed(sheet: Sheet, _: RuleFile) -> Iterator[Problem]:
    """Compare each rule with those before it that might take its lines."""
    earlier = Earlier()
    for rule in sheet.alone.rules:
        spec = rule.spec
        if spec.action not in _OWNING or not isinstance(spec.shape, Matcher):
            continue
        alone = len(words(spec.shape)) == 1
        for before in earlier.may_take(spec.shape):
            if not wider(before.spec.where, spec.where):
                continue
            if covers(before, spec.shape):
                message = (
                    f"{spec.id!r} never owns a line: {before.spec.id!r} (line {before.spec.place.line}) takes them all"
                )
                yield problem(spec.place, "C205", message, "remove it, or put it first")
                break
            if alone and static(before.start):
                yield from _single(before, rule, spec.shape)
        earlier.add(rule)


def _single(before: CompiledRule, rule: CompiledRule, shape: Matcher) -> Iterator[Problem]:
    """Report single whole lines that the earlier rule takes."""
    for text in shape.line:
        if _fits_text(before, text):
            message = f"{str(text)!r} in {rule.spec.id!r} is taken by {before.spec.id!r} already"
            yield problem(place_of(text, shape.place), "C208", message, f"see line {before.spec.place.line}")


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


def covers(before: CompiledRule, shape: Matcher) -> bool:
    """Tell whether an earlier rule takes every line that a matcher fits."""
    if not isinstance(before.spec.shape, Matcher):
        return False
    if shape.line and static(before.start):
        return all(_fits_text(before, text) for text in shape.line)
    given, wanted = words(shape), words(before.spec.shape)
    return all(_implied(word, value, given, shape) for word, value in wanted.items())


def _fits_text(rule: CompiledRule, text: str) -> bool:
    """Try a rule on a literal as if it were a line; a pattern looks at capitals, which a literal does not tell."""
    if any(word == "regex" for word, _ in rule.start.checks):
        return False
    return fits(rule.start, _page(text), 0)


@lru_cache(maxsize=1 << 16)
def _page(text: str) -> Page:
    """Make a literal a line; every rule before its own is tried on it."""
    return Page([" ".join(text.split())], repaired=False)


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
    left, right = word in ("ends", "has"), word in ("starts", "has")
    wanted = [min(literal_keys(text, left, right)) for text in value]  # type: ignore[attr-defined]
    keys = [min(literal_keys(text, kind in ("ends", "has"), kind in ("starts", "has"))) for text in texts]
    return bool(keys) and all(any(_inside(word, one, key) for one in wanted) for key in keys)


def _inside(word: str, wanted: str, key: str) -> bool:
    if word == "starts":
        return key.startswith(wanted)
    return key.endswith(wanted) if word == "ends" else wanted in key
