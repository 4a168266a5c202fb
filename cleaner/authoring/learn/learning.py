"""`rules learn` without its prints: documents in, a rule file out that lints and passes its own tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from cleaner import _core
from cleaner._core import is_prose
from cleaner.authoring.files import read_sheet
from cleaner.authoring.learn.boxes import boxes, bylines
from cleaner.authoring.learn.drafts import lines, named
from cleaner.authoring.learn.pages import Needs, count, look
from cleaner.authoring.learn.proof import proven, sound
from cleaner.authoring.learn.written import merged, rules_of, tests_of, written
from cleaner.errors import InputError, Problem, RuleError, UsageError
from cleaner.rules.catalogue import GENERIC
from cleaner.rules.engine import Engine
from cleaner.rules.labels import Policy
from cleaner.text import key
from cleaner.text.letters import unmarked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cleaner.authoring.learn.drafts import Draft
    from cleaner.authoring.learn.pages import Counted, Page, Place
    from cleaner.model import Document
    from cleaner.rules.catalogue import Catalogue

_MORE: Final = 0.005  # of all characters a package must take beyond the generic one
_TRIED: Final = 60  # pages on which packages are compared
_NONE: Final = "none"
_RESTLESS: Final = "its tests and the other rules do not agree"
_ROUNDS: Final = 6  # until the rules that are left pass every check
_PHRASE: Final = (12, 90)  # characters of a fingerprint
_BESIDE: Final = 12  # letters beside the name, which others name in their articles too
_MOST_PHRASES: Final = 3


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn: the source, how often lines must recur, what it extends (nothing: what fits best)."""

    source: str
    needs: Needs = field(default_factory=Needs)
    extends: tuple[str, ...] = ()
    scratch: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """A choice of packages: the share of all characters that they take, and paragraphs of articles among them."""

    extends: tuple[str, ...]
    share: float
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Base:
    """What learning builds on: the pages seen with what the source extends, and with its own file if it has one.

    `known` names that file, `text` is what stands in it, and `ids` are those of its rules. `tried` are the packages
    that were compared where it has none.
    """

    pages: list[Page]
    extends: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    known: str = ""
    text: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: the text of the file, its rules, and the `documents` that they were learnt from.

    These show so many different `articles`. `passed` more are none. `before` and `after` are the shares of characters
    that go without these rules and with them; `signs` are phrases that tell the source.
    """

    source: str
    base: Base
    text: str
    drafts: tuple[Draft, ...]
    documents: int
    articles: int
    passed: int
    before: float
    after: float
    signs: tuple[str, ...]

    @property
    def rules(self) -> tuple[Draft, ...]:
        """The rules that are in force."""
        return tuple(draft for draft in self.drafts if not draft.doubt)


def learn(lesson: Lesson, documents: Sequence[Document], against: Sequence[Document], catalogue: Catalogue) -> Learnt:
    """Learn the rules of one source from its pages; `against` are documents of others, whose articles must stay."""
    base = _base(lesson, documents, catalogue)
    counted = count([page for page in base.pages if page.article])
    if counted.total < lesson.needs.documents:
        raise InputError(
            f"too few pages of {lesson.source}: different articles in {len(documents)} documents: {counted.total}, and "
            f"at least {lesson.needs.documents} are needed; give whole pages, and more of them"
        )
    other = count([page for document in against if (page := look(document, None)).article])
    taken = {key(text) for name, _, texts in catalogue.core.heads() if name != lesson.source for text in texts}
    signs = [] if base.known else fingerprints(lesson, counted, {*taken, *other.known})
    drafts = _propose(counted, lesson.needs, base.ids)
    for _ in range(_ROUNDS):
        before = _sure(drafts)
        text = _text(lesson, base, counted, signs, drafts)
        drafts = proven(drafts, counted, other, compiled(text, catalogue))
        if _sure(drafts) == before:
            text = _text(lesson, base, counted, signs, drafts)
            drafts = sound(text, drafts, lesson.source, _extended(base, catalogue))
        if _sure(drafts) == before:
            break
    else:
        drafts = [replace(draft, doubt=draft.doubt or _RESTLESS) for draft in drafts]
    text = _text(lesson, base, counted, signs, drafts)
    shares = _shares(base, compiled(text, catalogue))
    passed = len(documents) - len(counted.pages)
    return Learnt(
        lesson.source, base, text, tuple(drafts), len(counted.pages), counted.total, passed, *shares, tuple(signs)
    )


def _extended(base: Base, catalogue: Catalogue) -> list[str]:
    """Return the paths of the files that a source extends."""
    names = {file["name"] for name in base.extends for file in catalogue.core.chain(name)}
    return [catalogue.entries[name].path for name in sorted(names)]


def _sure(drafts: Iterable[Draft]) -> list[str]:
    return [draft.id for draft in drafts if not draft.doubt]


def _text(lesson: Lesson, base: Base, counted: Counted, signs: Sequence[str], drafts: Sequence[Draft]) -> str:
    """Return the file with its drafts: a new one, or that of the source with what is to be added."""
    if not base.known:
        number = len(counted.pages)
        different = f" with {counted.total} different articles" if counted.total < number else ""
        seen = (
            f"Seen: {number} pages{different} of {lesson.source}, by `cleaner rules learn`. A first draft: read each "
            "rule before you use it.",
            "The comment above a rule says on how many pages its lines were met, and where.",
        )
        return written(lesson.source, seen, base.extends, signs, drafts)
    if not _sure(drafts):
        return base.text  # candidates alone would be added again by each run
    text = merged(base.text, rules_of(drafts), tests_of(drafts))
    if text is None:
        why = "its lists are written in a way that nothing can be added to"
        raise UsageError(f"{base.known}: {why}; --from-scratch learns without it")
    return text


def _propose(counted: Counted, needs: Needs, ids: Iterable[str]) -> list[Draft]:
    """Draft rules for what recurs and nobody owns, in the order in which they stand in a file; `ids` are taken."""
    blocks, ends, headings = boxes(counted, needs)

    def covered(place: Place) -> bool:
        page, at = place
        return place in headings or at >= ends.get(page, len(counted.pages[page].texts))

    return named([*bylines(counted, needs), *lines(counted, needs, covered), *blocks], ids)


def fingerprints(lesson: Lesson, counted: Counted, taken: Collection[str]) -> list[str]:
    """Return up to three phrases with the name of the source; `taken` are the keys of what others show."""
    low, high = _PHRASE
    found = []
    for phrase, articles in counted.known.items():
        fits = low <= len(phrase) <= high and " " in phrase and phrase.isprintable() and phrase not in counted.titles
        often = len(articles) >= lesson.needs.half(counted.total)
        if fits and often and not any(map(str.isdigit, phrase)) and _names(lesson.source, phrase):
            found.append((-len(articles), -len(phrase), phrase))
    chosen: list[str] = []
    for _, _, phrase in sorted(found):
        if len(chosen) < _MOST_PHRASES and not any(phrase in one or one in phrase for one in [*taken, *chosen]):
            chosen.append(phrase)
    forms = {one: text for page in counted.pages for one, text in zip(page.keys, page.texts, strict=True)}
    return [" ".join(forms[phrase].split()) for phrase in chosen]


def _names(source: str, phrase: str) -> bool:
    """Return whether a phrase has the host of a source, or its name and more, marks left aside.

    >>> _names("songmau.vn", "báo sông mẫu giữ bản quyền"), _names("songmau.vn", "sông mẫu mùa lũ")
    (True, False)
    """
    name, letters = _plain(source.partition(".")[0]), _plain(phrase)
    return source.casefold() in phrase or (len(name) > 3 and name in letters and len(letters) >= len(name) + _BESIDE)


def _plain(text: str) -> str:
    return "".join(one for one in unmarked(text) if one.isascii() and one.isalnum())


def _shares(base: Base, engine: Engine) -> tuple[float, float]:
    """Return the shares of characters that go without the learnt rules, and with them."""
    total = before = after = 0
    for page in (page for page in base.pages if page.article):
        sizes = list(map(len, page.texts))
        total += sum(sizes)
        before += sum(size for size, owner in zip(sizes, page.owners, strict=True) if owner)
        after += sum(sizes[taken.at] for taken in page.taken_by(engine) if not taken.kept)
    return (before / total, after / total) if total else (0.0, 0.0)


def _base(lesson: Lesson, documents: Sequence[Document], catalogue: Catalogue) -> Base:
    """Look at the documents with the rules that there are for them."""
    source = lesson.source
    if source in catalogue.entries and not lesson.scratch:
        entry, file = catalogue.entries[source], read_sheet(catalogue.core.sheet(source))
        if file.package:
            raise UsageError(f"{source}: is a package; rules are learnt for a source")
        engine = Engine.of_source(catalogue, source, Policy())
        pages = [look(document, engine) for document in documents]
        ids = tuple(dict.fromkeys(rule.id for rule in file.rules))
        return Base(pages, tuple(file.extends), known=entry.shown, text=entry.read().decode("utf-8-sig"), ids=ids)
    extends, tried = (lesson.extends, ()) if lesson.extends else _compared(documents[:_TRIED], catalogue)
    if extends == (_NONE,):
        return Base([look(document, None) for document in documents])
    engine = _extending(extends, catalogue)
    return Base([look(document, engine) for document in documents], extends, tried)


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
    return Engine.of_sheets(sheets, Policy())


def _extending(extends: Sequence[str], catalogue: Catalogue) -> Engine:
    """Make the rules ready of a source that has none but those of packages."""
    return compiled(f"source: learnt\nextends: [{', '.join(extends)}]\n", catalogue)


def _compared(documents: Sequence[Document], catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[Tried, ...]]:
    """Choose the packages that take the most: the generic one, with that of a content system where it helps.

    Also gives all choices, the best first.
    """
    systems = [name for name in catalogue.names if name.startswith("cms/")]
    tried = [_try(documents, choice, catalogue) for choice in ((GENERIC,), *((name, GENERIC) for name in systems))]
    plain = tried[0]
    better = [one for one in tried if one.share >= plain.share + _MORE and one.paragraphs <= plain.paragraphs]
    best = max(better, key=lambda one: one.share, default=plain)
    return best.extends, tuple(sorted(tried, key=lambda one: (-one.share, one.extends)))


def _try(documents: Sequence[Document], extends: tuple[str, ...], catalogue: Catalogue) -> Tried:
    engine = _extending(extends, catalogue)
    total = gone = paragraphs = 0
    for page in (look(document, engine) for document in documents):
        for at, (text, owner) in enumerate(zip(page.texts, page.owners, strict=True)):
            total += len(text)
            gone += len(text) * bool(owner)
            paragraphs += bool(owner) and page.zone(at) == "body" and is_prose(text)
    return Tried(extends, gone / total if total else 0.0, paragraphs)
