"""Marking and deciding, again on what is left, until nothing more goes.

Zones are counted in lines, so what is left after one round may bring a line into a rule's zone. Repeating until rest
is what makes "cleaning twice changes nothing" true by construction.
"""

from __future__ import annotations

from cleaner.engine.decide import Verdicts, decide, is_fact
from cleaner.engine.edits import taken
from cleaner.engine.index import Index
from cleaner.engine.mark import mark
from cleaner.engine.page import Page
from cleaner.engine.scan import Scan
from cleaner.values import NamedTuple, dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from cleaner.engine.policy import Policy
    from cleaner.rulebook.compile import CompiledRule, Rulebook


#: The lines that may be looked at until a document is at rest: this many for any, and so many for each of its lines.
#: Real pages need two or three rounds. Rules that undo each other, or a zone of one line over a million equal ones,
#: would go on for ever.
_SOME_LINES: Final = 100_000
_ROUNDS: Final = 10
_ROUND: Final = 100  # what a round costs before it has looked at a line


class Taken(NamedTuple):
    """A rule took a line, or what an edit left of it; `at` counts from 0 among the non-blank lines."""

    at: int
    rule: CompiledRule
    kept: str = ""
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Settled:
    """What came to rest: the lines that stay, what went, the facts found, what is labelled and stays.

    `origin` and the places in `taken` count from 0 among the non-blank lines of the document. `restless` tells that
    no end was in sight: what is here is no result.
    """

    texts: list[str]
    origin: Sequence[int]
    title: str = ""
    taken: list[Taken] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)
    labelled: dict[int, CompiledRule] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    restless: bool = False


class Engine:
    """A rulebook made ready to run on any number of documents."""

    def __init__(self, rulebook: Rulebook, policy: Policy) -> None:
        """Sort the rules by what starts them."""
        self.rulebook = rulebook
        self.policy = policy
        self.index = Index(rulebook.matchers)
        self.always = [rule for rule in rulebook.rules if not rule.start.lookup]
        self.by_start: dict[int, list[CompiledRule]] = {}
        for rule in rulebook.rules:
            if rule.start.lookup:
                self.by_start.setdefault(rule.start.number, []).append(rule)

    def live(self, scan: Scan) -> list[CompiledRule]:
        """Give the rules that could fire on a page, in the order of ownership."""
        met = [rule for number in scan.met for rule in self.by_start.get(number, ())]
        return sorted([*self.always, *met], key=lambda rule: rule.rank)

    def settle(self, texts: list[str], rows: Sequence[int], title: str, *, repaired: bool = True) -> Settled:
        """Clean the non-blank lines of one document; `rows` are their positions among all its lines."""
        found = Settled(texts, range(len(texts)))
        first = Page(texts, rows, title, repaired=repaired)
        page = first
        looks = _SOME_LINES + _ROUNDS * len(first)
        while len(page):
            looks -= len(page) + _ROUND
            if looks < 0:
                found.restless = True
                break
            scan = Scan(page, self.index)
            marks = mark(page, scan, self.live(scan))
            verdicts = decide(page, marks.marks, self.policy)
            if page is first:
                found.notes += marks.notes
            if not verdicts.gone and not verdicts.edits:
                found.labelled.update({found.origin[at]: rule for at, rule in verdicts.owners.items()})
                break
            page = self._cut(page, verdicts, found, title, repaired)
        found.title = first.texts[first.title_at] if not title and first.title_at is not None else title
        found.taken.sort(key=_place)
        return found

    def _cut(self, page: Page, verdicts: Verdicts, found: Settled, title: str, repaired: bool) -> Page:
        """Take out what goes, note it, and give the page of what is left."""
        texts, origin, rows = [], [], []
        blank, row = False, 0
        for at, text in enumerate(page.texts):
            blank |= page.blank_before(at)
            left = self._left(at, text, verdicts, found)
            if not left:
                continue
            row += 2 if blank else 1
            blank = False
            texts.append(left)
            origin.append(found.origin[at])
            rows.append(row)
        found.texts, found.origin = texts, origin
        return Page(texts, rows, title, repaired=repaired)

    def _left(self, at: int, text: str, verdicts: Verdicts, found: Settled) -> str:
        """Give what stays of one line, and note what went."""
        source = found.origin[at]
        if at in verdicts.gone:
            rule = verdicts.owners[at]
            found.taken.append(Taken(source, rule, "", tuple(verdicts.also.get(at, ()))))
            if is_fact(rule):
                _fact(found, rule, text)
            return ""
        for rule, after in verdicts.edits.get(at, ()):
            found.taken.append(Taken(source, rule, after))
            if is_fact(rule):
                _fact(found, rule, taken(rule, text, after))
            text = after
        return text


def _place(taken: Taken) -> int:
    return taken.at


def _fact(found: Settled, rule: CompiledRule, text: str) -> None:
    values = found.facts.setdefault(rule.spec.label, [])
    if text and text not in values:
        values.append(text)
