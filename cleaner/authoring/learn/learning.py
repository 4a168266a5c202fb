"""`rules learn` without its prints: documents in, a rule file out that lints and passes its own tests.

Drafts are put to the proof on the documents they were learnt from: nothing that looks like an article may go, and a
rule that fails is left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from cleaner import _core
from cleaner._core import is_paragraph, is_prose
from cleaner.authoring.files import Chain, RuleFile
from cleaner.authoring.learn.boxes import READERS, boxes, bylines
from cleaner.authoring.learn.drafts import Draft, lines, named
from cleaner.authoring.learn.pages import Counted, Needs, Page, Place, Taken, count, look
from cleaner.authoring.learn.written import written
from cleaner.authoring.lint import report
from cleaner.authoring.starter import SCHEMA, schema_text
from cleaner.authoring.verify import Verifier
from cleaner.authoring.workspace import Workspace
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
        drafts = _proven(drafts, counted, compiled(text, catalogue))
        if drafts == tried:
            drafts = _sound(text, drafts, lesson.source, paths)
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


def _proven(drafts: Sequence[Draft], counted: Counted, engine: Engine) -> list[Draft]:
    """Return the rules that take something, and nothing that could be an article's."""
    names = {f"{engine.core.name}#{draft.id}": draft for draft in drafts}
    lines: Counter[str] = Counter()
    refused: set[str] = set()
    for number, page in enumerate(counted.pages):
        taken = page.taken_by(engine)
        mine = [(one, names[one.rule]) for one in taken if one.rule in names]
        lines.update(draft.id for _, draft in mine)
        refused |= {draft.id for one, draft in mine if _is_of_article(counted, number, one, draft)}
    return [draft for draft in drafts if lines[draft.id] and draft.id not in refused]


def _is_of_article(counted: Counted, page: int, taken: Taken, draft: Draft) -> bool:
    """Return whether what a rule takes is a title, or could be running text of the article."""
    seen = counted.pages[page]
    if taken.at == seen.title_at:
        return True
    if not counted.unique(page, taken.at) or any("{title}" in template for template in draft.value.get("like", ())):
        return False
    if "from" in draft.value:  # in a box stand teasers, too
        return seen.zone(taken.at) == "body" or (is_paragraph(seen.texts[taken.at]) and draft.label != READERS)
    return is_prose(seen.texts[taken.at])


def _sound(text: str, drafts: Sequence[Draft], source: str, extended: Sequence[str]) -> list[Draft]:
    """Return the rules that lint and the tests of their file have nothing against; `extended` are files behind it."""
    with TemporaryDirectory() as folder:
        path, schema = Path(folder, f"{source}.yaml"), Path(folder, SCHEMA)
        path.write_text(text, "utf-8")
        schema.parent.mkdir()
        schema.write_text(schema_text(), "utf-8")
        workspace = Workspace([str(path)], extended, builtin=False)
        (file,) = (sheet.sound for sheet in workspace.sheets)
        wrong = {draft.id for draft in drafts} if file is None else {*_linted(workspace, file)}
        if file is not None and drafts and not wrong:
            wrong = {*_failed(workspace.chain(file), drafts)}
    return [draft for draft in drafts if draft.id not in wrong]


def _linted(workspace: Workspace, file: RuleFile) -> Iterator[str]:
    """Return the rules that lint finds something wrong with."""
    end = min(test.place.line for test in file.tests)
    for problem in report(workspace).problems:
        above = [rule.id for rule in file.rules if rule.place.line <= problem.line < end]
        yield from above[-1:]


def _failed(chain: Chain, drafts: Sequence[Draft]) -> Iterator[str]:
    """Return the rules whose tests fail: the one that took the line, or should have, else the last one."""
    shown = {line: draft.id for draft in drafts for _, line in draft.shown}
    ids, verifier = {draft.id for draft in drafts}, Verifier(chain.engine())
    for test in chain.files[0].tests:
        for line in verifier.lines(test).failures:
            name = line.rule.partition("#")[2]
            yield name if name in ids else shown.get(line.text, drafts[-1].id)
