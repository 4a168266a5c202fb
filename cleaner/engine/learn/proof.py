"""Proposed rules, run over the documents they were learnt from: nothing that looks like an article may go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.found import short
from cleaner.engine.policy import Policy
from cleaner.engine.sentences import is_paragraph, is_prose
from cleaner.engine.settle import Engine
from cleaner.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.engine.learn.counted import Counted
    from cleaner.engine.settle import Taken
    from cleaner.rulebook.compile import Rulebook
    from cleaner.rulebook.draft import Draft

_INSIDE_WORDS: Final = 12  # a line inside an article that only this document has must be shorter
_READERS: Final = "comments"


def proven(drafts: list[Draft], counted: Counted, against: Counted | None, book: Rulebook) -> list[Draft]:
    """Give the rules with what they take; one that takes what could be an article's is only a candidate now.

    One that takes nothing, since what stands before it owns its lines, is left out.
    """
    by_name = {draft.id: draft for draft in drafts if not draft.doubt}
    documents: dict[str, set[int]] = defaultdict(set)
    lines: dict[str, int] = defaultdict(int)
    doubts: dict[str, str] = {}
    for page, taken in _taken(counted, book):
        draft = by_name.get(taken.rule.spec.id) if taken.rule.spec.owner == book.name else None
        if draft is not None:
            documents[draft.id].add(counted.group[page])
            lines[draft.id] += 1
            if not taken.kept and (doubt := _doubt(counted, page, taken.at, draft)):
                doubts.setdefault(draft.id, doubt)
    if against is not None:
        for page, taken in _taken(against, book):
            if taken.rule.spec.owner == book.name and not taken.kept and against.pages[page].zone(taken.at) == "body":
                inside = (
                    f"stands inside an article of the counter-evidence: {short(against.pages[page].texts[taken.at])}"
                )
                doubts.setdefault(taken.rule.spec.id, inside)
    told = [_told(draft, doubts, documents, lines) for draft in drafts]
    return [draft for draft in told if draft.doubt or draft.lines]


def _told(draft: Draft, doubts: dict[str, str], documents: dict[str, set[int]], lines: dict[str, int]) -> Draft:
    if draft.doubt:
        return draft
    if draft.id in doubts:
        return draft.doubted(doubts[draft.id])
    return replace(draft, documents=len(documents[draft.id]), lines=lines[draft.id])


def _taken(counted: Counted, book: Rulebook) -> Iterable[tuple[int, Taken]]:
    engine = Engine(book, Policy())
    for number, page in enumerate(counted.pages):
        for taken in engine.settle(page.texts, page.rows, page.given).taken:
            yield number, taken


def _doubt(counted: Counted, page: int, at: int, draft: Draft) -> str:
    """Say what of an article a rule takes, or nothing."""
    seen = counted.pages[page]
    text = seen.texts[at]
    if at == seen.title_at:
        return f"takes a title: {short(text)}"
    if not counted.unique(page, at) or "same_as" in draft.value:
        return ""  # of two copies one stays
    box = "from" in draft.value
    if any("{title}" in template for template in draft.value.get("like", ())):
        return ""
    if is_paragraph(text) and draft.label != _READERS:
        return f"takes a paragraph that one document has: {short(text)}"
    if is_prose(text) and not box and "sequence" not in draft.value:
        return f"takes running text that one document has: {short(text)}"
    inside = seen.zone(at) == "body" and "sequence" not in draft.value
    if inside and (box or text.count(" ") >= _INSIDE_WORDS):
        return f"takes a line inside an article that one document has: {short(text)}"
    return ""
