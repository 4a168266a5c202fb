"""The scan that proves a text needs no repair, and finds the lines that may need one.

Nearly all text is clean, and nearly all of ftfy's time goes into deciding that accented Vietnamese is no mojibake. One
compiled pattern decides it here. Letters of the language, ASCII and harmless signs pass; a few capitals, quotes and
symbols are judged with their neighbours, by rules that fire wherever ``ftfy.badness`` could, and sometimes where it
would not; everything else fires. So silence is proof, and a hit only a question.
"""

from __future__ import annotations

from functools import cache

from cleaner.text import classes
from cleaner.text.letters import ACCENTED as VIETNAMESE
from cleaner.text.letters import UPPER as CAPITALS
from cleaner.text.spaces import SPACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

JUDGED = "ÀÁÂÃÈÉÊÌÍÝĂĐÙ“”‘•°²³±×½¼¾®™©€£¥«»§µ÷¹&?"
PLAIN = (
    "\n -%'->@-~"
    + "".join(letter for letter in VIETNAMESE if letter not in JUDGED)
    + "–—’…·‐‑−′″"
    + "\u2190-\u21ff\u25a0-\u25c9\u25cb-\u27bf\u3001-\u3003\u3008-\u3011\u3014-\u301b"
)
EASTERN = "\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
_NEVER = "\uffff"  # stands in a class that has no other letter
_SHORT = 20_000
_first = iter(range(4))  # texts that a pattern of their own is compiled for: less work than the one for all, once


def _compiled(source: str) -> re.Pattern[str]:
    """Compile a pattern; a short clean text gets by without one, and without what compiles it."""
    import re

    return re.compile(source)


def _all(letters: str) -> str:
    return letters


def _rules(some: Callable[[str], str] = _all) -> Iterator[tuple[str, str]]:
    """Write what could be mojibake, each rule behind the letters it is about.

    One such letter consumed, a rule looks at it and at its neighbours; `some` picks of a class what matters.
    """
    names = (classes.ACCENTED, classes.ALWAYS, classes.BEFORE_UPPER, classes.NEAR, classes.SYMBOL, classes.UPPER)
    accented, always, before_upper, near, symbol, upper = map(some, names)
    yield always, f"(?<=[{always}])"
    yield symbol + "“‘•", f"(?<=[{near}][{symbol}“‘•])"
    yield symbol + "”", f"(?<=[{symbol}”])(?=[{near}])"
    yield upper, f"(?<=[{before_upper}”][{upper}])"
    yield "”", f"(?<=[{accented}]”)(?=\\w)"
    yield "”", f"(?<=[ÂÃÎÐØÙĂ{symbol}]”)"
    yield "ÂÃÎÐĂ", "(?<=[ÂÃÎÐĂ])(?=[–—…’·´\xa0\xadœŠšŸž])"
    yield "ØÙ", "(?<=[ØÙ])(?=[^a-zA-Z0-9][ØÙ])"
    yield "ÂÃĂ", f"(?<![{some(CAPITALS)}]Ã)(?<=[ÂÃĂ])(?=[ …\n]|$)"


def _slips(some: Callable[[str], str] = _all) -> Iterator[tuple[str, str]]:
    """Write what else a judged letter may be: the begin of an entity, a letter that was lost."""
    letters = f"a-z{some(VIETNAMESE)}"
    yield "&", "(?<=&)(?=#?[0-9A-Za-z]{1,31};)"
    yield "?", rf"(?<=[{letters}]\?)(?=[{letters}])"


def _often(some: Callable[[str], str] = _all) -> str:
    """Write the one rule for the commonest of the judged letters."""
    return f"(?<=Đ)(?<=[{some(classes.BEFORE_UPPER)}”]Đ)"


@cache
def suspect(plain: str = PLAIN + EASTERN) -> re.Pattern[str]:
    """Compile the pattern that fires in every line that any default step could change.

    Without `EASTERN` it fires at those letters too, and is compiled in a third of the time.

    >>> [bool(suspect().search(line)) for line in ("“Đà Nẵng”: 35 m², 20°C", "XÃ HỘI", "XÃ–PHƯỜNG", "Viá»‡t")]
    [False, False, True, True]
    """
    rules = "|".join(rule for _, rule in (*_rules(), *_slips()))
    return _compiled(rf"[^{plain}](?:{_often()}|(?<!Đ)(?:(?<=[^{plain}{JUDGED}])|{rules}))")


def suspect_in(text: str) -> re.Pattern[str] | None:
    """Compile what `suspect` (without `EASTERN`) is for the letters of one text, in a tenth of the time.

    None means that no letter of it is suspect.

    >>> suspect_in("sạch"), suspect_in("“Đà Nẵng”").search("“Đà Nẵng”")
    (None, None)
    """
    letters = set(text)
    odd = letters.difference(members(PLAIN))
    before = {piece[-1:] for piece in text.split("Đ")[:-1]} if "Đ" in odd else set()
    if before.isdisjoint(members(f"{classes.BEFORE_UPPER}”")):
        odd.discard("Đ")
    if not odd:
        return None

    def some(of: str) -> str:
        return "".join(letters.intersection(members(of))) or _NEVER

    unjudged = odd.difference(JUDGED)
    rules = [f"(?<=[{''.join(unjudged)}])"] if unjudged else []
    rules += [rule for about, rule in (*_rules(some), *_slips(some)) if not odd.isdisjoint(about)]
    both = [_often(some)] if "Đ" in odd else []
    both += [f"(?<!Đ)(?:{'|'.join(rules)})"] if rules and odd != {"Đ"} else []
    return _compiled(f"[{''.join(odd)}](?:{'|'.join(both)})") if both else None


def members(of: str) -> str:
    """Write out the ranges of a class."""
    found, *rest = of.split("-")
    for piece in rest:
        found += "".join(map(chr, range(ord(found[-1]) + 1, ord(piece[0])))) + piece
    return found


@cache
def maybe_mojibake() -> re.Pattern[str]:
    """Compile the pattern that fires wherever ftfy could see UTF-8 read as something else.

    >>> [bool(maybe_mojibake().search(line)) for line in ("Müller 20°C", "của Â ", "“ĐẠI LÃ”")]
    [False, True, True]
    """
    rules = "|".join(rule for _, rule in _rules())
    return _compiled(rf"[{classes.ALWAYS}{classes.NEAR}](?:{rules})")


def touched(text: str) -> list[int]:
    r"""Give the 0-based numbers of the lines that may need a repair, in order.

    >>> touched("sạch\nbẩn \nsạch\nViá»‡t")
    [1, 3]
    """
    spaces, found = set(spaced(text)), list(_suspected(text))
    return sorted(spaces.union(found)) if spaces else found


def needs_spaces_only(line: str) -> bool:
    r"""Tell whether a line that was touched needs nothing but its spaces brought to order.

    A no-break space may be the last byte of a letter that was read wrongly.

    >>> [needs_spaces_only(line) for line in ("Hà\xa0Nội ", "HÃ\xa0 Ná»™i", "Hà\xa0No\u0323\u0302i")]
    [True, False, False]
    """
    fired = suspect().finditer(line)
    return all(SPACES.match(one[0]) for one in fired) and not (line.count("\xa0") and maybe_mojibake().search(line))


def _suspected(text: str) -> Iterator[int]:
    pattern = suspect_in(text) if len(text) < _SHORT and next(_first, None) is not None else suspect(PLAIN)
    if pattern is None:
        return
    search, eastern = pattern.search, False
    line = at = 0
    while match := search(text, at):
        if match[0] >= "\u3041" and not eastern:
            search, eastern = suspect().search, True
            continue
        line += text.count("\n", at, match.start())
        yield line
        at = text.find("\n", match.start()) + 1
        if not at:
            return
        line += 1


def spaced(text: str, *others: str) -> Iterator[int]:
    r"""Give the numbers of the lines with a run of spaces, one at either end, or `others`; some of them twice.

    >>> sorted(set(spaced("a b\na  b\n a"))), list(spaced("a\nb\tc", "\t"))
    ([1, 2], [1])
    """
    for needle in ("  ", " \n", "\n ", *others):
        if (text.rfind(needle) if needle == "\n " else text.find(needle)) < 0:  # each seeks the newline, which is rare
            continue
        line = at = 0
        while (hit := text.find(needle, at)) >= 0:
            hit += needle[0] == "\n"
            line += text.count("\n", at, hit)
            yield line
            at = text.find("\n", hit)  # it may begin the next hit
            if at < 0:
                break
    if text.startswith(" "):
        yield 0
    if text.endswith(" "):
        yield text.count("\n")
