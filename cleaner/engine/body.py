"""Where the running text of an article ends.

Below the article stand headlines of other articles with a teaser each: prose, but never two lines of it in a row. So
the article ends at the last line of prose that has prose right above it, within the largest cluster of prose below
the title. Headings such as "Tin liên quan" also stand in the middle of articles; only those below this line open the
boxes at the end.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Lines without prose that split clusters. Inside labelled articles the longest such run has 7 lines, and any number
#: from 10 to 50 gives the same result.
GAP: Final = 20


def body_end(texts: Sequence[str], prose: Sequence[int], title_at: int | None) -> int | None:
    """Give the last line of the article's running text, or None where there is no prose.

    Without a pair (a photo story, a short piece) every line of prose may be the article's.

    `prose` are the lines that are prose, ascending; `title_at` is the title's line.
    """
    start = -1 if title_at is None else title_at
    clusters: list[list[int]] = []
    for at in prose:
        if at <= start:
            continue
        if clusters and at - clusters[-1][-1] <= GAP:
            clusters[-1].append(at)
        else:
            clusters.append([at])
    if not clusters:
        return None
    main = max(clusters, key=lambda cluster: sum(len(texts[at]) for at in cluster))
    pairs = [at for before, at in pairwise(main) if at == before + 1]
    return pairs[-1] if pairs else main[-1]
