"""`rules learn` without its prints: documents in, a rule file out that lints and passes its own tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaner import _core
from cleaner._core import is_prose
from cleaner.authoring.files import read_sheet
from cleaner.authoring.learn.boxes import boxes
from cleaner.authoring.learn.drafts import named
from cleaner.authoring.learn.facts import facts, fingerprints, near_the_title
from cleaner.authoring.learn.lines import lines
from cleaner.authoring.learn.pages import Needs, count, look
from cleaner.authoring.learn.proof import proven, sound
from cleaner.authoring.learn.words import masked
from cleaner.authoring.learn.written import Head, checks_of, merged, rules_of, written
from cleaner.errors import InputError, Problem, RuleError, UsageError
from cleaner.rules.catalogue import GENERIC
from cleaner.rules.engine import Engine
from cleaner.rules.labels import Policy
from cleaner.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.authoring.learn.drafts import Draft
    from cleaner.authoring.learn.pages import Counted, Page, Place
    from cleaner.model import Document
    from cleaner.rules.catalogue import Catalogue

_MORE: Final = 0.005  # of all characters a package must take beyond the generic one
_TRIED: Final = 60  # pages on which packages are compared
_NONE: Final = "none"
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
        """The rules that are in force."""
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
    drafts = _propose(counted, wanted.needs, found.ids)
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
    """Return the paths of the files that a source extends."""
    names = {file["name"] for name in found.extends for file in catalogue.core.chain(name)}
    return [catalogue.entries[name].path for name in sorted(names)]


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


def _propose(counted: Counted, needs: Needs, ids: Iterable[str]) -> list[Draft]:
    """Draft rules for what recurs and nobody owns, in the order in which they stand in a file; `ids` are taken."""
    blocks, ends, headings = boxes(counted, needs)
    known = facts(counted, needs)
    dated = {template for draft in known if draft.label == "published" for template in draft.value["like"]}

    def covered(place: Place) -> bool:
        page, at = place
        if place in headings or at >= ends.get(page, len(counted.pages[page].texts)):
            return True
        seen = counted.pages[page]
        return near_the_title(counted, place) and masked(seen.texts[at], seen.title) in dated

    singles = lines(counted, needs, covered)
    return named(filter(_can_be_written, [*known, *singles, *blocks]), ids)


def _can_be_written(draft: Draft) -> bool:
    """Return whether a rule holds nothing that a file could not show."""
    shown = [text for one in draft.shown for _, text in one.lines]
    return all(map(str.isprintable, [*_texts(draft.value), *shown]))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)


def _shares(found: Base, text: str, catalogue: Catalogue) -> tuple[float, float]:
    """Return the shares of characters that go without the learnt rules, and with them."""
    engine = compiled(text, catalogue)
    total = before = after = 0
    for page in (page for page in found.pages if page.article):
        sizes = list(map(len, page.texts))
        total += sum(sizes)
        before += sum(size for size, owner in zip(sizes, page.owners, strict=True) if owner)
        after += sum(sizes[taken.at] for taken in page.taken_by(engine) if not taken.kept)
    return (before / total, after / total) if total else (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """A choice of packages: the share of all characters that they take, and paragraphs of one page among them."""

    extends: tuple[str, ...]
    share: float
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Base:
    """What learning builds on: the text of the source's file if it has one, what it extends, the pages seen with it."""

    extends: tuple[str, ...]
    pages: list[Page]
    text: str = ""
    shown: str = ""
    ids: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()


def base(
    source: str, documents: Sequence[Document], catalogue: Catalogue, extends: Sequence[str], scratch: bool
) -> Base:
    """Look at the documents with the rules that there are for them."""
    if source in catalogue.entries and not scratch:
        entry, file = catalogue.entries[source], read_sheet(catalogue.core.sheet(source))
        if file.package:
            raise UsageError(f"{source}: is a package; rules are learnt for a source")
        engine = Engine.of_source(catalogue, source, Policy())
        pages = [look(document, engine) for document in documents]
        text = entry.read().decode("utf-8-sig")
        return Base(tuple(file.extends), pages, text, entry.shown, tuple(dict.fromkeys(rule.id for rule in file.rules)))
    chosen, tried = (tuple(extends), ()) if extends else _fitting(documents, catalogue)
    if chosen == (_NONE,):
        return Base((), [look(document, None) for document in documents])
    engine = _extending(source, chosen, catalogue)
    return Base(chosen, [look(document, engine) for document in documents], tried=tuple(tried))


def compiled(text: str, catalogue: Catalogue) -> Engine:
    """Make the rules of a file that is not written yet ready, with all it inherits."""
    known = catalogue.core

    def parent(name: str) -> _core.Sheet | None:
        return known.sheet(name) if name in known else None

    sheet = _core.Sheet(text.encode(), "learnt", parent)
    if sheet.problems:
        raise RuleError([Problem(*problem) for problem in sheet.problems])
    sheets, problems, _ = _core.chain(sheet, known.names, known.sheet)
    if problems:
        raise UsageError(Problem(*problems[0]).message)
    return Engine(_core.Engine.of(sheets, sorted(Policy().leaves)))


def _extending(source: str, extends: Sequence[str], catalogue: Catalogue) -> Engine:
    """Make the rules ready of a source that has none but those of packages."""
    return compiled(f'source: "{source}"\nextends: [{", ".join(extends)}]\n', catalogue)


def _fitting(documents: Sequence[Document], catalogue: Catalogue) -> tuple[tuple[str, ...], list[Tried]]:
    """Choose the packages that take the most: the generic one, with the package of a content system if that helps."""
    generic = (GENERIC,) if GENERIC in catalogue.entries else ()
    systems = [name for name in catalogue.names if name.startswith("cms/")]
    some = documents[:_TRIED]
    tried = [_try(some, choice, catalogue) for choice in (generic, *((name, *generic) for name in systems)) if choice]
    if not tried:
        return (_NONE,), []
    plain = tried[0]
    better = [one for one in tried if one.share >= plain.share + _MORE and one.paragraphs <= plain.paragraphs]
    best = max(better, key=lambda one: one.share, default=plain)
    return best.extends, sorted(tried, key=lambda one: (-one.share, one.extends))


def _try(documents: Sequence[Document], extends: tuple[str, ...], catalogue: Catalogue) -> Tried:
    engine = _extending("learnt", extends, catalogue)
    total = gone = paragraphs = 0
    for document in documents:
        page = look(document, engine)
        for at, (text, owner) in enumerate(zip(page.texts, page.owners, strict=True)):
            total += len(text)
            gone += len(text) * bool(owner)
            paragraphs += bool(owner) and page.zone(at) == "body" and is_prose(text)
    return Tried(extends, gone / total if total else 0.0, paragraphs)
