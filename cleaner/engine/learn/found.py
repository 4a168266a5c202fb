"""What recurs, before rules are made of it; and how comments and tests show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.engine.sentences import is_sentence
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.engine.learn.counted import Counted, Place
    from cleaner.engine.learn.seen import Zone

WHERE: Final[dict[str, dict[str, str]]] = {
    "head": {"before": "title"},
    "top": {"before": "body-start"},
    "under": {"after": "title", "before": "body-start"},
    "body": {},
    "tail": {"after": "body-end"},
}
IN_WORDS: Final = {
    "head": "above the title",
    "top": "above the first running text",
    "under": "between title and first running text",
    "body": "also inside the article",
    "tail": "below the article",
}
_VALUES: Final = {
    "date": "13/01/2025", "time": "11:26", "n": "15", "url": "https://tin.example.vn/bai-mau.html",
    "words": "Mẫu",
}  # fmt: skip
_SHORT: Final = 60
_HEADLINE_WORDS: Final = (5, 32)


@dataclass(frozen=True, slots=True)
class Found:
    """One line, or template, that may go: its word and literal, its label and zone, and where it stands."""

    word: str
    literal: str
    text: str
    label: str
    zone: Zone
    places: tuple[Place, ...]
    articles: int
    doubt: str = ""

    @property
    def example(self) -> str:
        """Give a line for a test: that of the pages, or a template with invented values."""
        if self.word != "like":
            return self.text
        return re.sub(r"\{(\w+)\}", lambda slot: _VALUES[slot[1]], self.literal)


def is_headline(text: str) -> bool:
    """Tell whether a line could be the headline of another article.

    >>> is_headline("Cầu mới nối hai bờ sông mở cửa"), is_headline("Thịt bò"), is_headline("Nó mở cửa sáng nay.")
    (True, False, False)
    """
    low, high = _HEADLINE_WORDS
    plain = not is_sentence(text) and not text.endswith((":", ";", ",")) and text[:1] not in "-–•+*"
    return plain and low <= text.count(" ") + 1 <= high


def short(text: str) -> str:
    """Cut a text for a comment.

    >>> short("Đọc nhiều")
    "'Đọc nhiều'"
    """
    return repr(text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0]} …")


def evidence(members: Sequence[Found], zone: str, counted: Counted) -> str:
    """Say how often lines were met, and where."""
    counts = [one.articles for one in members]
    low, high = min(counts), max(counts)
    often = f"{low}" if low == high else f"{low} to {high}"
    each = "" if len(members) == 1 else f"{len(members)} lines, each "
    told = f"{each}in {often} of {counted.total} documents, {IN_WORDS[zone]}"
    one = members[0]
    return told if one.word == "line" else f"{told}; such as {short(one.text)}"
