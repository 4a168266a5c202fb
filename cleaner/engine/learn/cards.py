"""Other articles below this one, without a heading: a headline and a teaser, and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.found import is_headline, short
from cleaner.engine.sentences import is_paragraph, is_prose
from cleaner.rulebook.draft import Draft, Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.engine.learn.counted import Counted
    from cleaner.engine.learn.needs import Needs
    from cleaner.engine.learn.seen import Seen

_ROUNDS: Final = 2
_DOUBT: Final = "an article that ends with subheadings and a paragraph each looks the same"
_CHARS: Final = (190, 330)  # of a headline, of a teaser
_CARD: Final = (
    ("-", "Tiêu đề của một bài khác viết riêng cho bài kiểm thử"),
    ("-", "Đoạn giới thiệu của bài khác ấy cũng viết riêng cho bài kiểm thử, đủ dài để trông như một đoạn văn thật."),
    ("-", "Tiêu đề của một bài thứ hai viết riêng cho bài kiểm thử"),
    ("-", "Đoạn giới thiệu của bài thứ hai cũng viết riêng cho bài kiểm thử, đủ dài để trông như một đoạn văn thật."),
)


def cards(counted: Counted, needs: Needs) -> list[Draft]:
    """Propose a rule for them: always a candidate, since subheadings with a paragraph each look the same."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, page in enumerate(counted.pages):
        heads = list(_heads(page))
        if len(heads) >= _ROUNDS:
            found.setdefault(counted.group[number], []).extend((number, at) for at in heads)
    places = [place for one in found.values() for place in one]
    if len(found) < needs.support(counted.total):
        return []
    known = [place for place in places if _is_elsewhere(counted, *place)]
    first, at = places[0]
    evidence = (
        f"in {len(found)} of {counted.total} documents, below the article; {len(known)} of {len(places)} headlines are "
        f"those of other pages; such as {short(counted.pages[first].texts[at])}"
    )
    headline = {"not": "sentence", "words": "5..", "chars": f"..{_CHARS[0]}"}
    teaser = {"is": "prose", "chars": f"..{_CHARS[1]}"}
    value = {"sequence": [headline, teaser], "repeat": _ROUNDS}
    why = "a headline and a teaser, and the next, are other articles"
    return [
        Draft("cards", "related", "drop", value, evidence, {"after": "body-end"}, why, (Shown("tail", _CARD),), _DOUBT)
    ]


def _heads(page: Seen) -> Iterator[int]:
    """Give the headlines that have a teaser below them, from the end of the article to the first line of an owner."""
    at = page.body_at + 1
    while at + 1 < len(page.texts) and not page.owners[at]:
        below = at + 1
        while below + 1 < len(page.texts) and page.keys[below] == page.keys[at]:
            below += 1
        teaser = page.texts[below]
        if (
            is_headline(page.texts[at])
            and len(page.texts[at]) <= _CHARS[0]
            and is_prose(teaser)
            and not is_paragraph(teaser)
        ):
            yield at
            at = below
        at += 1


def _is_elsewhere(counted: Counted, page: int, at: int) -> bool:
    key = counted.pages[page].keys[at]
    return key in counted.titles or not counted.unique(page, at)
