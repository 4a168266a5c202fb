"""The scan that proves a text needs no repair, and finds the lines that may need one.

Nearly all text is clean, and nearly all of ftfy's time goes into deciding that accented Vietnamese is no mojibake. One
compiled pattern decides it here. Letters of the language, ASCII and harmless signs pass; a few capitals, quotes and
symbols are judged with their neighbours, by rules that fire wherever ``ftfy.badness`` could, and sometimes where it
would not; everything else fires. So silence is proof, and a hit only a question.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.text import classes
from cleaner.text.letters import ACCENTED as VIETNAMESE
from cleaner.text.letters import UPPER as CAPITALS
from cleaner.text.spaces import SPACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The classes with their escapes read: Python's parser of patterns takes far longer over escapes than over letters.
ACCENTED, ALWAYS, BEFORE_UPPER, NEAR, SYMBOL, UPPER = (
    one.encode().decode("unicode_escape")
    for one in (
        classes.ACCENTED,
        classes.ALWAYS,
        classes.BEFORE_UPPER,
        classes.NEAR,
        classes.SYMBOL,
        classes.UPPER,
    )
)

# What could be mojibake: consumed one character of [START], look at it and its neighbours.
RULES = "|".join(
    (
        f"(?<=[{ALWAYS}])",
        f"(?<=[{NEAR}][{SYMBOL}“‘•])",
        f"(?<=[{SYMBOL}”])(?=[{NEAR}])",
        f"(?<=[{BEFORE_UPPER}”][{UPPER}])",
        f"(?<=[{ACCENTED}]”)(?=\\w)",
        f"(?<=[ÂÃÎÐØÙĂ{SYMBOL}]”)",
        "(?<=[ÂÃÎÐĂ])(?=[–—…’·´\xa0\xadœŠšŸž])",
        "(?<=[ØÙ])(?=[^a-zA-Z0-9][ØÙ])",
        f"(?<![{CAPITALS}]Ã)(?<=[ÂÃĂ])(?=[ …\n]|$)",
    )
)
JUDGED = "ÀÁÂÃÈÉÊÌÍÝĂĐÙ“”‘•°²³±×½¼¾®™©€£¥«»§µ÷¹&?"
PLAIN = (
    r"\n -%'->@-~"
    + "".join(letter for letter in VIETNAMESE if letter not in JUDGED)
    + "–—’…·‐‑−′″"
    + r"\u2190-\u21ff\u25a0-\u25c9\u25cb-\u27bf\u3001-\u3003\u3008-\u3011\u3014-\u301b"
)
EASTERN = r"\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
ENTITY = r"(?<=&)(?=#?[0-9A-Za-z]{1,31};)"
LOST = rf"(?<=[a-z{VIETNAMESE}]\?)(?=[a-z{VIETNAMESE}])"


@cache
def suspect(plain: str = PLAIN + EASTERN) -> re.Pattern[str]:
    """Compile the pattern that fires in every line that any default step could change.

    Without `EASTERN` it fires at those letters too, and is compiled in a third of the time.

    >>> [bool(suspect().search(line)) for line in ("“Đà Nẵng”: 35 m², 20°C", "XÃ HỘI", "XÃ–PHƯỜNG", "Viá»‡t")]
    [False, False, True, True]
    """
    often = f"(?<=Đ)(?<=[{BEFORE_UPPER}”]Đ)"  # the one rule for the commonest of the judged, first
    return re.compile(rf"[^{plain}](?:{often}|(?<!Đ)(?:(?<=[^{plain}{JUDGED}])|{RULES}|{ENTITY}|{LOST}))")


@cache
def maybe_mojibake() -> re.Pattern[str]:
    """Compile the pattern that fires wherever ftfy could see UTF-8 read as something else.

    >>> [bool(maybe_mojibake().search(line)) for line in ("Müller 20°C", "của Â ", "“ĐẠI LÃ”")]
    [False, True, True]
    """
    return re.compile(rf"[{ALWAYS}{NEAR}](?:{RULES})")


def touched(text: str) -> list[int]:
    r"""Give the 0-based numbers of the lines that may need a repair, in order.

    >>> touched("sạch\nbẩn \nsạch\nViá»‡t")
    [1, 3]
    """
    spaces, found = set(_spaced(text)), list(_suspected(text))
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
    search, eastern = suspect(PLAIN).search, False
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


def _spaced(text: str) -> Iterator[int]:
    for needle in ("  ", " \n", "\n "):
        if (text.rfind(needle) if needle == "\n " else text.find(needle)) < 0:  # each seeks the newline, which is rare
            continue
        line = at = 0
        while (hit := text.find(needle, at)) >= 0:
            hit += needle[0] == "\n"
            line += text.count("\n", at, hit)
            yield line
            at = text.find("\n", hit) + 1
            if not at:
                break
            line += 1
    if text.startswith(" "):
        yield 0
    if text.endswith(" "):
        yield text.count("\n")
