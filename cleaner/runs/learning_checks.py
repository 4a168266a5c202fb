"""Whether a learnt file passes lint and its own tests; a rule that does not is only a candidate."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from cleaner.engine.verify import Verifier
from cleaner.lint.run import report
from cleaner.rulebook.schema import schema_text
from cleaner.rulebook.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.rulebook.draft import Draft

_ID: Final = re.compile(r"\s*- id: (\S+)")
_SCHEMA: Final = "schema/source.schema.json"
_SHOWN: Final = 60


def sound(text: str, drafts: list[Draft], source: str, extended: Sequence[str]) -> list[Draft]:
    """Lint the file and run its tests; `extended` are the files that it extends."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"{source}.yaml")
        path.write_text(text, "utf-8")
        schema = Path(folder, _SCHEMA)
        schema.parent.mkdir()
        schema.write_text(schema_text(), "utf-8")
        shelf = Shelf([str(path)], extended, builtin=False)
        doubts = dict(_linted(shelf, text)) or dict(_failed(shelf, drafts))
    return [draft.doubted(doubts[draft.id]) if draft.id in doubts and not draft.doubt else draft for draft in drafts]


def _linted(shelf: Shelf, text: str) -> Iterator[tuple[str, str]]:
    """Give the rules that lint finds something wrong with."""
    ids, last = {}, ""
    for number, line in enumerate(text.split("\n"), 1):
        if match := _ID.match(line):
            last = match[1]
        elif re.match(r"[^\s#]", line):
            last = ""
        ids[number] = last
    for problem in report(shelf).problems:
        if ids.get(problem.line):
            yield ids[problem.line], f"lint says {problem.code}: {problem.message}"


def _failed(shelf: Shelf, drafts: Sequence[Draft]) -> Iterator[tuple[str, str]]:
    """Give the rules whose tests fail."""
    file = shelf.sheets[0].sound
    chain = shelf.chain(file) if file else None
    if file is None or chain is None or not chain.whole or chain.problems:
        return
    verifier = Verifier(chain.files)
    for test in file.tests:
        for line in verifier.lines(test).failures if test.lines and not test.html else ():
            yield _blamed(line.text, line.rule, drafts), f"its own test fails, {line.verdict}: {line.text[:_SHOWN]}"


def _blamed(text: str, rule: str, drafts: Sequence[Draft]) -> str:
    """Tell which rule a failing line is to be blamed on: the one that took it, or should have, else the last one."""
    sure = [draft for draft in drafts if not draft.doubt]
    name = rule.partition("#")[2]
    if any(draft.id == name for draft in sure):
        return name
    shown = {line: draft.id for draft in sure for one in draft.shown for _, line in one.lines}
    return shown.get(text, sure[-1].id if sure else "")
