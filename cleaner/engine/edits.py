"""Cutting a part of a line, for `trim`."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from cleaner.text import fold
from cleaner.text.entities import decode_entities

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator
    from typing import Final

    from cleaner.rulebook.compiled import CompiledRule

_ROUNDS: Final = 8

Span = tuple[int, int]


def edit(rule: CompiledRule, text: str) -> str:
    """Give what a `trim` leaves of a line.

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


def taken(rule: CompiledRule, before: str, after: str) -> str:
    """Give the part of a line that an edit cut, from its first changed character to its last.

    The edge that a rule cuts from is where the two are told apart: what is left of "Lan, Lan Anh" without its start
    also stands at that start.
    """
    if any(word == "starts" for word, _ in rule.start.checks) and before.endswith(after):
        return before[: len(before) - len(after)].strip()
    low, most = 0, min(len(before), len(after))
    while low < most and before[low] == after[low]:
        low += 1
    high = 0
    while high < most - low and before[-1 - high] == after[-1 - high]:
        high += 1
    return before[low : len(before) - high].strip()


def _once(rule: CompiledRule, text: str) -> str:
    for word, value in rule.start.checks:
        if word == "regex":
            for pattern in value:
                text = pattern.cut(text)
        elif word in ("starts", "ends", "has"):
            text = _cut_literals(word, tuple(value), text)
    return text


def _cut_literals(word: str, literals: tuple[str, ...], text: str) -> str:
    """Cut every place of a literal. A line that was not repaired may show it only once it is brought to order."""
    for form in (text, normalize("NFC", " ".join(decode_entities(text).split()))):
        pieces, end = [], 0
        for low, high in spans(form, word, literals):
            pieces.append(form[end:low])
            end = high
        if pieces:
            return "".join(pieces) + form[end:]
    return text


def spans(text: str, word: str, literals: tuple[str, ...]) -> Iterator[Span]:
    """Give where the keys of literals stand in a line, the longest first, as offsets into the line.

    Case folding can lengthen a text, so offsets into the key are led back to the letters they came from.

    >>> list(spans("(PLVN) - Sáng nay", "starts", ("(plvn) - ",)))
    [(0, 9)]
    >>> list(spans("ẞ Ảnh, ảnh", "has", ("ảnh",)))
    [(2, 5), (7, 10)]
    """
    folded = fold(text)
    found = _places(folded, word, literals)
    if len(folded) == len(text):
        yield from found
        return
    letters = [at for at, letter in enumerate(text) for _ in fold(letter)]
    for low, high in found:
        starts, ends = not low or letters[low - 1] < letters[low], letters[high - 1 : high + 1]
        if starts and len(set(ends)) == len(ends):
            yield letters[low], ends[0] + 1


def _places(folded: str, word: str, literals: tuple[str, ...]) -> Iterable[Span]:
    if word == "has":
        return (match.span() for match in _any(literals).finditer(folded))
    fits: dict[str, Callable[[str], bool]]
    fits = {"line": folded.__eq__, "starts": folded.startswith, "ends": folded.endswith}
    found = max((literal for literal in literals if fits[word](literal)), key=len, default="")
    if not found:
        return ()
    return ((len(folded) - len(found), len(folded)),) if word == "ends" else ((0, len(found)),)


@lru_cache(maxsize=1024)
def _any(literals: tuple[str, ...]) -> re.Pattern[str]:
    """Make one pattern of literals; it has no repetition, so it cannot run wild."""
    import re  # few rules edit lines

    return re.compile("|".join(map(re.escape, sorted(literals, key=len, reverse=True))))
