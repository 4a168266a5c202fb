"""Where the running text of an article begins and ends.

Below the article stand headlines of other articles with a teaser each: prose, but hardly ever two lines of it in a
row. So the article ends at the last line of prose that has prose right above it, within the largest cluster of such
pairs below the title (a long headline that stands twice is no pair). Headings such as "Tin liên quan" also stand in
the middle of articles; only those below this line open the boxes at the end.

An article may close with single paragraphs: answers of an interview, texts between pictures, one below a subheading.
What no teaser looks like and stands near carries the end on: a long paragraph, a line of prose beside a short
sentence, a picture's credit. Nothing below a comment box or the section's other articles is looked at: what a paper
says there about itself may be longer than a short article.
"""

from __future__ import annotations

from itertools import pairwise

from cleaner.engine.sentences import is_paragraph, is_sentence
from cleaner.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Final

    from cleaner.engine.looks import Looks

#: Lines between two pairs that still belong together. Labelled articles have at most 7 lines without prose in a row.
GAP: Final = 30
#: So near to the end so far a single paragraph of the article must stand.
NEAR: Final = 10

_CLOSERS: Final = "\"'”’»)]"
_CLOSED: Final = (".", ";", ":", "…")
_HEADING_WORDS: Final = 5
_QUOTES: Final = "\"'“‘(-–"  # what stands before the first word
_OPENER_SPACES: Final = 1  # a single word and a colon is a button, or a fact
_LONG_ITEM: Final = 8  # spaces: longer is as long as a headline
#: More lines than this below a line with a colon are the list and the page's own.
ITEMS: Final = 12
_HEADED: Final = 15  # characters that a sentence below a subheading has at least
_SHORT: Final = 25  # characters that a short sentence has at least


def body_start(texts: Sequence[str], prose: Sequence[int], title_at: int | None, looks: Looks) -> int | None:
    """Give the first line of running text below the title, or None where there is none.

    What has no paragraph (a forecast by city, a list of winners, a live blog) may open with a short sentence; without
    it the names, dates and numbers below would pass for those under a headline.
    """
    start = -1 if title_at is None else title_at
    first = next((at for at in prose if at > start), None)
    if title_at is None:
        return first
    above = range(start + 1, len(texts) if first is None else first)
    return next((at for at in above if _opens(texts[at], looks)), first)


def body_end(texts: Sequence[str], prose: Sequence[int], title_at: int | None, looks: Looks) -> int | None:
    """Give the last line of the article's running text, or None where there is no prose.

    `prose` are the lines that are prose, ascending; `title_at` is the title's line. Without a pair (a photo story, a
    short piece) every line of prose in the largest cluster may be the article's.
    """
    start = -1 if title_at is None else title_at
    below = _above_an_end(texts, [at for at in prose if at > start], looks)
    pairs = [at for before, at in pairwise(below) if at == before + 1 and texts[at] != texts[before]]
    short = (
        [] if pairs else [at + 1 for at in below if at + 1 < len(texts) and _is_short_sentence(texts[at + 1], looks)]
    )
    found = _largest(pairs or short[:1] or below, texts)
    if not found:
        return None
    end = _carried_on(texts, found[-1], frozenset(below), looks)
    return _through_a_list(texts, end, frozenset(below), looks)


def _above_an_end(texts: Sequence[str], prose: Sequence[int], looks: Looks) -> Sequence[int]:
    """Give the prose above the first heading that ends an article, unless pairs of prose stand below it alone.

    Such a heading between the lead and the article is a box that a template has there.
    """
    paired = False
    for place, (above, at) in enumerate(pairwise(prose), 1):
        if at == above + 1:
            paired = paired or texts[at] != texts[above]
        elif any(looks.fits("ends", text) for text in texts[above + 1 : at]):
            below = pairwise(prose[place:])
            whole = paired or not any(last == first + 1 and texts[last] != texts[first] for first, last in below)
            return prose[:place] if whole else prose
    return prose


def _largest(lines: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Split lines where more than `GAP` others lie between, and give the group with the most text."""
    groups: list[list[int]] = []
    for at in lines:
        if groups and at - groups[-1][-1] <= GAP:
            groups[-1].append(at)
        else:
            groups.append([at])
    return max(groups, key=lambda group: sum(len(texts[at]) for at in group), default=[])


def _carried_on(texts: Sequence[str], end: int, prose: frozenset[int], looks: Looks) -> int:
    """Move the end down over what no teaser looks like, as long as more of it stands near."""
    at = end + 1
    while at < len(texts) and at <= end + NEAR and not looks.fits("ends", texts[at]):
        headed = at == end + 2 and _is_headed(texts, at, prose, looks)
        if (headed or _is_of_the_article(texts, at, prose, looks)) and not looks.fits("imprint", texts[at]):
            end = at
        at += 1
    return end


def _through_a_list(texts: Sequence[str], end: int, prose: frozenset[int], looks: Looks) -> int:
    """Move the end down over a list that a line ending in a colon opens, to its last item.

    Where little follows, all of it is the list's, down to a sentence, which ends it. Where much follows, the list ends
    above the first line that looks like the page's; a heading above longer lines is a box's in any case.
    """
    places = range(min(end + 1, len(texts) - 1), end - 1, -1)
    opener = next((at for at in places if opens_a_list(texts[at], looks)), None)
    if opener is None:
        return end
    last = len(texts) - 1
    for at in range(opener + 1, len(texts)):
        if is_sentence(texts[at]) and at - opener <= ITEMS:
            return _through_a_list(texts, _carried_on(texts, at, prose, looks), prose, looks)
        if _heads_a_box(texts, at, looks) or _is_unlike(texts, opener, at, looks):
            last = at - 1
            break
    if last - opener > ITEMS:
        near = range(opener + 1, opener + 1 + ITEMS)
        last = next((at - 1 for at in near if _is_of_the_page(texts[at], looks)), opener)
    return max(end, last)


def _is_unlike(texts: Sequence[str], opener: int, at: int, looks: Looks) -> bool:
    """Tell whether a line is a stamp, or looks like the page's and is not half as long as any of the items above it."""
    if looks.language.is_stamp(fold(texts[at])):
        return True
    above = [text.count(" ") + 1 for text in texts[opener + 1 : at]]
    return len(above) > 1 and 2 * (texts[at].count(" ") + 1) < min(above) and _is_of_the_page(texts[at], looks)


def _heads_a_box(texts: Sequence[str], at: int, looks: Looks) -> bool:
    """Tell whether a short line that may head a box stands above one as long as a headline, as no item above it is."""
    return (
        at + 1 < len(texts)
        and texts[at + 1].count(" ") >= _LONG_ITEM
        and texts[at].count(" ") < _LONG_ITEM
        and not is_sentence(texts[at + 1])
        and _is_of_the_page(texts[at], looks)
    )


def _is_of_the_page(text: str, looks: Looks) -> bool:
    return any(looks.fits(part, text) for part in ("ends", "box", "comments", "imprint"))


def opens_a_list(text: str, looks: Looks) -> bool:
    """Tell whether a line ends in a colon and is no button or heading of the page itself."""
    words = text.endswith(":") and text.count(" ") >= _OPENER_SPACES and (text[0].isalnum() or text[0] in _QUOTES)
    return words and not _is_of_the_page(text, looks)


def listed(texts: Sequence[str], first: int, end: int, looks: Looks) -> frozenset[int]:
    """Give the items of the lists in an article: short lines, two or more in a row, below a line that opens a list.

    A single one counts where it ends the article; elsewhere it may be a button between what is said and who says it.
    """
    found: set[int] = set()
    for opener in range(first, end):
        if not opens_a_list(texts[opener], looks):
            continue
        below = opener + 1
        while below <= end and below - opener <= ITEMS and texts[below].count(" ") < _LONG_ITEM:
            if looks.language.is_stamp(fold(texts[below])):
                break
            below += 1
        if below - opener > 2 or below > end:
            found.update(range(opener + 1, below))
    return frozenset(found)


def _is_headed(texts: Sequence[str], at: int, prose: Collection[int], looks: Looks) -> bool:
    """Tell whether a line is text below a subheading: prose, or a short sentence, which no headline in a box is.

    Over a short sentence even the heading of a box ("Tin mới") is the article's: but for comments, what stands in boxes
    has no full stop.
    """
    if at in prose:
        return _is_subheading(texts[at - 1], looks)
    heading = texts[at - 1]
    named = " " in heading and all(word[:1].isupper() for word in heading.split())
    if named or heading.count(" ") >= _HEADING_WORDS or looks.fits("comments", heading):
        return False
    text = texts[at]
    return len(text) >= _HEADED and text.endswith(".") and not text.endswith("..") and not looks.fits("imprint", text)


def _is_subheading(text: str, looks: Looks) -> bool:
    """Tell whether a line is too short to be the headline of another article, and no byline, share bar or box."""
    name = " " in text and all(word[:1].isupper() for word in text.split())
    if name or text.count(" ") >= _HEADING_WORDS:
        return False
    return not looks.fits("imprint", text) and not looks.fits("box", text)


def _is_of_the_article(texts: Sequence[str], at: int, prose: frozenset[int], looks: Looks) -> bool:
    text = texts[at]
    if at not in prose:
        follows = at - 1 in prose or _is_short_sentence(texts[at - 1], looks)
        return looks.fits("credit", text) or (follows and texts[at - 1] != text and _is_short_sentence(text, looks))
    if at - 1 in prose or _is_short_sentence(texts[at - 1], looks):
        return texts[at - 1] != text
    return is_paragraph(text)


def _is_short_sentence(text: str, looks: Looks) -> bool:
    return len(text) >= _SHORT and text.rstrip(_CLOSERS).endswith(_CLOSED) and not looks.fits("imprint", text)


def _opens(text: str, looks: Looks) -> bool:
    """Tell whether a line below the title is a short sentence, or one that a list follows, and no button."""
    if len(text) < _SHORT or not text.endswith((".", ":")) or text.endswith(".."):
        return False
    return not looks.fits("imprint", text) and not looks.fits("box", text)
