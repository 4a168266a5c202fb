"""What a rule file should have, and literals that are there in vain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.lint.earlier import Literals
from cleaner.lint.walk import LITERAL_WORDS, literal_key, matchers, problem, static, words
from cleaner.rulebook.spec import Matcher, Place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.errors import Problem
    from cleaner.rulebook.shelf import Sheet, Shelf
    from cleaner.rulebook.spec import Rule, RuleFile

_SCHEMA: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?# yaml-language-server: \$schema=(\S+)")


def schema_line(sheet: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Editors complete and check a file whose first line names the schema."""
    match, top = _SCHEMA.match(sheet.data), Place(file.place.file, 1, 1)
    if match is None:
        hint = "# yaml-language-server: $schema=schema/source.schema.json"
        yield problem(top, "C210", "the first line does not name the schema, so editors cannot help", hint)
        return
    target = match[1].decode("utf-8", "replace")
    if "://" not in target and not (sheet.entry.path.resolve().parent / target).is_file():
        hint = "`cleaner rules schema -o FILE` writes it"
        yield problem(top, "C210", f"the first line names a schema that is not there: {target}", hint)


def untested(shelf: Shelf) -> Iterator[Problem]:
    """Rules that nobody tests break unseen; a package may be tested by one that extends it."""
    tested = {one.name for file in shelf.files.values() if file.tests for one in _tested(shelf, file)}
    for file in (sheet.sound for sheet in shelf.sheets if sheet.sound is not None):
        if file.name not in tested and not file.tests and (file.rules or not file.package):
            hint = "add `tests:` with lines that go, lines that stay, and the rules' words inside prose"
            yield problem(file.place, "C207", "the file has no tests", hint)


def _tested(shelf: Shelf, file: RuleFile) -> list[RuleFile]:
    return shelf.chain(file).files if file.package else [file]


def recognisable(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A source needs a way to be found."""
    if not file.package and not file.hosts and not file.fingerprints:
        message = "no document is ever recognised as this source"
        yield problem(file.place, "C212", message, "add `match:` with `host:`, or name the source in each call")


def repeated(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Two literals of one list that mean the same, or one that holds another."""
    for rule in file.rules:
        for matcher in matchers(rule):
            for word in LITERAL_WORDS:
                yield from _repeated(word, getattr(matcher, word), rule)


def _repeated(word: str, texts: tuple[str, ...], rule: Rule) -> Iterator[Problem]:
    seen = Literals("line" if rule.action == "trim" else word)  # a cut takes the longest: there both count
    for at, text in enumerate(texts):
        key = literal_key(word, text)
        if by := seen.found(key):
            message = f"{str(text)!r} in `{word}` of {rule.id!r} adds nothing to {str(texts[min(by)])!r}"
            yield problem(place_of(text, rule.place), "C208", message, "remove it")
        seen.add(key, at)


def impossible(sheet: Sheet, file: RuleFile) -> Iterator[Problem]:
    """A whole line that the matcher's other words refuse."""
    for rule in file.rules:
        first = next(matchers(rule), None)
        if first is not None and rule.name in sheet.numbers:
            yield from _impossible(sheet, rule, first)


def _impossible(sheet: Sheet, rule: Rule, first: Matcher) -> Iterator[Problem]:
    others = [word for word in words(first) if word != "line"]
    if not first.line or not others or not static(first) or "regex" in others:
        return
    for text in first.line:
        if not sheet.fits(rule, text):
            message = f"{str(text)!r} in {rule.id!r} can never fit: {' '.join(f'`{word}`' for word in others)} says no"
            yield problem(place_of(text, first.place), "C209", message)
