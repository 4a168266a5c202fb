"""`rules learn` without its prints: documents in, a rule file out that lints and passes its own tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.engine.article import MANY_LINES
from cleaner.engine.learn.counted import count
from cleaner.engine.learn.fingerprints import fingerprints
from cleaner.engine.learn.needs import Needs
from cleaner.engine.learn.proof import proven
from cleaner.engine.learn.propose import propose
from cleaner.engine.learn.seen import look
from cleaner.engine.policy import Policy
from cleaner.engine.settle import Engine
from cleaner.errors import InputError, UsageError
from cleaner.rulebook.learnt import Head, rules_of, written
from cleaner.rulebook.learnt_checks import checks_of
from cleaner.rulebook.merged import merged
from cleaner.runs.learning_base import Base, Tried, base, compiled
from cleaner.runs.learning_checks import sound
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleaner.engine.learn.counted import Counted
    from cleaner.model import Document
    from cleaner.rulebook.catalogue import Catalogue
    from cleaner.rulebook.draft import Draft

_RESTLESS: Final = "its tests and the other rules do not agree"
_ROUNDS: Final = 6  # until the rules that are left pass every check


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn: the source, how often lines must recur, what it extends (nothing: what fits best)."""

    source: str
    needs: Needs = Needs()
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
    known = [key for key, source in catalogue.fingerprints if source != wanted.source]
    signs = [] if found.text else fingerprints(counted, other, wanted.needs, wanted.source, known)
    head = _head(wanted, found, counted, signs)
    others = [page for page in found.pages if not page.article and 0 < len(page.texts) < MANY_LINES]
    drafts = propose(counted, wanted.needs, wanted.source, others, found.ids)
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
    names = {file.name for name in found.extends for file in catalogue.chain(name)}
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
        f"Seen: {pages} of {wanted.source}, by `cleaner rules learn`. A first draft: read each rule before you use it.",
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


def _shares(found: Base, text: str, catalogue: Catalogue) -> tuple[float, float]:
    """Give the shares of characters that go without the learnt rules, and with them."""
    engine = Engine(compiled(text, catalogue), Policy())
    total = before = after = 0
    for page in (page for page in found.pages if page.article):
        sizes = list(map(len, page.texts))
        total += sum(sizes)
        before += sum(size for size, owner in zip(sizes, page.owners, strict=True) if owner)
        after += sum(sizes[taken.at] for taken in engine.settle(page.texts, page.given).taken if not taken.kept)
    return (before / total, after / total) if total else (0.0, 0.0)
