"""A document as the rules see it: its non-blank lines, their keys, and where blank lines and the title stand."""

from __future__ import annotations

import re
from collections import Counter
from operator import ne

from cleaner.engine.body import body_end
from cleaner.engine.sentences import is_prose
from cleaner.engine.titles import Title, Titles
from cleaner.text import fold, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final


_TWO_SPELLINGS: Final = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y|o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_FOLDED: Final = 8  # characters by which letter case may change a line's length
_TONE_LETTERS: Final = 24  # letters by which two tone-mark spellings of a line may differ: two a syllable
_HEAD: Final = 40  # the first so many letters tell most lines apart


class Page:
    """The non-blank lines of one document; its answers never change once built.

    `rows[i]` is the position of line `i` among all lines, so that a gap in it is a blank line. Whatever few rules
    need (keys, prose, the title, first occurrences) is worked out when it is asked for, and once.
    """

    __slots__ = (
        "_body",
        "_exact",
        "_exact_title",
        "_first",
        "_given",
        "_keys",
        "_prose",
        "_title",
        "_twins",
        "repaired",
        "rows",
        "texts",
    )

    def __init__(self, texts: list[str], rows: Sequence[int], title: str = "", *, repaired: bool = True) -> None:
        """Take the lines and their rows; `repaired` tells that they are NFC with plain spaces already."""
        self.repaired = repaired
        self._given = key(title) if title else ""
        self._begin(texts, rows)

    def _begin(self, texts: list[str], rows: Sequence[int]) -> None:
        self.texts = texts
        self.rows = rows
        self._keys: dict[int, str] = {}
        self._title: Title | None = None
        self._exact_title: str | None = None
        self._prose: list[int] | None = None
        self._body: int | None = None
        self._twins: dict[str, list[int]] = {}
        self._exact: dict[int, str] = {}
        self._first: dict[int, int] | None = None

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
    def exact_title(self) -> str:
        """Give the title's key in one tone-mark style."""
        if self._exact_title is None:
            self._exact_title = key(self.title)
        return self._exact_title

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
            found = self.key(index)
            if self.repaired and _TWO_SPELLINGS.search(found):
                found = key(self.texts[index])
            self._exact[index] = found
        return found

    def first_of(self, index: int) -> int:
        """Give the first line of the page that says the same as this one."""
        if self._first is None:
            self._first = self._firsts()
        return self._first.get(index, index)

    def _firsts(self) -> dict[int, int]:
        """Give, for each line that says again what one above says, the first that says it.

        Keys are dear, so they are made only of lines that are alike in length and have their spaces at the same places.
        """
        alike: dict[tuple[int, int, int], list[int]] = {}
        sizes = Counter(map(len, self.texts))
        for at, text in enumerate(self.texts):
            size = len(text)
            if sizes[size] > 1:
                spaces = (text.find(" "), text.rfind(" ")) if self.repaired else (0, 0)
                alike.setdefault((size, *spaces), []).append(at)
        found: dict[int, int] = {}
        for group in alike.values():
            if len(group) > 1:
                first: dict[str, int] = {}
                for at in group:
                    if (before := first.setdefault(self.exact_key(at), at)) != at:
                        found[at] = before
        return found

    def twins(self, of: str) -> list[int]:
        """Give the lines that say the same as the line above (`previous`), the `title`, or `any` line above.

        Or those that begin with the title and go on (`titled`).
        """
        found = self._twins.get(of)
        if found is None:
            if of == "previous":
                found = [at for at in self._near_the_last() if same(self, at, at - 1)]
            elif of == "titled":
                found = self._begun_by_title() if self.title else []
            elif of == "title":
                found = self._like_title() if self.title else []
            else:
                found = self._repeated()
            self._twins[of] = found
        return found

    def _near_the_last(self) -> Sequence[int]:
        """Give the lines whose length lets them say the same as the line above."""
        sizes = [len(text) for text in self.texts]
        if not self.repaired:
            return range(1, len(sizes))
        return [at for at in range(1, len(sizes)) if -_FOLDED <= sizes[at] - sizes[at - 1] <= _FOLDED]

    def _begun_by_title(self) -> list[int]:
        title = self.exact_title
        first, size = title[0], len(title) - _FOLDED
        near = (at for at, text in enumerate(self.texts) if len(text) > size and fold(text[0])[0] == first)
        return [at for at in near if self._begins(at, title)]

    def _begins(self, at: int, title: str) -> bool:
        """Tell whether a line begins with the title; a key is made only where it nearly does."""
        return self._may_be(at, title) and self.exact_key(at).startswith(title)

    def _may_be(self, at: int, title: str) -> bool:
        """Tell whether a line begins as the title does, but for the place of tone marks; that costs no key."""
        size = min(_HEAD, len(title))
        head = fold(self.texts[at][:size])
        return not self.repaired or len(head) != size or sum(map(ne, head, title)) <= _TONE_LETTERS

    def _repeated(self) -> list[int]:
        if self._first is None:
            self._first = self._firsts()
        return sorted(self._first)

    def _like_title(self) -> list[int]:
        title, place = self.exact_title, self.title_at
        size = len(title)
        near = [at for at, text in enumerate(self.texts) if abs(len(text) - size) <= _FOLDED or not self.repaired]
        return [at for at in near if at != place and self._may_be(at, title) and self.exact_key(at) == title]

    def left(self, lines: Sequence[int], edited: Mapping[int, str]) -> Page:
        """Give the page of the lines that are left, ascending; `edited` are those that are not what they were.

        What was worked out of a line by itself is not worked out again.
        """
        texts = [self.texts[at] for at in lines]
        plain = isinstance(self.rows, range)
        made = Page.__new__(Page)
        made._begin(texts, range(len(texts)) if plain else [n + self.rows[at] - at for n, at in enumerate(lines)])
        made.repaired, made._given = self.repaired, self._given
        for n, at in enumerate(lines) if edited else ():
            if at in edited:
                texts[n] = edited[at]
        if not edited and self._prose is not None:
            prose = set(self._prose)
            made._prose = [n for n, at in enumerate(lines) if at in prose]
        if self._keys:
            keys = self._keys
            made._keys = {n: keys[at] for n, at in enumerate(lines) if at in keys and at not in edited}
        return made

    def blank_before(self, index: int) -> bool:
        """Tell whether a blank line stands between a line and the one above it."""
        return index > 0 and self.rows[index] - self.rows[index - 1] > 1


def same(page: Page, index: int, other: int) -> bool:
    """Tell whether two lines of a page say the same; keys are only made where the lines could."""
    one, two = page.texts[index], page.texts[other]
    if one == two:
        return True
    if page.repaired and (abs(len(one) - len(two)) > _FOLDED or one[:1].casefold() != two[:1].casefold()):
        return False
    one, two = page.key(index), page.key(other)
    if one == two:
        return True
    if page.repaired and (len(one) != len(two) or sum(map(ne, one, two)) > _TONE_LETTERS):
        return False
    return page.exact_key(index) == page.exact_key(other)
