"""`rules learn` without its prints: documents in, a rule file out that lints and passes its own tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaner.authoring.learn.base import Base, Tried, base, compiled
from cleaner.authoring.learn.boxes import boxes, inserts
from cleaner.authoring.learn.counted import Needs, count
from cleaner.authoring.learn.drafts import named
from cleaner.authoring.learn.facts import copies, facts, fingerprints, near_the_title
from cleaner.authoring.learn.lines import lines
from cleaner.authoring.learn.pages import look
from cleaner.authoring.learn.proof import proven, sound
from cleaner.authoring.learn.templates import masked
from cleaner.authoring.learn.written import Head, checks_of, merged, rules_of, written
from cleaner.errors import InputError, UsageError
from cleaner.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.authoring.learn.counted import Counted, Place
    from cleaner.authoring.learn.drafts import Draft
    from cleaner.model import Document
    from cleaner.rulebook.catalogue import Catalogue

_RESTLESS: Final = "its tests and the other rules do not agree"
_ROUNDS: Final = 6  # until the rules that are left pass every check


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn: the source, how often lines must recur, what it extends (nothing: what fits best)."""

    source: str
    needs: Needs = field(default_factory=Needs)
    extends: tuple[str, ...] = ()
    scratch: bool = False


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: the text of the file, its rules, and what they were learnt from.

    `known` is the file that the source had, `before` and `after` the shares of characters that go without these rules
    and with them.
    """

    source: str
    text: str
    drafts: tuple[Draft, ...]
    documents: int
    articles: int
    passed: int
    extends: tuple[str, ...]
    tried: tuple[Tried, ...]
    known: str
    before: float
    after: float
    signs: tuple[str, ...]

    @property
    def rules(self) -> tuple[Draft, ...]:
        """Give the rules that are in force."""
        return tuple(draft for draft in self.drafts if not draft.doubt)


def learn(wanted: Lesson, documents: Sequence[Document], against: Sequence[Document], catalogue: Catalogue) -> Learnt:
    """Learn the rules of one source from its pages."""
    found = base(wanted.source, documents, catalogue, wanted.extends, wanted.scratch)
    counted = count([page for page in found.pages if page.article])
    _enough(wanted, counted, len(documents))
    other = count([page for page in (look(one, None) for one in against) if page.article]) if against else None
    known = [key(text) for name, _, texts in catalogue.core.heads() if name != wanted.source for text in texts]
    signs = [] if found.text else fingerprints(counted, other, wanted.needs, wanted.source, known)
    head = _head(wanted, found, counted, signs)
    drafts = _propose(counted, wanted.needs, wanted.source, found.ids)
    for _ in range(_ROUNDS):
        before = _sure(drafts)
        text = _text(found, head, drafts)
        drafts = proven(drafts, counted, other, compiled(text, catalogue)) if before else drafts
        if _sure(drafts) == before:
            drafts = sound(_text(found, head, drafts), drafts, wanted.source, _extended(found, catalogue))
        if _sure(drafts) == before:
            break
    else:
        drafts = [draft if draft.doubt else draft.doubted(_RESTLESS) for draft in drafts]
    text = _text(found, head, drafts)
    shares = _shares(found, text, catalogue)
    return Learnt(
        wanted.source, text, tuple(drafts), len(counted.pages), counted.total, len(documents) - len(counted.pages),
        found.extends, found.tried, found.shown, *shares, tuple(signs),
    )  # fmt: skip


def _extended(found: Base, catalogue: Catalogue) -> list[str]:
    """Give the paths of the files that a source extends."""
    names = {file["name"] for name in found.extends for file in catalogue.core.chain(name)}
    return [catalogue.entries[name].location for name in sorted(names)]


def _enough(wanted: Lesson, counted: Counted, documents: int) -> None:
    need = max(2, wanted.needs.documents)
    if counted.total < need:
        raise InputError(
            f"too few pages of {wanted.source}: different articles in {documents} documents: {counted.total}, and at "
            f"least {need} are needed; give whole pages, and more of them"
        )


def _sure(drafts: Iterable[Draft]) -> list[str]:
    return [draft.id for draft in drafts if not draft.doubt]


def _head(wanted: Lesson, found: Base, counted: Counted, signs: Sequence[str]) -> Head:
    pages = f"{len(counted.pages)} pages" + (
        f" with {counted.total} different articles" if counted.total < len(counted.pages) else ""
    )
    seen = (
        f"Page: {pages} of {wanted.source}, by `cleaner rules learn`. A first draft: read each rule before you use it.",
        "The comment above a rule says on how many pages its lines were met, and where.",
    )
    return Head(wanted.source, seen, found.extends, (wanted.source,), signs)


def _text(found: Base, head: Head, drafts: Sequence[Draft]) -> str:
    if not found.text:
        return written(head, drafts)
    if not _sure(drafts):
        return found.text  # candidates alone would be added again by each run
    text = merged(found.text, rules_of(drafts), checks_of(drafts))
    if text is None:
        why = "its lists are written in a way that nothing can be added to"
        raise UsageError(f"{found.shown}: {why}; --from-scratch learns without it")
    return text


def _propose(counted: Counted, needs: Needs, source: str, ids: Iterable[str]) -> list[Draft]:
    """Draft rules for what recurs and nobody owns, in the order in which they stand in a file; `ids` are taken."""
    blocks, ends, headings = boxes(counted, needs)
    known = facts(counted, needs, source)
    dated = {template for draft in known if draft.label == "published" for template in draft.value["like"]}

    def covered(place: Place) -> bool:
        page, at = place
        if place in headings or at >= ends.get(page, len(counted.pages[page].texts)):
            return True
        seen = counted.pages[page]
        return near_the_title(counted, place) and masked(seen.texts[at], seen.title) in dated

    singles = lines(counted, needs, covered)
    boxed = [*inserts(counted, needs), *blocks]
    last = copies(counted, needs)  # copies in a box go with it
    return named(filter(_can_be_written, [*known, *singles, *boxed, *last]), ids)


def _can_be_written(draft: Draft) -> bool:
    """Tell whether a rule holds nothing that a file could not show."""
    shown = [text for one in draft.shown for _, text in one.lines]
    return all(map(str.isprintable, [*_texts(draft.value), *shown]))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)


def _shares(found: Base, text: str, catalogue: Catalogue) -> tuple[float, float]:
    """Give the shares of characters that go without the learnt rules, and with them."""
    engine = compiled(text, catalogue)
    total = before = after = 0
    for page in (page for page in found.pages if page.article):
        sizes = list(map(len, page.texts))
        total += sum(sizes)
        before += sum(size for size, owner in zip(sizes, page.owners, strict=True) if owner)
        after += sum(sizes[taken.at] for taken in page.taken_by(engine) if not taken.kept)
    return (before / total, after / total) if total else (0.0, 0.0)
