"""What running text looks like: how a sentence ends, and when a line is prose."""

from __future__ import annotations

from cleaner.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Measured on labelled pages: at 50 characters the teasers of other articles count as prose, at 120 the articles of
#: laws, with their short clauses, no longer do.
PROSE_CHARS: Final = 80
PROSE_WORDS: Final = 15

#: Sentences and characters that only a paragraph of an article has, and no teaser: on labelled pages a fifth of the
#: prose of articles, and none of the 271 teasers below them.
_LONG: Final = ((1, 400), (2, 300), (3, 200))

_CLOSERS: Final = "\"'”’»)]"
_STOPS: Final = (".", "!", "?", "…")
_SPACED_STOPS: Final = tuple(f"{stop} " for stop in _STOPS)
#: Where a sentence ends, also before a closing quote or bracket.
_END: Final = late(r"[.!?…][\"'”’»)\]]*(?=\s|$)")


def is_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, also before a closing quote or bracket.

    >>> is_sentence("Ông nói: “Xong rồi.”"), is_sentence("Đọc nhiều")
    (True, False)
    """
    return text.endswith(_STOPS) or text.rstrip(_CLOSERS).endswith(_STOPS)


def is_prose(text: str) -> bool:
    """Tell whether a line is running text: long, many words, ends as a sentence does.

    >>> is_prose("Ngắn thôi.")
    False
    """
    return len(text) >= PROSE_CHARS and text.count(" ") >= PROSE_WORDS - 1 and is_sentence(text)


def is_paragraph(text: str) -> bool:
    """Tell whether a line is so long that no teaser is: a paragraph of an article.

    >>> is_paragraph("Một câu dài. " * 30), is_paragraph("Một câu. " * 3)
    (True, False)
    """
    return len(text) >= _LONG[-1][1] and any(
        len(text) >= chars and has_sentences(text, sentences) for sentences, chars in _LONG
    )


def has_sentences(text: str, wanted: int) -> bool:
    """Tell whether a text has at least so many sentences, without counting further.

    >>> has_sentences("Một câu. Hai câu?", 2), has_sentences("Một tiêu đề", 1)
    (True, False)
    """
    usual = int(text.endswith(_STOPS))
    for stop in _SPACED_STOPS:
        if usual >= wanted:
            return True
        usual += text.count(stop)
    if usual >= wanted:
        return True
    if sum(map(text.count, _STOPS)) < wanted:
        return False
    ends = _END.finditer(text)
    return all(next(ends, None) is not None for _ in range(wanted))
