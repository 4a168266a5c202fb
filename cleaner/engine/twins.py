"""Which lines of a page say the same: as the line above, as the title, as any line above.

Two lines say the same when their keys are equal in one tone-mark style. Such keys are dear, so they are made only of
lines that are alike in what costs nothing: their length, their first letters, the places of their spaces.
"""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from operator import ne

from cleaner.engine.columns import where, where_equal
from cleaner.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from cleaner.engine.page import Page

_FOLDED: Final = 8  # characters by which letter case may change a line's length
_TONE_LETTERS: Final = 24  # letters by which two tone-mark spellings of a line may differ: two a syllable
_HEAD: Final = 40  # the first so many letters tell most lines apart


def copies(page: Page) -> dict[int, int]:
    """Give, for each line that says again what one above says, the first that says it."""
    forms: list[tuple[int, ...]] = list(zip(page.sizes, strict=True))
    if page.repaired:
        spaces = (map(look, page.texts, repeat(" ")) for look in (str.count, str.find, str.rfind))
        forms = list(zip(page.sizes, *spaces, strict=True))
    counts = Counter(forms)
    alike: dict[tuple[int, ...], list[int]] = {}
    for at in where((1).__lt__, list(map(counts.__getitem__, forms))):
        alike.setdefault(forms[at], []).append(at)
    found: dict[int, int] = {}
    for group in alike.values():
        said: dict[str, int] = {}
        for at in group:
            if (before := said.setdefault(page.exact_key(at), at)) != at:
                found[at] = before
    return found


def left(copies: Mapping[int, int], now: Mapping[int, int]) -> dict[int, int]:
    """Give the copies among the lines that are left; `now` tells where each of them stands."""
    first: dict[int, int] = {}
    found: dict[int, int] = {}
    for at in sorted({*copies, *copies.values()} & now.keys()):
        said = copies.get(at, at)
        if (before := first.setdefault(said, now[at])) != now[at]:
            found[now[at]] = before
    return found


def _of_previous(page: Page) -> list[int]:
    return [at for at in _near_the_last(page) if same(page, at, at - 1)]


def _of_any(page: Page) -> list[int]:
    return sorted(page.copies)


def _of_title(page: Page) -> list[int]:
    title, place = page.exact_title, page.title_at
    size = len(title)
    if not title:
        return []
    near = where(range(size - _FOLDED, size + _FOLDED + 1).__contains__, page.sizes)
    near = near if page.repaired else list(range(len(page)))
    return [at for at in near if at != place and _may_begin(page, at, title) and page.exact_key(at) == title]


def _begun_by_title(page: Page) -> list[int]:
    title = page.exact_title
    if not title:
        return []
    first, size = title[0], len(title) - _FOLDED
    near = [at for at in where(first.__eq__, page.initials) if page.sizes[at] > size]
    return [at for at in near if _may_begin(page, at, title) and page.exact_key(at).startswith(title)]


#: The lines that say the same as something else, by what that is.
TWINS: Final[dict[str, Callable[[Page], list[int]]]] = {
    "previous": _of_previous,
    "any": _of_any,
    "title": _of_title,
    "titled": _begun_by_title,
}


def _near_the_last(page: Page) -> Sequence[int]:
    """Give the lines whose length and first letter let them say the same as the line above."""
    if not page.repaired:
        return range(1, len(page))
    initials, sizes = page.initials, page.sizes
    begun = where_equal(initials[1:], initials)
    return [above + 1 for above in begun if -_FOLDED <= sizes[above + 1] - sizes[above] <= _FOLDED]


def _may_begin(page: Page, at: int, title: str) -> bool:
    """Tell whether a line begins as the title does, but for the place of tone marks."""
    size = min(_HEAD, len(title))
    head = fold(page.texts[at][:size])
    if not page.repaired or len(head) != size or title.startswith(head):
        return True
    return head.find(" ") == title.find(" ", 0, size) and sum(map(ne, head, title)) <= _TONE_LETTERS


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
