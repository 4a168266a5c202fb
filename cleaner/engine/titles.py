"""Where the headline stands. Many rules act above or below it, and sites repeat it as a picture's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.engine.sentences import is_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROSE_CHARS: Final = 90
_PROSE_WORDS: Final = 15
_REACH: Final = 8  # lines above the first prose in which a headline is looked for
_NO_HEADLINE: Final = re.compile(r"^[\W_]*$|https?://|\bGMT\b|^\W*\d{1,2}[:/h]\d|[|»>]|\.\.\.$|[.:,;]$")
_SUFFIX: Final = re.compile(r"\s+[-|–—]\s+[^-|–—]{2,60}$")


def first_prose(texts: Sequence[str]) -> int:
    """Give the first line that is running text; the number of lines if there is none."""
    for at, text in enumerate(texts):
        if len(text) >= _PROSE_CHARS and text.count(" ") >= _PROSE_WORDS and is_sentence(text):
            return at
    return len(texts)


def looks_like_headline(text: str) -> bool:
    """Tell whether a line could be a headline: some words, a capital first, no mark of a sentence or a list.

    >>> looks_like_headline("Thúc đẩy hợp tác giữa các địa phương"), looks_like_headline("Trang chủ")
    (True, False)
    """
    words = text.count(" ") + 1
    if not 4 <= words <= 40 or len(text) > 220:
        return False
    start = text.lstrip("“\"'‘([")[:1]
    return (start.isupper() or start.isdigit()) and _NO_HEADLINE.search(text) is None


def find_title(texts: Sequence[str], keys: Sequence[str], given: str) -> tuple[str, int | None]:
    """Give the title's key and its line; ``given`` is the key of the title that the record or page has.

    A page repeats its headline: in the crawler's first line, above pictures, in lists. The one that counts is the
    last before the running text.
    """
    prose = first_prose(texts)
    if given:
        return _locate(keys, given, prose)
    if crawled := _crawled(keys, prose):
        return crawled
    for at in range(prose - 1, max(prose - 1 - _REACH, -1), -1):
        if looks_like_headline(texts[at]):
            return keys[at], at
    return "", None


def _locate(keys: Sequence[str], title: str, prose: int) -> tuple[str, int | None]:
    short = _SUFFIX.sub("", title)
    for wanted in dict.fromkeys((title, short)):
        places = [at for at in range(min(prose + 1, len(keys))) if keys[at] == wanted]
        if places:
            return wanted, places[-1]
    return title, None


def _crawled(keys: Sequence[str], prose: int) -> tuple[str, int] | None:
    """Take the headline from a first line such as ``Headline - Site``, where it stands again further down."""
    if not keys or prose < 2:
        return None
    for wanted in dict.fromkeys((keys[0], _SUFFIX.sub("", keys[0]))):
        if wanted.count(" ") < 3:
            continue
        places = [at for at in range(1, min(prose + 1, len(keys))) if keys[at] == wanted]
        if places:
            return wanted, places[-1]
    return None
