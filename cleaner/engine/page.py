"""A document as the rules see it: its non-blank lines, their keys, and where blank lines and the title stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.engine.body import body_end
from cleaner.engine.sentences import is_prose
from cleaner.engine.titles import Title, Titles
from cleaner.text import fold, key

if TYPE_CHECKING:
    from collections.abc import Sequence


class Page:
    """The non-blank lines of one document; its answers never change once built.

    `rows[i]` is the position of line `i` among all lines, so that a gap in it is a blank line. Whatever few rules
    need (keys, prose, the title, first occurrences) is worked out when it is asked for, and once.
    """

    __slots__ = ("_body", "_exact", "_first", "_given", "_keys", "_prose", "_title", "repaired", "rows", "texts")

    def __init__(self, texts: list[str], rows: Sequence[int], title: str = "", *, repaired: bool = True) -> None:
        """Take the lines and their rows; `repaired` tells that they are NFC with plain spaces already."""
        self.texts = texts
        self.rows = rows
        self.repaired = repaired
        self._keys: dict[int, str] = {}
        self._given = key(title) if title else ""
        self._title: Title | None = None
        self._prose: list[int] | None = None
        self._body: int | None = None
        self._exact: dict[int, str] = {}
        self._first: dict[str, int] | None = None

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.texts)

    def key(self, index: int) -> str:
        """Give a line's key; of a repaired line only letter case is left to fold (see `tone_variants`)."""
        found = self._keys.get(index)
        if found is None:
            text = self.texts[index]
            found = self._keys[index] = fold(text) if self.repaired else key(text)
        return found

    @property
    def title(self) -> str:
        """Give the title's key: the record's, else the headline found in the text, else nothing."""
        return self._find().key

    @property
    def title_at(self) -> int | None:
        """Give the title's line, or None where it does not stand in the text."""
        return self._find().at

    @property
    def title_is_sure(self) -> bool:
        """Tell whether the title's line is known rather than guessed from its place."""
        return self._find().sure

    def _find(self) -> Title:
        if self._title is None:
            self._title = Titles(self.texts, self.key, self.prose).find(self._given)
        return self._title

    @property
    def prose(self) -> list[int]:
        """Give the lines that are running text, ascending."""
        if self._prose is None:
            self._prose = [at for at, text in enumerate(self.texts) if len(text) >= 80 and is_prose(text)]
        return self._prose

    @property
    def lead_at(self) -> int | None:
        """Give the first line of running text below the title, or None where there is none."""
        start = -1 if self.title_at is None else self.title_at
        return next((at for at in self.prose if at > start), None)

    @property
    def body_at(self) -> int | None:
        """Give the last line of the article's running text, or None where there is none."""
        if self._body is None:
            end = body_end(self.texts, self.prose, self.title_at)
            self._body = -1 if end is None else end
        return None if self._body < 0 else self._body

    def exact_key(self, index: int) -> str:
        """Give the key in one tone-mark style, for comparing lines with each other."""
        found = self._exact.get(index)
        if found is None:
            found = self._exact[index] = key(self.texts[index])
        return found

    def first_of(self, index: int) -> int:
        """Give the first line of the page that says the same as this one."""
        if self._first is None:
            self._first = {}
            for at in range(len(self.texts)):
                self._first.setdefault(self.exact_key(at), at)
        return self._first[self.exact_key(index)]

    def blank_before(self, index: int) -> bool:
        """Tell whether a blank line stands between a line and the one above it."""
        return index > 0 and self.rows[index] - self.rows[index - 1] > 1


def same(page: Page, index: int, other: int) -> bool:
    """Tell whether two lines of a page say the same; keys are only made where the lines could."""
    one, two = page.texts[index], page.texts[other]
    if one == two:
        return True
    if abs(len(one) - len(two)) > 8 or one[:1].casefold() != two[:1].casefold():
        return False
    return page.key(index) == page.key(other) or page.exact_key(index) == page.exact_key(other)
