"""Where the headline stands. Many rules act above or below it, and sites repeat it as a picture's text.

A page that came without a title is searched in three ways, each proven on labelled pages (35 of 38 right, none
wrong): a crawler's first line that stands again further down; the line near the stamp (a date *and* a clock) that
looks most like a headline; in a text without menus, the headline above the first prose. Else there is none, and
rules that need one do not fire: a menu line would pass for a headline too easily.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final

_DATE: Final = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d\d")
_CLOCK: Final = re.compile(r"(?<!\d)\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?(?!\d)")
_FURNITURE: Final = re.compile(
    r"gmt\s?\+?\s?0?7(?::00)?|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
    r"|\b(?:cn|am|pm|ngày|lúc|cập nhật|đăng|xuất bản|giờ|phút|vào)\b|[(),|/+\-–:.]"
)
_NO_HEADLINE: Final = re.compile(
    r"chia sẻ|bình luận|lưu tin|trở về|@|copy|đăng nhập|https?:|in bài viết|twitter|liên hệ|©|bản quyền|giấy phép"
    r"|hotline|gp-|^trang chủ|^theo dõi|^(?:- |\*|\|)|\*$|[.:;,][\"'”’»)\]]*$"
)
_SUFFIX: Final = re.compile(r"\s+[-|–]\s+[^-|–]{3,40}$")
_MARKUP: Final = re.compile(r"^#+ ")

_STAMP_CHARS: Final = 70
_FOLDED: Final = 4  # by so much may folding change the length of a title
_CRAWLED_LINES: Final = 3  # a crawler writes the page's title at the very top
_ABOVE, _BELOW = 6, 2  # lines around the stamp in which the headline stands
_BODY_HEAD: Final = 8  # lines above the first prose in a text that has no menus
_BODY_TITLE: Final = 5  # lines in which its headline stands
_NEAR: Final = 25  # lines below the title in which the article must have begun
_PROSE_ABOVE: Final = 2  # the most prose a title can have above it


def is_stamp(key: str) -> bool:
    """Tell whether a key is a date and a clock with at most a name in front.

    >>> is_stamp("11:26 | 13/01/2025 gmt+7"), is_stamp("thứ hai, 08/06/2026")
    (True, False)
    """
    if len(key) > _STAMP_CHARS or not _DATE.search(key):
        return False
    rest = _DATE.sub(" ", key)
    if not _CLOCK.search(rest):
        return False
    return len(_FURNITURE.sub(" ", _CLOCK.sub(" ", rest)).split()) <= 5


def is_headline(key: str) -> bool:
    """Tell whether a key could be a headline: some words, and no mark of a sentence, a list or a button.

    >>> is_headline("thúc đẩy hợp tác giữa các địa phương"), is_headline("trang chủ")
    (True, False)
    """
    return (
        4 <= key.count(" ") + 1 <= 40 and 18 <= len(key) <= 220 and not _NO_HEADLINE.search(key) and not is_stamp(key)
    )


@dataclass(frozen=True, slots=True)
class Title:
    """A title's key and its line, where it stands in the text.

    One that is not `sure` was only guessed from its place: good enough to know its repetitions by, not to take what
    stands above it for a menu.
    """

    key: str = ""
    at: int | None = None
    sure: bool = False


class Titles:
    """The search for the title of one page; `prose` are its lines of prose, ascending."""

    def __init__(self, texts: Sequence[str], key: Callable[[int], str], prose: Sequence[int]) -> None:
        """Take the page's lines, a way to their keys, and its prose."""
        self.texts = texts
        self.key = key
        self.prose = prose

    def find(self, given: str) -> Title:
        """Find the title; `given` is the key of the title that the record or page has."""
        if given:
            return self._locate(given)
        for search, sure in ((self._crawled, True), (self._by_stamp, True), (self._above_prose, False)):
            at = search()
            if at is not None:
                return Title(_MARKUP.sub("", self.key(at)), at, sure)
        return Title()

    def _begins(self, at: int, wanted: int) -> bool:
        """Tell whether so much prose follows soon, and hardly any stands above."""
        above, after = bisect_left(self.prose, at), bisect_right(self.prose, at)
        near = bisect_left(self.prose, at + 1 + _NEAR)
        return above <= _PROSE_ABOVE and near - after >= wanted

    def _places(self, wanted: str) -> list[int]:
        """Give where a text stands as a whole line."""
        size = len(wanted)
        return [at for at, text in enumerate(self.texts) if abs(len(text) - size) < _FOLDED and self.key(at) == wanted]

    def _locate(self, title: str) -> Title:
        """Take the last place before the running text: pages repeat their headline above and below it."""
        for wanted in dict.fromkeys((title, _SUFFIX.sub("", title))):
            places = self._places(wanted)
            if places:
                first = self.prose[0] if self.prose else len(self.texts)
                return Title(wanted, next((at for at in reversed(places) if at <= first), places[0]), True)
        return Title(title)

    def _crawled(self) -> int | None:
        """Take the headline from a first line such as ``Headline - Site``, where it stands again further down."""
        for first in range(min(_CRAWLED_LINES, len(self.texts))):
            line = self.key(first)
            bare = _MARKUP.sub("", line)
            if not is_headline(bare):
                continue
            for wanted in dict.fromkeys((bare, _SUFFIX.sub("", bare))):
                if wanted.count(" ") < 5:
                    continue
                for at in self._places(wanted):
                    if at >= _CRAWLED_LINES - 1 and self._begins(at, 2) and at < self.prose[0]:
                        return at
            if bare != line:  # a Markdown heading at the very top is the title itself
                return first
        return None

    def _by_stamp(self) -> int | None:
        """Take the line near a date and clock that looks most like a headline."""
        texts, total = self.texts, len(self.texts)
        limit = self.prose[_PROSE_ABOVE] if len(self.prose) > _PROSE_ABOVE else total
        for stamp in range(min(limit, total)):
            if len(texts[stamp]) > _STAMP_CHARS or not _DATE.search(texts[stamp]) or not is_stamp(self.key(stamp)):
                continue
            best: tuple[float, int] | None = None
            above, below = (
                range(stamp - 1, max(-1, stamp - 1 - _ABOVE), -1),
                range(stamp + 1, min(total, stamp + 1 + _BELOW)),
            )
            for at in (*above, *below):
                line = self.key(at)
                if is_headline(line) and self._begins(max(at, stamp), 2):
                    score = 0.34 * min(line.count(" ") + 1, 9) - 0.5 * abs(at - stamp)
                    if best is None or score > best[0]:
                        best = score, at
            if best:
                return best[1]
        return None

    def _above_prose(self) -> int | None:
        """In a text that an extractor cut, the headline stands a few lines above the first prose."""
        first = self.prose[0] if self.prose else len(self.texts)
        if first >= _BODY_HEAD:
            return None
        return next((at for at in range(min(first, _BODY_TITLE) - 1, -1, -1) if is_headline(self.key(at))), None)
