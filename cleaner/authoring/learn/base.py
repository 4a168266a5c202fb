"""What there is before learning: the source's own file, or the packages that fit its pages best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner import _core
from cleaner._core import is_prose
from cleaner.authoring.learn.pages import Page, look
from cleaner.engine.cleaned import Engine
from cleaner.engine.policy import Policy
from cleaner.errors import Problem, RuleError, UsageError
from cleaner.rulebook.catalogue import GENERIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.model import Document
    from cleaner.rulebook.catalogue import Catalogue

_MORE: Final = 0.005  # of all characters a package must take beyond the generic one
_TRIED: Final = 60  # pages on which packages are compared
_NONE: Final = "none"


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
        entry, file = catalogue.entries[source], catalogue.file(source)
        if file.package:
            raise UsageError(f"{source}: is a package; rules are learnt for a source")
        engine = Engine.of_source(catalogue, source, Policy())
        pages = [look(document, engine) for document in documents]
        text = entry.read().decode("utf-8-sig")
        return Base(tuple(file.extends), pages, text, entry.shown, tuple(rule.id for rule in file.rules))
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
