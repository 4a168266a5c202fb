"""Which pages show the same article: their lines recur for it, and not because a template writes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.engine.learn.seen import Seen

_COMMON: Final = 5  # running text under so many titles …
_SHARE: Final = 0.3  # … and in this share of the pages is no article's


def groups(pages: Sequence[Seen]) -> list[int]:
    """Give each page the number of its article: pages that share half of their running text have the same.

    Running text that stands under many titles is the template's and does not count.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    number: Counter[str] = Counter()
    for page in pages:
        for line in set(page.prose):
            titles[line].add(page.title)
            number[line] += 1
    common = {line for line, of in titles.items() if len(of) >= _COMMON and number[line] >= _SHARE * len(pages)}
    parents = list(range(len(pages)))
    sizes = [len(set(page.prose) - common) for page in pages]
    shared: Counter[tuple[int, int]] = Counter()
    holders: dict[str, list[int]] = defaultdict(list)
    for at, page in enumerate(pages):
        for line in sorted(set(page.prose) - common):
            shared.update((other, at) for other in holders[line])
            holders[line].append(at)
    for (one, other), count in sorted(shared.items()):
        if 2 * count >= min(sizes[one], sizes[other]):
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
