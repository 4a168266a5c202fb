"""Proposed rules, run over the documents they were learnt from: nothing that looks like an article may go."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.found import short
from cleaner.engine.policy import Policy
from cleaner.engine.sentences import is_paragraph, is_prose
from cleaner.engine.settle import Engine
from cleaner.values import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.engine.learn.counted import Counted
    from cleaner.engine.settle import Taken
    from cleaner.rulebook.compiled import Rulebook
    from cleaner.rulebook.draft import Draft

_INSIDE_WORDS: Final = 12  # a line inside an article that only this document has must be shorter
_READERS: Final = "comments"


def proven(drafts: list[Draft], counted: Counted, against: Counted | None, book: Rulebook) -> list[Draft]:
    """Give the rules with what they take; one that takes what could be an article's is only a candidate now.

    One that takes nothing, since what stands before it owns its lines, is left out.
    """
    proof = _Proof(book, {draft.id: draft for draft in drafts if not draft.doubt})
    proof.run(counted)
    if against is not None:
        proof.contradict(against)
    told = [proof.told(draft) for draft in drafts]
    return [draft for draft in told if draft.doubt or draft.lines]


@dataclass(slots=True)
class _Proof:
    """What the rules take, and what speaks against them, by their ids."""

    book: Rulebook
    drafts: dict[str, Draft]
    documents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    lines: Counter[str] = field(default_factory=Counter)
    doubts: dict[str, str] = field(default_factory=dict)

    def run(self, counted: Counted) -> None:
        """Try the rules on the pages they were learnt from."""
        for page, taken in self._settled(counted):
            mine = [(one, draft) for one in taken if (draft := self._draft(one)) is not None]
            for one, draft in mine:
                self.documents[draft.id].add(counted.group[page])
                self.lines[draft.id] += 1
                if not one.kept and (doubt := _doubt(counted, page, one.at, draft)):
                    self.doubts.setdefault(draft.id, doubt)
            for one in taken if mine else ():
                if self._draft(one) is None and (doubt := _indirect(counted, page, one)):
                    self.doubts.update({draft.id: doubt for _, draft in mine if draft.id not in self.doubts})

    def contradict(self, against: Counted) -> None:
        """Try them on documents of others: what stands inside an article there is no boilerplate."""
        for page, taken in self._settled(against):
            seen = against.pages[page]
            for one in taken:
                if self._draft(one) is not None and not one.kept and seen.zone(one.at) == "body":
                    told = f"stands inside an article of the counter-evidence: {short(seen.texts[one.at])}"
                    self.doubts.setdefault(one.rule.spec.id, told)

    def told(self, draft: Draft) -> Draft:
        """Give a rule with what was found out about it."""
        if draft.doubt:
            return draft
        if draft.id in self.doubts:
            return draft.doubted(self.doubts[draft.id])
        return replace(draft, documents=len(self.documents[draft.id]), lines=self.lines[draft.id])

    def _draft(self, taken: Taken) -> Draft | None:
        spec = taken.rule.spec
        return self.drafts.get(spec.id) if spec.owner == self.book.name else None

    def _settled(self, counted: Counted) -> Iterator[tuple[int, list[Taken]]]:
        engine = Engine(self.book, Policy())
        for number, page in enumerate(counted.pages):
            yield number, engine.settle(page.texts, page.given).taken


def _indirect(counted: Counted, page: int, taken: Taken) -> str:
    """Say what of an article a rule that was there before takes only now, since lines around it went."""
    seen = counted.pages[page]
    text = seen.texts[taken.at]
    new = not seen.owners[taken.at] and not taken.kept and counted.unique(page, taken.at)
    if new and (is_prose(text) or seen.zone(taken.at) == "body"):
        return f"with it {taken.rule.name} takes a line of an article: {short(text)}"
    return ""


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
