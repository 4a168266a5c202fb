"""Does this line fit? One small function a matcher word, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from cleaner.engine.page import Page, same
from cleaner.engine.sentences import is_prose, is_sentence
from cleaner.engine.titles import is_stamp

if TYPE_CHECKING:
    from cleaner.rulebook.compile import CompiledMatcher

Check = Callable[[Any, Page, int], bool]

_JOINTS: Final = frozenset(("-", "–", "/", "&", ",", "và"))
_NAME: Final = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*[.,]?\Z")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+){2,}\Z")


def line(value: frozenset[str], page: Page, index: int) -> bool:
    """The key is one of the literals."""
    return page.keys[index] in value


def starts(value: tuple[str, ...], page: Page, index: int) -> bool:
    """The key begins with one of the literals."""
    return page.keys[index].startswith(value)


def ends(value: tuple[str, ...], page: Page, index: int) -> bool:
    """The key ends with one of the literals."""
    return page.keys[index].endswith(value)


def has(value: tuple[str, ...], page: Page, index: int) -> bool:
    """The key contains one of the literals."""
    text = page.keys[index]
    return any(literal in text for literal in value)


def like(value: tuple[Any, ...], page: Page, index: int) -> bool:
    """The key fits one of the templates."""
    text, title = page.keys[index], page.title
    return any(template.fits(text, title) for template in value)


def regex(value: tuple[Any, ...], page: Page, index: int) -> bool:
    """One of the patterns is found in the line."""
    text = page.texts[index]
    return any(pattern.found(text) for pattern in value)


def min_words(value: int, page: Page, index: int) -> bool:
    """The line has at least so many words."""
    return page.texts[index].count(" ") + 1 >= value


def max_words(value: int, page: Page, index: int) -> bool:
    """The line has at most so many words."""
    return page.texts[index].count(" ") < value


def max_chars(value: int, page: Page, index: int) -> bool:
    """The line has at most so many characters."""
    return len(page.texts[index]) <= value


def sentence(value: bool, page: Page, index: int) -> bool:
    """The line does, or does not, end as a sentence does."""
    return is_sentence(page.texts[index]) is value


def prose(value: bool, page: Page, index: int) -> bool:
    """The line is, or is not, running text."""
    return is_prose(page.texts[index]) is value


def letters(value: bool, page: Page, index: int) -> bool:
    """The line has, or has not, a letter."""
    return any(map(str.isalpha, page.texts[index])) is value


def names(value: bool, page: Page, index: int) -> bool:
    """The line is, or is not, made of capitalised words only."""
    return is_names(page.texts[index]) is value


def stamp(value: bool, page: Page, index: int) -> bool:
    """The line is, or is not, a date and a clock."""
    return is_stamp(page.keys[index]) is value


def follows(value: CompiledMatcher, page: Page, index: int) -> bool:
    """The line above fits."""
    return index > 0 and fits(value, page, index - 1)


def is_names(text: str) -> bool:
    """Tell whether a text is one to seven capitalised words, as bylines are.

    >>> is_names("Lan Anh - Minh Đức"), is_names("Trở lại quê nhà")
    (True, False)
    """
    words = [word for word in text.split() if word not in _JOINTS]
    return 0 < len(words) <= 7 and all(word[0].isupper() and _NAME.match(word) for word in words)


def is_doubled(text: str) -> bool:
    """Tell whether a key is one phrase of two words or more, written twice.

    >>> is_doubled("khai trương thư viện khai trương thư viện"), is_doubled("xa xa")
    (True, False)
    """
    half, odd = divmod(len(text), 2)
    return bool(odd) and half > 2 and text[half] == " " and text[:half] == text[half + 1 :] and " " in text[:half]


def doubled(value: bool, page: Page, index: int) -> bool:
    """The line is, or is not, one phrase written twice."""
    return is_doubled(page.keys[index]) is value


def same_as(value: str, page: Page, index: int) -> bool:
    """The key equals that of the line above, of the title, or of any line above."""
    if value == "previous":
        return index > 0 and same(page, index, index - 1)
    if value == "title":
        title = page.title
        return bool(title) and index != page.title_at and title in (page.keys[index], page.exact_key(index))
    return page.first_of(index) < index


def slug(value: bool, page: Page, index: int) -> bool:
    """The line is, or is not, an image's file name left as text."""
    return (_SLUG.match(page.texts[index]) is not None) is value


KINDS: Final[dict[str, Check]] = {
    "line": line,
    "starts": starts,
    "ends": ends,
    "has": has,
    "like": like,
    "regex": regex,
    "min_words": min_words,
    "max_words": max_words,
    "max_chars": max_chars,
    "sentence": sentence,
    "prose": prose,
    "letters": letters,
    "names": names,
    "stamp": stamp,
    "follows": follows,
    "doubled": doubled,
    "same_as": same_as,
    "slug": slug,
}


def fits(matcher: CompiledMatcher, page: Page, index: int) -> bool:
    """Tell whether a line fits all words of a matcher."""
    return all(KINDS[word](value, page, index) for word, value in matcher.checks)
