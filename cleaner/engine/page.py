"""A document as the rules see it: its non-blank lines, their keys, and where blank lines and the title stand."""

from __future__ import annotations

from operator import itemgetter

from cleaner.engine.body import body_end, body_start, listed
from cleaner.engine.columns import where
from cleaner.engine.looks import NO_LOOKS, Looks
from cleaner.engine.sentences import PROSE_CHARS, is_prose
from cleaner.engine.titles import Title, Titles
from cleaner.engine.twins import TWINS, copies, left
from cleaner.text import fold, has_two_spellings, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final


_FIRST: Final = itemgetter(slice(1))


class Page:
    """The non-blank lines of one document; its answers never change once built.

    Whatever few rules need (keys, prose, the title, first occurrences)
    is worked out when it is asked for, and once.
    """

    __slots__ = (
        "_body",
        "_copies",
        "_exact",
        "_exact_title",
        "_given",
        "_initials",
        "_keys",
        "_listed",
        "_prose",
        "_sizes",
        "_title",
        "_twins",
        "looks",
        "repaired",
        "texts",
    )

    def __init__(self, texts: list[str], title: str = "", *, looks: Looks = NO_LOOKS, repaired: bool = True) -> None:
        """Take the lines; `repaired` tells that they are NFC with plain spaces already."""
        self.looks = looks
        self.repaired = repaired
        self._given = key(title) if title else ""
        self._keys: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._begin(texts)

    def _begin(self, texts: list[str]) -> None:
        self.texts = texts
        self._title: Title | None = None
        self._exact_title: str | None = None
        self._prose: list[int] | None = None
        self._body: int | None = None
        self._listed: frozenset[int] | None = None
        self._twins: dict[str, list[int]] = {}
        self._copies: dict[int, int] | None = None
        self._sizes: list[int] | None = None
        self._initials: str | None = None

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.texts)

    def key(self, index: int) -> str:
        """Give a line's key; of a repaired line only letter case is left to fold (see `tone_variants`)."""
        text = self.texts[index]
        found = self._keys.get(text)
        if found is None:
            found = self._keys[text] = fold(text) if self.repaired else key(text)
        return found

    def begins(self, index: int, start: str) -> bool:
        """Tell whether a line's key begins with this; folding never makes a text shorter, so its head is enough."""
        head = fold(self.texts[index][: len(start)]) if self.repaired else self.key(index)
        return head.startswith(start)

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
            self._title = Titles(self).find(self._given)
        return self._title

    @property
    def sizes(self) -> list[int]:
        """Give the length of each line."""
        if self._sizes is None:
            self._sizes = list(map(len, self.texts))
        return self._sizes

    @property
    def initials(self) -> str:
        """Give the first letter of each line with its case folded; the keys of repaired lines begin with it."""
        if self._initials is None:
            folded = fold("".join(map(_FIRST, self.texts)))
            if len(folded) != len(self.texts):  # a letter became two
                folded = "".join(fold(text[:1])[:1] or " " for text in self.texts)
            self._initials = folded
        return self._initials

    @property
    def prose(self) -> list[int]:
        """Give the lines that are running text, ascending."""
        if self._prose is None:
            texts = self.texts
            self._prose = [at for at in where(PROSE_CHARS.__le__, self.sizes) if is_prose(texts[at])]
        return self._prose

    @property
    def lead_at(self) -> int | None:
        """Give the first line of running text below the title, or None where there is none."""
        return body_start(self.texts, self.prose, self.title_at, self.looks)

    @property
    def body_at(self) -> int | None:
        """Give the last line of the article's running text, or None where there is none."""
        if self._body is None:
            end = body_end(self.texts, self.prose, self.title_at, self.looks)
            self._body = -1 if end is None else end
        return None if self._body < 0 else self._body

    @property
    def listed(self) -> frozenset[int]:
        """Give the items of the article's lists."""
        if self._listed is None:
            first, end = self.lead_at, self.body_at
            known = first is not None and end is not None
            self._listed = listed(self.texts, first, end, self.looks) if known else frozenset()  # type: ignore[arg-type]
        return self._listed

    def exact_key(self, index: int) -> str:
        """Give the key in one tone-mark style, for comparing lines with each other."""
        text = self.texts[index]
        found = self._exact.get(text)
        if found is None:
            found = self.key(index)
            if self.repaired and has_two_spellings(found):
                found = key(text)
            self._exact[text] = found
        return found

    @property
    def copies(self) -> dict[int, int]:
        """Give, for each line that says again what one above says, the first that says it."""
        if self._copies is None:
            self._copies = copies(self)
        return self._copies

    def twins(self, of: str) -> list[int]:
        """Give the lines that say the same as the line above (`previous`), the `title`, or `any` line above.

        Or those that begin with the title and go on (`titled`).
        """
        found = self._twins.get(of)
        if found is None:
            found = self._twins[of] = TWINS[of](self)
        return found

    def left(self, lines: Sequence[int], edited: Mapping[int, str]) -> Page:
        """Give the page of the lines that are left, ascending; `edited` are those that are not what they were.

        What was worked out of a line by itself is not worked out again.
        """
        made = Page.__new__(Page)
        texts = list(map(self.texts.__getitem__, lines))
        made.repaired, made._given, made._keys, made._exact = self.repaired, self._given, self._keys, self._exact
        made.looks = self.looks
        made._begin(texts)
        now = dict(zip(lines, range(len(lines)), strict=True))
        if edited:
            for at in edited.keys() & now.keys():
                texts[now[at]] = edited[at]
            return made
        if self._prose is not None:
            made._prose = [now[at] for at in self._prose if at in now]
        if self._copies is not None:
            made._copies = left(self._copies, now)
        return made
