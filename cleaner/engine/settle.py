"""Marking and deciding, again on what is left, until nothing more goes.

Zones are counted in lines, so what is left after one round may bring a line into a rule's zone. Repeating until rest
is what makes "cleaning twice changes nothing" true by construction.
"""

from __future__ import annotations

from functools import partial
from itertools import compress, filterfalse, repeat

from cleaner.engine.decide import Verdicts, decide, is_fact
from cleaner.engine.gates import Gates
from cleaner.engine.index import Index
from cleaner.engine.looks import looks_of
from cleaner.engine.mark import mark
from cleaner.engine.page import Page
from cleaner.engine.scan import Scan
from cleaner.rulebook.labels import META
from cleaner.values import NamedTuple, dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from cleaner.engine.policy import Policy
    from cleaner.rulebook.compiled import CompiledRule, Rulebook


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


_made: Final = partial(tuple.__new__, Taken)  # of its four fields, without a call in Python


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
        """Sort the rules by what opens them, and lines by the matchers that are asked for."""
        self.rulebook = rulebook
        self.policy = policy
        self.gates = Gates(rulebook.rules)
        self.looks = looks_of(rulebook.page)
        self.index = Index(self.gates.asked())

    def settle(self, texts: list[str], title: str, *, repaired: bool = True) -> Settled:
        """Clean the non-blank lines of one document."""
        found = Settled(texts, range(len(texts)))
        page = first = Page(texts, title, looks=self.looks, repaired=repaired)
        numbers = self.index.sorted(texts, repaired)
        looks = _SOME_LINES + _ROUNDS * len(first)
        while len(page):
            looks -= len(page) + _ROUND
            if looks < 0:
                found.restless = True
                break
            scan = Scan(page, self.index, numbers)
            marks = mark(page, scan, self.gates.open(scan), found.notes if page is first else [])
            verdicts = decide(page, marks, self.policy)
            if not verdicts.gone and not verdicts.edits:
                found.labelled = {found.origin[at]: rule for at, rule in verdicts.owners.items()}
                break
            edited = _take(page, verdicts, found)
            gone = verdicts.gone.union(at for at in edited if not edited[at])
            lines = list(filterfalse(gone.__contains__, range(len(page))))
            for at in edited.keys() - gone:
                numbers[at] = self.index.sort([edited[at]], repaired)[0]
            numbers = list(map(numbers.__getitem__, lines))
            page = page.left(lines, edited)
            found.texts, found.origin = page.texts, list(map(found.origin.__getitem__, lines))
        found.title = first.texts[first.title_at] if not title and first.title_at is not None else title
        found.taken.sort(key=_place)
        return found


def _take(page: Page, verdicts: Verdicts, found: Settled) -> dict[int, str]:
    """Note what goes; give what stays of the lines that rules edited."""
    origin, owners, also = found.origin, verdicts.owners, verdicts.also
    gone = sorted(verdicts.gone)
    rules = list(map(owners.__getitem__, gone))
    others = map(tuple, map(also.get, gone, repeat(())))
    found.taken += map(_made, zip(map(origin.__getitem__, gone), rules, repeat(""), others))
    facts = {rule for rule in set(rules) if rule.label in META}
    for at, rule in compress(zip(gone, rules, strict=True), map(facts.__contains__, rules)):
        _fact(found, rule, page.texts[at])
    edited: dict[int, str] = {}
    for at, edits in sorted(verdicts.edits.items()):
        text = page.texts[at]
        for rule, after in edits if at not in verdicts.gone else ():
            found.taken.append(Taken(found.origin[at], rule, after))
            if is_fact(rule):
                from cleaner.engine.edits import taken  # an edit was made: it is loaded

                _fact(found, rule, taken(rule, text, after))
            edited[at] = text = after
    return edited


def _place(taken: Taken) -> int:
    return taken.at


def _fact(found: Settled, rule: CompiledRule, text: str) -> None:
    values = found.facts.setdefault(rule.label, [])
    if text and text not in values:
        values.append(text)
