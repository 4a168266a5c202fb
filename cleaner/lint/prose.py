"""Rules that would take an ordinary sentence: one that some test of these files shows as prose that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner._core import is_sentence
from cleaner.lint.walk import problem, static
from cleaner.rulebook.labels import PARTS
from cleaner.rulebook.spec import Block, Matcher
from cleaner.text import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.errors import Problem
    from cleaner.rulebook.shelf import Shelf
    from cleaner.rulebook.spec import Place, Rule

_WORDS: Final = 7  # a line of fewer words may well be a heading


def takes_prose(shelf: Shelf) -> Iterator[Problem]:
    """Try every rule that may act anywhere on the prose of all tests."""
    lines = list(dict.fromkeys(_prose(shelf)))
    text = "\n".join(line for line, _ in lines)
    for sheet in shelf.sheets:
        rules = [rule for rule in sheet.sound.rules if _anywhere(rule)] if sheet.sound is not None else []
        takers = sheet.engine.takers(text) if rules else []
        for rule in rules:
            if hits := takers[sheet.numbers[rule.name]]:
                line, place = min((lines[hit] for hit in hits), key=lambda one: one[1].file != sheet.entry.shown)
                message = f"{rule.id!r} may act anywhere and takes this sentence: {_short(line)!r} ({place})"
                yield problem(rule.place, "C206", message, "match whole lines, bound its size, or say `where`")


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


def _anywhere(rule: Rule) -> bool:
    """Tell whether a rule takes lines out of the text, wherever they stand, for what they say themselves."""
    shape = rule.shape.opening[0] if isinstance(rule.shape, Block) else rule.shape
    takes = rule.action in ("drop", "meta") and rule.label not in PARTS
    return takes and rule.where is None and isinstance(shape, Matcher) and static(shape)
