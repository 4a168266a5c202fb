"""Which pages show the same article: their lines recur for it, and not because a template writes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.engine.learn.seen import Seen

_COMMON: Final = 5  # running text under so many titles …
_SHARE: Final = 0.3  # … and in this share of the pages is no article's
_HOLDERS: Final = 100  # pages with a line that each further one is compared with


def groups(pages: Sequence[Seen]) -> list[int]:
    """Give each page the number of its article: pages that share half of their running text have the same.

    Running text that stands under many titles (or first lines, where no title is known) is the template's and does not
    count.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    number: Counter[str] = Counter()
    prose = [page.prose for page in pages]
    for page, lines in zip(pages, prose, strict=True):
        for line in set(lines):
            titles[line].add(page.title or lines[0])
            number[line] += 1
    common = {line for line, of in titles.items() if len(of) >= _COMMON and number[line] >= _SHARE * len(pages)}
    parents = list(range(len(pages)))
    own = [sorted(set(lines) - common) for lines in prose]
    shared: Counter[tuple[int, int]] = Counter()
    holders: dict[str, list[int]] = defaultdict(list)
    for at, lines in enumerate(own):
        for line in lines:
            shared.update((other, at) for other in holders[line])
            if len(holders[line]) < _HOLDERS:
                holders[line].append(at)
    for (one, other), count in sorted(shared.items()):
        sizes = len(own[one]), len(own[other])
        if 2 * count >= min(sizes) and (count > 1 or max(sizes) == 1):  # one alone may be a template's
            _join(parents, one, other)
    return [_root(parents, at) for at in range(len(pages))]


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _join(parents: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parents, one), _root(parents, other)))
    parents[high] = low
