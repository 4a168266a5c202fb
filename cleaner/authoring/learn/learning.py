"""`rules learn` without its prints: documents in, a rule file out that lints and passes its own tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cleaner import _core
from cleaner.authoring.learn.boxes import boxes, bylines
from cleaner.authoring.learn.drafts import Draft, lines, named
from cleaner.authoring.learn.pages import Counted, Needs, Page, Place, count, look
from cleaner.authoring.learn.proof import proven, sound
from cleaner.authoring.learn.written import written
from cleaner.errors import InputError, Problem, RuleError, UsageError
from cleaner.model import Document
from cleaner.rules.catalogue import GENERIC, Catalogue
from cleaner.rules.engine import Engine
from cleaner.settings import Policy

#: What a source extends that is to have no rules but those that are learnt.
NOTHING: Final = ("none",)


class Lesson(NamedTuple):
    """What to learn: the source, how often lines must recur, and what its file extends."""

    source: str
    needs: Needs = Needs()
    extends: tuple[str, ...] = (GENERIC,)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: the text of the file, its rules, and the `documents` that they were learnt from.

    These show so many different `articles`. `passed` more are none. `before` and `after` are the shares of characters
    that go without these rules and with them.
    """

    text: str
    rules: tuple[Draft, ...]
    documents: int
    articles: int
    passed: int
    before: float
    after: float


def learn(lesson: Lesson, documents: Sequence[Document], catalogue: Catalogue) -> Learnt:
    """Learn the rules of one source from its pages; rules that it has already are not looked at."""
    extends = () if lesson.extends == NOTHING else lesson.extends
    engine = compiled(f"source: learnt\nextends: [{', '.join(extends)}]\n", catalogue) if extends else None
    pages = [page for document in documents if (page := look(document, engine)).article]
    counted = count(pages)
    if counted.total < lesson.needs.documents:
        raise InputError(
            f"too few pages of {lesson.source}: different articles in {len(documents)} documents: {counted.total}, and "
            f"at least {lesson.needs.documents} are needed; give whole pages, and more of them"
        )
    extended = sorted({file["name"] for name in extends for file in catalogue.core.chain(name)})
    paths = [catalogue.entries[name].path for name in extended]
    tried, drafts = None, _propose(counted, lesson.needs)
    while drafts != tried:  # each round takes some away
        tried = drafts
        text = written(lesson.source, (len(pages), counted.total), extends, drafts)
        drafts = proven(drafts, counted, compiled(text, catalogue))
        if drafts == tried:
            drafts = sound(text, drafts, lesson.source, paths)
    before, after = _shares(pages, compiled(text, catalogue))
    return Learnt(text, tuple(drafts), len(pages), counted.total, len(documents) - len(pages), before, after)


def _propose(counted: Counted, needs: Needs) -> list[Draft]:
    """Draft rules for what recurs and nobody owns, in the order in which they stand in a file."""
    blocks, ends, doubtful = boxes(counted, needs)

    def covered(place: Place) -> bool:
        page, at = place
        return place in doubtful or at >= ends.get(page, len(counted.pages[page].texts))

    return named([*bylines(counted, needs), *lines(counted, needs, covered), *blocks])


def _shares(pages: Sequence[Page], engine: Engine) -> tuple[float, float]:
    """Return the shares of characters that go without the learnt rules, and with them."""
    total = before = after = 0
    for page in pages:
        sizes = list(map(len, page.texts))
        total += sum(sizes)
        before += sum(size for size, owner in zip(sizes, page.owners, strict=True) if owner)
        after += sum(sizes[taken.at] for taken in page.taken_by(engine) if not taken.kept)
    return before / total, after / total


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
