"""Drafts put to the proof: on the documents they were learnt from, by lint, and by the tests of their file.

Nothing that looks like an article may go; a rule that fails is left out.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner._core import is_paragraph, is_prose
from cleaner.authoring.files import Chain, RuleFile
from cleaner.authoring.learn.boxes import READERS
from cleaner.authoring.learn.drafts import Draft
from cleaner.authoring.learn.pages import Counted, Taken
from cleaner.authoring.lint import report
from cleaner.authoring.starter import SCHEMA, schema_text
from cleaner.authoring.verify import Verifier
from cleaner.authoring.workspace import Workspace
from cleaner.rules.engine import Engine


def proven(drafts: Sequence[Draft], counted: Counted, engine: Engine) -> list[Draft]:
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


def sound(text: str, drafts: Sequence[Draft], source: str, extended: Sequence[str]) -> list[Draft]:
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
