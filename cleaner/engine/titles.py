"""Where the headline stands. Many rules act above or below it, and sites repeat it as a picture's text.

A page that came without a title is searched in these ways, the first that finds one decides; each is proven on
labelled pages (36 of 38 right, none wrong): a crawler's first line that stands again further down; the line near the
stamp (a date *and* a clock, on one line or on two) that looks most like a headline; the only Markdown heading of the
first rank; the line near a bare date; the headline above the first prose, where it stands again or the text has no
menus. Else there is none, and rules that need one do not fire: a menu line would pass for a headline too easily.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from cleaner.engine.columns import where
from cleaner.engine.looks import looks, without_markup, without_site
from cleaner.rulebook.language import STAMP_CHARS, has_date
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from cleaner.engine.page import Page

_FOLDED: Final = 4  # by so much may folding change the length of a title
_CRAWLED_LINES: Final = 3  # a crawler writes the page's title at the very top
_ABOVE, _BELOW = 6, 2  # lines around the stamp in which the headline stands
_LEAD_WORDS: Final = 23  # a line so long right above the stamp is the lead, and the headline stands above it
_BODY_HEAD: Final = 8  # lines above the first prose in a text that has no menus
_BODY_TITLE: Final = 5  # lines in which its headline stands
_NEAR: Final = 25  # lines below the title in which the article must have begun
_PROSE_ABOVE: Final = 2  # the most prose a title can have above it


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
    """The search for the title of one page."""

    def __init__(self, page: Page) -> None:
        """Take the page's lines, a way to their keys, and its prose."""
        self.page = page
        self.texts, self.sizes, self.key, self.prose = page.texts, page.sizes, page.key, page.prose
        self.is_headline, self.language = page.looks.is_headline, page.looks.language
        self._dates: list[int] | None = None

    def find(self, given: str) -> Title:
        """Find the title; `given` is the key of the title that the record or page has."""
        if given:
            return self._locate(given)
        for search, sure in (
            (self._crawled, True),
            (self._by_stamp, True),
            (self._by_markup, True),
            (self._by_date, True),
            (self._echoed, True),
            (self._above_prose, False),
        ):
            at = search()
            if at is not None:
                return Title(without_markup(self.key(at)), at, sure)
        return Title()

    def _begins(self, at: int, wanted: int) -> bool:
        """Tell whether so much prose follows soon, and hardly any stands above."""
        above, after = bisect_left(self.prose, at), bisect_right(self.prose, at)
        near = bisect_left(self.prose, at + 1 + _NEAR)
        return above <= _PROSE_ABOVE and near - after >= wanted

    def _beginning(self, letter: str) -> Sequence[int]:
        """Give the lines whose keys could begin with a letter."""
        if not self.page.repaired:
            return range(len(self.texts))
        return where(letter.__eq__, self.page.initials)

    def _places(self, wanted: str) -> list[int]:
        """Give where a text stands as a whole line."""
        sizes, size = self.sizes, len(wanted)
        near = [at for at in self._beginning(wanted[:1]) if abs(sizes[at] - size) < _FOLDED]
        return [at for at in near if self.key(at) == wanted]

    def _locate(self, title: str) -> Title:
        """Take the last place before the running text: pages repeat their headline above and below it."""
        for wanted in dict.fromkeys((title, without_site(title))):
            places = self._places(wanted)
            if places:
                first = self.prose[0] if self.prose else len(self.texts)
                above = [at for at in places if at <= first]
                if above:
                    return Title(wanted, above[-1], True)
                head = 2 * bisect_left(self.prose, places[0]) < len(self.prose)
                return Title(wanted, places[0] if head else None, True)  # else it is said again in the text
        return Title(title)

    def _crawled(self) -> int | None:
        """Take the headline from a first line such as ``Headline - Site``, where it stands again further down."""
        high = self.prose[0] if self.prose else 0
        if high < _CRAWLED_LINES:
            return None
        for first in range(_CRAWLED_LINES):
            line = self.key(first)
            bare = without_markup(line)
            if not self.is_headline(bare):
                continue
            for wanted in dict.fromkeys((bare, without_site(bare))):
                if wanted.count(" ") < 5:
                    continue
                for at in self._places(wanted):
                    below = at >= _CRAWLED_LINES - 1 and at > first
                    if below and at < high and self._begins(at, 1 + (bare == line)):
                        return at
        return None

    def _by_stamp(self) -> int | None:
        """Take the headline near a date and clock, on one line or on two; a short piece may have but one prose."""
        dated = self._dated()
        if not dated:
            return None
        whole = [(at, at) for at in dated if self.language.is_stamp(self.key(at))]
        split = [pair for at in dated for pair in ((at - 1, at), (at, at + 1)) if self._is_split_stamp(at, *pair)]
        found = (self._near_stamps(stamps, wanted) for wanted in (2, 1) for stamps in (whole, split))
        return next((at for at in found if at is not None), None)

    def _by_date(self) -> int | None:
        """Take the headline near a line that is nothing but a date, unless there are several, or text stands above."""
        bare = [at for at in self._dated() if self.language.is_date(self.key(at))]
        if len(bare) != 1 or (self.prose and self.prose[0] < bare[0]):
            return None
        return self._near_stamps([(bare[0], bare[0])], 2)

    def _dated(self) -> list[int]:
        """Give the short lines with a date in them that an article could begin below."""
        if self._dates is None:
            texts = self.texts[: self.prose[_PROSE_ABOVE] if len(self.prose) > _PROSE_ABOVE else None]
            self._dates = [at for at in where(STAMP_CHARS.__ge__, self.sizes[: len(texts)]) if has_date(texts[at])]
        return self._dates

    def _is_split_stamp(self, date: int, first: int, last: int) -> bool:
        """Tell whether of two neighbouring lines one is a date and the other a clock."""
        if first < 0 or last >= len(self.texts):
            return False
        clock = self.key(last if date == first else first)
        return self.language.is_date(self.key(date)) and self.language.is_clock(clock)

    def _near_stamps(self, stamps: Sequence[tuple[int, int]], wanted: int) -> int | None:
        """Take the line near a stamp that looks most like a headline, the last of equals; stamps are (first, last).

        One with less prose above it comes first: an article may hold dates, and headings near them.
        """
        best: tuple[int, float, int] | None = None
        for first, last in stamps:
            above = range(max(0, first - _ABOVE), first)
            led = any(text.count(" ") >= _LEAD_WORDS - 1 for text in self.texts[max(0, first - 2) : first])
            end = last + 1 if led else min(self._prose_from(last + 1) + 1, len(self.texts), last + 1 + _BELOW)
            for at in (*above, *range(last + 1, end)):
                line = self.key(at)
                if self.is_headline(line) and self._begins(max(at, last), wanted):
                    score = looks(line) - 0.5 * (first - at if at < first else at - last)
                    found = (-bisect_left(self.prose, at), score, at)
                    best = max(best or found, found)
        return best[2] if best else None

    def _prose_from(self, low: int) -> int:
        """Give the first line of prose from `low` on, or the number of lines: a heading below it is the article's."""
        place = bisect_left(self.prose, low)
        return self.prose[place] if place < len(self.prose) else len(self.texts)

    def _by_markup(self) -> int | None:
        """Take the Markdown heading at the very top, or the only one of the first rank that could be a headline."""
        begun = self._beginning("#")
        if not begun:
            return None
        for at in range(min(_CRAWLED_LINES, len(self.texts))):
            bare = without_markup(self.key(at))
            if bare != self.key(at) and self.is_headline(bare):
                return at
        marked = [at for at in begun if self.texts[at].startswith("# ")]
        likely = [at for at in marked if self.is_headline(without_markup(self.key(at))) and self._begins(at, 2)]
        return likely[0] if len(likely) == 1 else None

    def _echoed(self) -> int | None:
        """Take the headline right above the first prose where the page says it again, as a picture's text does."""
        first = self.prose[0] if self.prose else 0
        at = next(
            (at for at in range(first - 1, max(-1, first - 1 - _ABOVE), -1) if self.is_headline(self.key(at))), None
        )
        if at is None or not self._begins(at, 2) or self._stamped_above(at):
            return None
        said, size = self.key(at), self.sizes[at] - _FOLDED
        if said.count(" ") < 5:
            return None
        again = (i for i in self._beginning(said[0]) if self.sizes[i] >= size and i != at and self.page.begins(i, said))
        return None if next(again, None) is None else at

    def _stamped_above(self, at: int) -> bool:
        return any(self.language.is_stamp(self.key(one)) for one in self._dated() if one < at)

    def _above_prose(self) -> int | None:
        """In a text that an extractor cut, the headline stands a few lines above the first prose."""
        first = self.prose[0] if self.prose else len(self.texts)
        if first >= _BODY_HEAD:
            return None
        return next((at for at in range(min(first, _BODY_TITLE) - 1, -1, -1) if self.is_headline(self.key(at))), None)
