"""Is this page an article at all? Home pages, lists of headlines and error pages are not.

What is left of an article has running text in it: two neighbouring lines of it somewhere. A list page shows teasers,
each under its headline, and hardly ever two together; or it shows dozens of them, and not one long paragraph. On 418
pages and bodies of 60 sources this flags the eight that are lists or errors, and no other.

Short news, photo stories and lists of tips have a paragraph here and there, and look like a list of teasers. What tells
them is when they were published: an article says so once, right above its text; a list says so never, or for each card.
"""

from __future__ import annotations

from cleaner.engine.sentences import PROSE_CHARS, has_sentences, is_paragraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Final

    from cleaner.engine.looks import Looks

#: Shorter documents are taken for what they are: a short text may well have a single paragraph.
MANY_LINES: Final = 60
#: What is left of a list: so many teasers, or so many lines with at most so many teasers in a row.
_TEASERS: Final = 30
_LEFT_LINES: Final = 100
_ROW: Final = 5

#: How often and how near to a sentence an article says when it was published. A stamp may be two lines, and follow
#: the name of a day; it may be there for when it was changed, and once more below the text.
_STAMPS: Final = 4
_NEAR: Final = 20
_SENTENCE_CHARS: Final = 40


def is_article(before: Sequence[str], after: Sequence[str], looks: Looks) -> bool:
    """Judge by the lines of a document and those that rules left of it."""
    if len(before) >= MANY_LINES:
        return _has_running_text(after) and not _is_list(after)
    return _has_running_text(after) or not any(looks.fits("error", text) for text in before)


def is_dated_article(after: Sequence[str], origin: Sequence[int], stamps: Collection[int], looks: Looks) -> bool:
    """Judge what is left by the lines that said when it was published; `origin` are the places of all others."""
    if not 0 < len(stamps) <= _STAMPS or _is_list(after) or any(looks.fits("error", text) for text in after):
        return False
    return any(
        len(text) >= _SENTENCE_CHARS and has_sentences(text, 1)
        for at, text in zip(origin, after, strict=True)
        if any(abs(at - stamp) <= _NEAR for stamp in stamps)
    )


def _has_running_text(texts: Sequence[str]) -> bool:
    """Tell whether two neighbouring lines are long and hold the end of a sentence."""
    return any(row > 1 for row in _rows(texts))


def _is_list(texts: Sequence[str]) -> bool:
    """Tell whether there are many lines or teasers and no paragraph, as on home pages and in lists of a topic."""
    if any(map(is_paragraph, texts)):
        return False
    rows = list(_rows(texts))
    return len(rows) >= _TEASERS or (len(texts) >= _LEFT_LINES and max(rows, default=0) <= _ROW)


def _rows(texts: Sequence[str]) -> Iterator[int]:
    """Give for each long line with the end of a sentence in it the how manieth in a row it is; copies do not count."""
    above, row = "", 0
    for text in texts:
        if len(text) >= PROSE_CHARS and has_sentences(text, 1):
            row = row + 1 if text != above else 1
            above = text
            yield row
        else:
            above, row = "", 0
