"""Drafts put to the proof: on the documents they were learnt from, by lint, and by the tests of their file.

Nothing that looks like an article may go; a rule that fails is only a candidate.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
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
_ID: Final = re.compile(r"\s*- id: (\S+)")
_SCHEMA: Final = "schema/source.schema.json"
_SHOWN: Final = 60


def proven(drafts: list[Draft], counted: Counted, against: Counted | None, engine: Engine) -> list[Draft]:
    """Return the rules with what they take; one that takes what could be an article's is only a candidate now.

    One that takes nothing, since what stands before it owns its lines, is left out.
    """
    proof = _Proof(engine, {draft.id: draft for draft in drafts if not draft.doubt})
    proof.run(counted)
    if against is not None:
        proof.contradict(against)
    told = [proof.told(draft) for draft in drafts]
    return [draft for draft in told if draft.doubt or draft.lines]


@dataclass(slots=True)
class _Proof:
    """What the rules take, and what speaks against them, by their ids."""

    engine: Engine
    drafts: dict[str, Draft]
    documents: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    lines: Counter[str] = field(default_factory=Counter)
    doubts: dict[str, str] = field(default_factory=dict)

    def run(self, counted: Counted) -> None:
        """Try the rules on the pages they were learnt from."""
        for page, taken in self._taken(counted):
            mine = [(one, draft) for one in taken if (draft := self._draft(one)) is not None]
            for one, draft in mine:
                self.documents[draft.id].add(counted.group[page])
                self.lines[draft.id] += 1
                if not one.kept and (doubt := _doubt(counted, page, one.at, draft)):
                    self.doubts.setdefault(draft.id, doubt)
            for one in taken if mine else ():
                if self._draft(one) is None and (doubt := _indirect(counted, page, one)):
                    self.doubts.update({draft.id: doubt for _, draft in mine if draft.id not in self.doubts})

    def contradict(self, against: Counted) -> None:
        """Try them on documents of others: what stands inside an article there is no boilerplate."""
        for page, taken in self._taken(against):
            seen = against.pages[page]
            for one in taken:
                if (draft := self._draft(one)) is not None and not one.kept and seen.zone(one.at) == "body":
                    told = f"stands inside an article of the counter-evidence: {short(seen.texts[one.at])}"
                    self.doubts.setdefault(draft.id, told)

    def told(self, draft: Draft) -> Draft:
        """Return a rule with what was found out about it."""
        if draft.doubt:
            return draft
        if draft.id in self.doubts:
            return draft.doubted(self.doubts[draft.id])
        return replace(draft, documents=len(self.documents[draft.id]), lines=self.lines[draft.id])

    def _draft(self, taken: Taken) -> Draft | None:
        owner, _, name = taken.rule.partition("#")
        return self.drafts.get(name) if owner == self.engine.name else None

    def _taken(self, counted: Counted) -> Iterator[tuple[int, list[Taken]]]:
        for number, page in enumerate(counted.pages):
            yield number, page.taken_by(self.engine)


def _indirect(counted: Counted, page: int, taken: Taken) -> str:
    """Say what of an article a rule that was there before takes only now, since lines around it went."""
    seen = counted.pages[page]
    text = seen.texts[taken.at]
    new = not seen.owners[taken.at] and not taken.kept and counted.unique(page, taken.at)
    if new and (is_prose(text) or seen.zone(taken.at) == "body"):
        return f"with it {taken.rule} takes a line of an article: {short(text)}"
    return ""


def _doubt(counted: Counted, page: int, at: int, draft: Draft) -> str:
    """Say what of an article a rule takes, or nothing."""
    seen = counted.pages[page]
    text = seen.texts[at]
    if at == seen.title_at:
        return f"takes a title: {short(text)}"
    if not counted.unique(page, at):
        return ""
    box = "from" in draft.value
    if any("{title}" in template for template in draft.value.get("like", ())):
        return ""
    if is_paragraph(text) and draft.label != _READERS:
        return f"takes a paragraph that one document has: {short(text)}"
    if is_prose(text) and not box:
        return f"takes running text that one document has: {short(text)}"
    if seen.zone(at) == "body" and (box or text.count(" ") >= _INSIDE_WORDS):
        return f"takes a line inside an article that one document has: {short(text)}"
    return ""


def sound(text: str, drafts: list[Draft], source: str, extended: Sequence[str]) -> list[Draft]:
    """Lint the file and run its tests; `extended` are the files that it extends."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{source}.yaml")
        path.write_text(text, "utf-8")
        schema = Path(folder, _SCHEMA)
        schema.parent.mkdir()
        schema.write_text(schema_text(), "utf-8")
        workspace = Workspace([str(path)], extended, builtin=False)
        doubts = dict(_linted(workspace, text)) or dict(_failed(workspace, drafts))
    return [draft.doubted(doubts[draft.id]) if draft.id in doubts and not draft.doubt else draft for draft in drafts]


def _linted(workspace: Workspace, text: str) -> Iterator[tuple[str, str]]:
    """Return the rules that lint finds something wrong with."""
    ids, last = {}, ""
    for number, line in enumerate(text.split("\n"), 1):
        if match := _ID.match(line):
            last = match[1]
        elif re.match(r"[^\s#]", line):
            last = ""
        ids[number] = last
    for problem in report(workspace).problems:
        if ids.get(problem.line):
            yield ids[problem.line], f"lint says {problem.code}: {problem.message}"


def _failed(workspace: Workspace, drafts: Sequence[Draft]) -> Iterator[tuple[str, str]]:
    """Return the rules whose tests fail."""
    file = workspace.sheets[0].sound
    chain = workspace.chain(file) if file else None
    if file is None or chain is None or not chain.sound:
        return
    verifier = Verifier(chain.engine())
    for test in file.tests:
        for line in verifier.lines(test).failures if test.lines and not test.html else ():
            yield _blamed(line.text, line.rule, drafts), f"its own test fails, {line.verdict}: {line.text[:_SHOWN]}"


def _blamed(text: str, rule: str, drafts: Sequence[Draft]) -> str:
    """Return which rule a failing line is to be blamed on: the one that took it, or should have, else the last one."""
    sure = [draft for draft in drafts if not draft.doubt]
    name = rule.partition("#")[2]
    if any(draft.id == name for draft in sure):
        return name
    shown = {line: draft.id for draft in sure for one in draft.shown for _, line in one.lines}
    return shown.get(text, sure[-1].id if sure else "")
