"""Rules that would take an ordinary sentence: one that some test of these files shows as prose that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.engine.index import Index
from cleaner.engine.page import Page
from cleaner.engine.scan import Scan
from cleaner.engine.sentences import is_sentence
from cleaner.lint.walk import problem, static
from cleaner.rulebook.labels import PARTS
from cleaner.rulebook.spec import Block, Matcher
from cleaner.text import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.errors import Problem
    from cleaner.rulebook.compiled import CompiledRule
    from cleaner.rulebook.shelf import Shelf
    from cleaner.rulebook.spec import Place

_WORDS: Final = 7  # a line of fewer words may well be a heading


def takes_prose(shelf: Shelf) -> Iterator[Problem]:
    """Try every rule that may act anywhere on the prose of all tests."""
    lines = list(dict.fromkeys(_prose(shelf)))
    page = Page([text for text, _ in lines])
    for sheet in shelf.sheets:
        if sheet.sound is None:
            continue
        rules = [rule for rule in sheet.alone.rules if _anywhere(rule)]
        scan = Scan(page, Index([rule.start for rule in rules]))
        for rule in rules:
            if hits := scan.hits(rule.start):
                text, place = min((lines[hit] for hit in hits), key=lambda one: one[1].file != sheet.entry.shown)
                message = f"{rule.spec.id!r} may act anywhere and takes this sentence: {_short(text)!r} ({place})"
                yield problem(rule.spec.place, "C206", message, "match whole lines, bound its size, or say `where`")


def _prose(shelf: Shelf) -> Iterator[tuple[str, Place]]:
    """Give the sentences that tests show as staying."""
    for file in shelf.files.values():
        for test in file.tests:
            for line in test.lines:
                text = repair(line.text).text
                if line.mark == "+" and text.count(" ") >= _WORDS - 1 and is_sentence(text) and "\n" not in text:
                    yield text, line.place


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rpartition(" ")[0] + " …"


def _anywhere(rule: CompiledRule) -> bool:
    """Tell whether a rule takes lines out of the text, wherever they stand, for what they say themselves."""
    spec = rule.spec
    shape = spec.shape.opening[0] if isinstance(spec.shape, Block) else spec.shape
    takes = spec.action in ("drop", "meta") and spec.label not in PARTS
    return (
        takes and spec.where is None and isinstance(shape, Matcher) and bool(rule.start.lookup) and static(rule.start)
    )
