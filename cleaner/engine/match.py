"""Does this line fit? One small function a matcher word.

Two tables: what a line tells by itself, and what its neighbours or the title tell.
"""

from __future__ import annotations

from bisect import bisect_left

from cleaner.engine.sentences import is_prose, is_sentence
from cleaner.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from cleaner.engine.page import Page
    from cleaner.rulebook.compiled import CompiledMatcher

    Static = Callable[[Any, str, str], bool]
    Context = Callable[[Any, Page, int], bool]

_JOINTS: Final = ("-", "–", "/", "&", ",")
_NAMES: Final = 7  # words
_HEADLINE_WORDS: Final = (5, 34)
_SIGNS: Final = "-.'’"  # within a name
_ENDS: Final = (".", ",")
_SLUG: Final = late(r"[a-z0-9]+(?:[ -][a-z0-9]+){2,}\Z")


def is_names(text: str, joints: tuple[str, ...] = ()) -> bool:
    """Tell whether a text is one to seven capitalised words, as bylines are; `joints` may stand between them.

    >>> is_names("Lan Anh - Minh Đức"), is_names("Trở lại quê nhà")
    (True, False)
    """
    if len(text) > 120 or not text[:1].isupper():
        return False
    words = 0
    for word in text.split():
        if word not in _JOINTS and word not in joints:
            words += 1
            if words > _NAMES or not word[0].isupper() or not (word.isalpha() or _is_name(word)):
                return False
    return words > 0


def _is_name(word: str) -> bool:
    """Tell whether a word is of letters, joined by single signs, with one point or comma at most behind it.

    >>> [_is_name(word) for word in ("H’Hen", "Ê-ban,", "A.", "A..", "B2")]
    [True, True, True, False, False]
    """
    bare = word[:-1] if word[-1] in _ENDS else word
    for sign in _SIGNS[1:]:
        bare = bare.replace(sign, _SIGNS[0])
    return all(part.isalnum() and not any(map(str.isdecimal, part)) for part in bare.split(_SIGNS[0]))


def is_short_headline(text: str) -> bool:
    """Tell whether a text is of a headline's length, and no sentence.

    >>> is_short_headline("Cầu mới nối hai bờ sông"), is_short_headline("Video"), is_short_headline("Cầu mới mở cửa.")
    (True, False, False)
    """
    low, high = _HEADLINE_WORDS
    return low <= text.count(" ") + 1 <= high and not is_sentence(text)


def is_doubled(key: str) -> bool:
    """Tell whether a key is one phrase of two words or more, written twice.

    >>> is_doubled("khai trương thư viện khai trương thư viện"), is_doubled("xa xa")
    (True, False)
    """
    half, odd = divmod(len(key), 2)
    return bool(odd) and half > 2 and key[half] == " " and key[:half] == key[half + 1 :] and " " in key[:half]


def is_slug(text: str) -> bool:
    """Tell whether a text is an image's file name: three or more unaccented lower-case words.

    >>> is_slug("cong nghiep phuc hoi"), is_slug("Công nghiệp phục hồi")
    (True, False)
    """
    return text.isascii() and _SLUG.match(text) is not None


#: What a line tells by itself: (value, text, key) → does it fit.
STATIC: Final[dict[str, Static]] = {
    "line": lambda value, _, key: key in value,
    "starts": lambda value, _, key: key.startswith(value),
    "ends": lambda value, _, key: key.endswith(value),
    "has": lambda value, _, key: any(literal in key for literal in value),
    "like": lambda value, _, key: any(template.fits(key, "") for template in value),
    "regex": lambda value, text, _: any(pattern.found(text) for pattern in value),
    "min_words": lambda value, text, _: text.count(" ") + 1 >= value,
    "max_words": lambda value, text, _: text.count(" ") < value,
    "min_chars": lambda value, text, _: len(text) >= value,
    "max_chars": lambda value, text, _: len(text) <= value,
    "sentence": lambda value, text, _: is_sentence(text) is value,
    "prose": lambda value, text, _: is_prose(text) is value,
    "headline": lambda value, text, _: is_short_headline(text) is value,
    "names": lambda value, text, _: is_names(text, value[1].joints) is value[0],
    "stamp": lambda value, _, key: value[1].is_stamp(key) is value[0],
    "doubled": lambda value, _, key: is_doubled(key) is value,
    "slug": lambda value, text, _: is_slug(text) is value,
}


def same_as(value: str, page: Page, index: int) -> bool:
    """Tell whether the key equals that of the line above, of the title, or of any line above."""
    twins = page.twins(value)
    at = bisect_left(twins, index)
    return at < len(twins) and twins[at] == index


def follows(value: CompiledMatcher, page: Page, index: int) -> bool:
    """Tell whether the line above fits."""
    return index > 0 and fits(value, page, index - 1)


def like(value: tuple[Any, ...], page: Page, index: int) -> bool:
    """Tell whether the key fits a template with the page's title in it."""
    return any(template.fits(page.exact_key(index), page.exact_title) for template in value)


#: What a line's place tells: (value, page, index) → does it fit.
CONTEXT: Final[dict[str, Context]] = {"same_as": same_as, "follows": follows, "like": like}


def fits_alone(matcher: CompiledMatcher, text: str, key: str) -> bool:
    """Tell whether a line fits all words of a matcher that the line tells by itself."""
    for word, value in matcher.static:  # noqa: SIM110 - the innermost step: all() would cost a generator
        if not STATIC[word](value, text, key):
            return False
    return True


def fits_here(matcher: CompiledMatcher, page: Page, index: int) -> bool:
    """Tell whether a line fits the words of a matcher that its place tells."""
    return all(CONTEXT[word](value, page, index) for word, value in matcher.context)


def fits(matcher: CompiledMatcher, page: Page, index: int) -> bool:
    """Tell whether a line fits all words of a matcher."""
    key = page.key(index) if matcher.keyed else ""
    return fits_alone(matcher, page.texts[index], key) and (not matcher.context or fits_here(matcher, page, index))
