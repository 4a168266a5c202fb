r"""The proof that a text is clean, in one look: nearly all texts are, and a scan by `re` costs ten times as much.

The automaton fires wherever `cleaner.text.scan` does and, having no look-around, in a few places more; only the lines
that it fires in are scanned as ever.
"""

from __future__ import annotations

from functools import cache

from cleaner.text import classes
from cleaner.text.automata import LONG, automata, automaton
from cleaner.text.letters import ACCENTED as VIETNAMESE
from cleaner.text.letters import UPPER as CAPITALS
from cleaner.text.scan import EASTERN, JUDGED, PLAIN, maybe_mojibake, members, spaced, touched
from cleaner.text.spaces import COMMON, KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

LETTERS, SPACES = range(2)
EVERY = (LETTERS, SPACES)
_MOST = 50_000_000  # characters: the bytes are a second text in memory


def doubts(text: str) -> Sequence[int]:
    """Tell what a text may need: a look at its LETTERS, its SPACES brought to order, or nothing.

    Where it is SPACES alone, and they are brought to order, the text is clean.

    >>> [list(doubts(line)) for line in ("“Đà Nẵng”: 35 m²", "Viá»‡t", "hai  dấu cách")]
    [[], [0], [1]]
    """
    if len(text) > _MOST:
        return EVERY
    try:
        return _look().Match(text.encode()) or ()
    except UnicodeEncodeError:  # half a letter
        return EVERY


def is_clean(text: str) -> bool:
    """Tell whether a text is proven to need no repair.

    >>> [is_clean(line) for line in ("“Đà Nẵng”: 35 m²", "Viá»‡t", "hai  dấu cách")]
    [True, False, False]
    """
    return not doubts(text)


def in_doubt(text: str) -> Iterator[int]:
    r"""Give the numbers of the lines with letters that may need a repair; the text holds no half a letter.

    >>> list(in_doubt("sạch\nbẩn \nsạch\nViá»‡t"))
    [3]
    """
    search, data = _letters().search, text.encode()
    line = at = 0
    while match := search(data, at):
        line += data.count(b"\n", at, match.start())
        yield line
        at = data.find(b"\n", match.start()) + 1
        if not at:
            return
        line += 1


def unproven(text: str) -> list[int]:
    r"""Give what `touched` gives, in a fraction of its time where little is wrong.

    >>> unproven("sạch\nbẩn \nsạch\nViá»‡t")
    [1, 3]
    """
    found = doubts(text)
    if found is EVERY:
        return touched(text)
    places = set(spaced(text, *COMMON)) if SPACES in found else set()
    if LETTERS in found:
        lines = text.split("\n")
        places.update(at for at in in_doubt(text) if is_touched(lines, at))
    return sorted(places)


def is_touched(lines: Sequence[str], at: int) -> bool:
    """Tell whether one of some lines may need a repair, where it stands; it may hold newlines itself by now."""
    below = lines[at + 1][:1] if at + 1 < len(lines) else ""
    hits = touched(f"{lines[at]}\n{below}")
    return bool(hits) and hits[0] <= lines[at].count("\n")


def may_be_mojibake(line: str) -> bool:
    """Tell whether ftfy could see UTF-8 read as something else; a long line is first looked at by the automaton.

    >>> [may_be_mojibake(line * 200) for line in ("Müller 20°C ", "“ĐẠI LÃ” ")]
    [False, True]
    """
    if len(line) >= LONG:
        try:
            if _seen().search(line.encode()) is None:
                return False
        except UnicodeEncodeError:
            pass
    return maybe_mojibake().search(line) is not None


@cache
def _look() -> Any:
    """Compile what tells LETTERS and SPACES at once."""
    return automata((_doubt(), rf"  | \n|\n |\A | \z|[{COMMON}]"))


@cache
def _letters() -> Any:
    return automaton(_doubt())


@cache
def _seen() -> Any:
    return automaton("|".join(_mojibake(str)))


def _doubt() -> str:
    """Write the pattern that fires wherever a line may need more than its spaces brought to order.

    A letter that is plain fires nowhere, one that is not judged everywhere; what stands beside a judged one decides,
    as it stands now and as it will once spaces are in order.
    """
    letters = f"a-z{VIETNAMESE}"
    doubts = (
        f"[^{PLAIN}{EASTERN}{JUDGED}{COMMON}]",
        *_mojibake(_judged),
        "&#?[0-9A-Za-z]+;",
        rf"[{letters}]\?[{letters}]",
    )
    return "|".join(doubts)


def _mojibake(some: Callable[[str], str]) -> Iterator[str]:
    """Write what could be mojibake; `some` picks of a class what matters."""
    near, accented, before_upper, symbol = classes.NEAR, classes.ACCENTED, classes.BEFORE_UPPER, classes.SYMBOL
    yield f"[{some(classes.ALWAYS)}]"
    yield f"[{near}][{some(symbol + '“‘•')}]"
    yield f"[{some(symbol + '”')}][{near}]"
    yield f"[{before_upper}”][{some(classes.UPPER)}]"
    yield f"[{accented}]”(?:[0-9A-Za-z_]|[^\x00-\x7f])"
    yield f"[ÂÃÎÐØÙĂ{symbol}]”"
    yield "[ÂÃÎÐĂ][–—…’·´\xa0\xadœŠšŸž]"
    yield f"[ØÙ](?:[^a-zA-Z0-9]|[ \n{KINDS}]+)[ØÙ]"
    yield rf"(?:(?m:^)|[^\n{CAPITALS}])Ã(?:[ …\n{KINDS}]|\z)"
    yield rf"[ÂĂ](?:[ …\n{KINDS}]|\z)"


def _judged(of: str) -> str:
    """Give the judged letters of a class, or one that stands in no text."""
    return "".join(sorted(set(members(of)).intersection(JUDGED))) or "\uffff"
