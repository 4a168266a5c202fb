"""Cutting or replacing a part of a line, for `trim` and `replace`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.text import key

if TYPE_CHECKING:
    from cleaner.rulebook.compile import CompiledRule

_ROUNDS = 8


def edit(rule: CompiledRule, text: str) -> str:
    """Give what a `trim` or `replace` leaves of a line.

    The edit is repeated until it changes nothing, so that a second run has nothing to do; one that never comes to
    rest leaves the line alone.
    """
    now = text
    for _ in range(_ROUNDS):
        after = " ".join(_once(rule, now).split())
        if after == now:
            return now
        now = after
    return text


def _once(rule: CompiledRule, text: str) -> str:
    new = rule.spec.replacement
    for word, value in rule.start.checks:
        if word == "regex":
            for pattern in value:
                text = pattern.cut(text, new)
        elif word in ("line", "starts", "ends", "has"):
            text = _cut_literals(word, value, text, new)
    return text


def _cut_literals(word: str, literals: Any, text: str, new: str) -> str:
    for literal in sorted(literals, key=len, reverse=True):
        span = find_literal(text, literal, word)
        if span is not None:
            return text[: span[0]] + new + text[span[1] :]
    return text


def find_literal(text: str, literal: str, word: str) -> tuple[int, int] | None:
    """Give where a literal's key stands in a line, as offsets into the line.

    Case folding may change lengths, so the place is found by growing a piece of the line until its key is the
    literal's.

    >>> find_literal("(PLVN) - Sáng nay", "(plvn) - ", "starts")
    (0, 9)
    """
    folded, bare = text.casefold(), literal.strip()
    if len(folded) == len(text):
        at = 0 if word in ("starts", "line") else len(folded) - len(literal) if word == "ends" else folded.find(literal)
        if at >= 0 and folded.startswith(literal, at) and (word != "line" or len(folded) == len(literal)):
            return at, at + len(literal)
        return None
    starts = range(len(text)) if word in ("ends", "has") else (0,)
    for low in starts:
        for high in range(low + 1, len(text) + 1):
            if (word not in ("ends", "line") or high == len(text)) and key(text[low:high]) == bare:
                return low, high
    return None
