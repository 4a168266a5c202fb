"""Drafts put to the proof: on the documents they were learnt from, by lint, and by the tests of their file.

Nothing that looks like an article may go; a rule that fails is only a candidate.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from cleaner._core import is_paragraph, is_prose
from cleaner.authoring.learn.drafts import short
from cleaner.authoring.lint import report
from cleaner.authoring.schema import schema_text
from cleaner.authoring.verify import Verifier
from cleaner.authoring.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.authoring.learn.drafts import Draft
    from cleaner.authoring.learn.pages import Counted, Taken
    from cleaner.rules.engine import Engine

_INSIDE_WORDS: Final = 12  # a line inside an article that only this document has must be shorter
_READERS: Final = "comments"
_SCHEMA: Final = "schema/source.schema.json"
_SHOWN: Final = 60


def proven(drafts: list[Draft], counted: Counted, against: Counted, engine: Engine) -> list[Draft]:
    """Return the rules with what they take; one that takes what could be an article's is only a candidate now.

    One that takes nothing, since what stands before it owns its lines, is left out.
    """
    names = {f"{engine.name}#{draft.id}": draft for draft in drafts if not draft.doubt}
    documents: dict[str, set[int]] = defaultdict(set)
    sums: Counter[str] = Counter()
    doubts: dict[str, str] = {}
    for number, page in enumerate(counted.pages):
        taken = page.taken_by(engine)
        mine = [(one, names[one.rule]) for one in taken if one.rule in names]
        for one, draft in mine:
            documents[draft.id].add(counted.group[number])
            sums[draft.id] += 1
            if doubt := _objection(counted, number, one, draft):
                doubts.setdefault(draft.id, doubt)
        others = (_indirect(counted, number, one) for one in taken if mine and one.rule not in names)
        if doubt := next(filter(None, others), ""):
            doubts |= {draft.id: doubt for _, draft in mine if draft.id not in doubts}
    for page in against.pages:
        for one in page.taken_by(engine):
            if one.rule in names and page.zone(one.at) == "body":
                doubt = f"stands inside an article of the counter-evidence: {short(page.texts[one.at])}"
                doubts.setdefault(names[one.rule].id, doubt)
    told = [replace(one, doubt=one.doubt or doubts.get(one.id, "")) for one in drafts]
    told = [replace(one, documents=len(documents[one.id]), lines=sums[one.id]) for one in told]
    return [one for one in told if one.doubt or one.lines]


def _objection(counted: Counted, page: int, taken: Taken, draft: Draft) -> str:
    """Say what of an article a rule takes, or nothing."""
    seen = counted.pages[page]
    text = seen.texts[taken.at]
    if taken.at == seen.title_at:
        return f"takes a title: {short(text)}"
    if not counted.unique(page, taken.at) or any("{title}" in template for template in draft.value.get("like", ())):
        return ""
    box = "from" in draft.value
    if is_paragraph(text) and draft.label != _READERS:
        return f"takes a paragraph that one document has: {short(text)}"
    if is_prose(text) and not box:
        return f"takes running text that one document has: {short(text)}"
    if seen.zone(taken.at) == "body" and (box or text.count(" ") >= _INSIDE_WORDS):
        return f"takes a line inside an article that one document has: {short(text)}"
    return ""


def _indirect(counted: Counted, page: int, taken: Taken) -> str:
    """Say what of an article a rule that was there before takes only now, since lines around it went."""
    seen = counted.pages[page]
    text = seen.texts[taken.at]
    new = not seen.owners[taken.at] and not taken.kept and counted.unique(page, taken.at)
    if new and (is_prose(text) or seen.zone(taken.at) == "body"):
        return f"with it {taken.rule} takes a line of an article: {short(text)}"
    return ""


def sound(text: str, drafts: list[Draft], source: str, extended: Sequence[str]) -> list[Draft]:
    """Lint the file and run its tests; `extended` are the files that it extends."""
    with TemporaryDirectory() as folder:
        path, schema = Path(folder, f"{source}.yaml"), Path(folder, _SCHEMA)
        path.write_text(text, "utf-8")
        schema.parent.mkdir()
        schema.write_text(schema_text(), "utf-8")
        workspace = Workspace([str(path)], extended, builtin=False)
        doubts = dict(_linted(workspace, text)) or dict(_failed(workspace, drafts))
    return [replace(one, doubt=one.doubt or doubts.get(one.id, "")) for one in drafts]


def _linted(workspace: Workspace, text: str) -> Iterator[tuple[str, str]]:
    """Return the rules that lint finds something wrong with."""
    ids, last = [""], ""
    for line in text.split("\n"):
        if match := re.match(r"\s*- id: (\S+)", line):
            last = match[1]
        elif re.match(r"[^\s#]", line):
            last = ""
        ids.append(last)
    for problem in report(workspace).problems:
        if ids[problem.line]:
            yield ids[problem.line], f"lint says {problem.code}: {problem.message}"


def _failed(workspace: Workspace, drafts: Sequence[Draft]) -> Iterator[tuple[str, str]]:
    """Return the rules whose tests fail.

    A line is blamed on the rule that took it, or should have, else on the last one.
    """
    sure = [draft for draft in drafts if not draft.doubt]
    shown = {line: draft.id for draft in sure for _, line in draft.shown}
    file = workspace.sheets[0].sound
    chain = workspace.chain(file) if file else None
    if file is None or chain is None or not chain.sound or not sure:
        return
    verifier = Verifier(chain.engine())
    for test in (test for test in file.tests if test.lines and not test.html):
        for line in verifier.lines(test).failures:
            name = line.rule.partition("#")[2]
            blamed = name if any(draft.id == name for draft in sure) else shown.get(line.text, sure[-1].id)
            yield blamed, f"its own test fails, {line.verdict}: {line.text[:_SHOWN]}"
