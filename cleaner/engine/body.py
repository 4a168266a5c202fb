"""Where the running text of an article ends.

Below the article stand headlines of other articles with a teaser each: prose, but hardly ever two lines of it in a
row. So the article ends at the last line of prose that has prose right above it, within the largest cluster of such
pairs below the title (a long headline that stands twice is no pair). Headings such as "Tin liên quan" also stand in
the middle of articles; only those below this line open the boxes at the end.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Lines between two pairs that still belong together. Labelled articles have at most 7 lines without prose in a row.
GAP: Final = 30


def body_end(texts: Sequence[str], prose: Sequence[int], title_at: int | None) -> int | None:
    """Give the last line of the article's running text, or None where there is no prose.

    `prose` are the lines that are prose, ascending; `title_at` is the title's line. Without a pair (a photo story, a
    short piece) every line of prose in the largest cluster may be the article's.
    """
    start = -1 if title_at is None else title_at
    below = [at for at in prose if at > start]
    pairs = [at for before, at in pairwise(below) if at == before + 1 and texts[at] != texts[before]]
    found = _largest(pairs or below, texts)
    return found[-1] if found else None


def _largest(lines: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Split lines where more than `GAP` others lie between, and give the group with the most text."""
    groups: list[list[int]] = []
    for at in lines:
        if groups and at - groups[-1][-1] <= GAP:
            groups[-1].append(at)
        else:
            groups.append([at])
    return max(groups, key=lambda group: sum(len(texts[at]) for at in group), default=[])
