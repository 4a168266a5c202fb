r"""Patterns where a literal or a template says the same: those are faster, and nobody has to decipher them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner._core import template_problem
from cleaner.authoring.files import RuleFile, problem_at
from cleaner.rules.html import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.authoring.workspace import Sheet
    from cleaner.errors import Problem

_MOST: Final = 12  # alternatives that are written out
_DIGITS: Final = "\0"  # stands for a run of digits while a pattern is read
_NUMBER: Final = re.compile(rf"{_DIGITS}+")
_TIME: Final = re.compile(rf"{_DIGITS}+:{_DIGITS}+(?::{_DIGITS}+)?")
_DATE: Final = re.compile(rf"{_DIGITS}+([/.-]){_DIGITS}+\1{_DIGITS}+")
_PLAIN_ESCAPE: Final = re.compile(r"\\[^\w\s]")
_REPEAT: Final = re.compile(r"\{\d+(?:,\d*)?\}")


def needless(_: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Report every `regex` whose patterns all have a simpler form, and the same one; words of a matcher add up."""
    for rule in file.rules:
        part = rule.action == "trim"
        for matcher in rule.matchers:
            found = [simpler(text, part=part) for text in matcher.regex]
            kinds = {kind for kind, _ in found}
            if len(kinds) != 1 or "" in kinds:
                continue
            kind = kinds.pop()
            texts = ", ".join(f'"{text}"' for _, texts in found for text in texts)
            message, place = f"`regex` of {rule.id!r} is not needed", place_of(matcher.regex[0], matcher.place)
            yield problem_at(place, "C204", message, f"write {kind}: [{texts}]")


def simpler(pattern: str, *, part: bool = False) -> tuple[str, tuple[str, ...]]:
    r"""Return the word and the texts that say what a pattern says, or nothing; `part`: a part of a line is named.

    >>> simpler("^Đọc nhiều$"), simpler("^(Xem|Nghe) thêm")
    (('line', ('Đọc nhiều',)), ('starts', ('Xem thêm', 'Nghe thêm')))
    >>> simpler(r"^\d{1,2}:\d{2} \| \d+/\d+/\d{4}$"), simpler(r"^Ảnh \d+:"), simpler("^a|b$")
    (('like', ('{time} | {date}',)), ('', ()), ('', ()))
    """
    pattern = pattern.removeprefix("(?i)")
    first, last = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    texts = _plain(pattern[first : len(pattern) - last], anchored=first or last)
    if not texts or not all(text.strip(_DIGITS + " ") or _DIGITS in text for text in texts):
        return "", ()
    if not any(_DIGITS in text for text in texts):
        word = "line" if first and last else "starts" if first else "ends" if last else "has"
        return ("", ()) if part and word == "line" else (word, tuple(texts))
    if part or not (first and last):
        return "", ()
    templates = [_NUMBER.sub("{n}", _DATE.sub("{date}", _TIME.sub("{time}", text))) for text in texts]
    return ("", ()) if any(template_problem(text) for text in templates) else ("like", tuple(templates))


def _plain(pattern: str, anchored: bool) -> list[str]:
    """Return the fixed texts that a pattern stands for, with runs of digits marked; empty if it stands for more."""
    branches: list[list[str]] = [[""]]
    stack: list[list[list[str]]] = []
    for atom in atoms(pattern):
        if atom in ("(", "(?:"):
            stack.append(branches)
            branches = [[""]]
        elif atom == ")" and stack:
            inner = [text for branch in branches for text in branch]
            branches = stack.pop()
            branches[-1] = [left + right for left in branches[-1] for right in inner]
        elif atom == "|":
            branches.append([""])
        else:
            sign = _sign(atom, branches[-1])
            if sign is None:
                return []
            branches[-1] = [text + sign for text in branches[-1]]
        if sum(map(len, branches)) > _MOST:
            return []
    found = [text for branch in branches for text in branch]
    split = anchored and len(branches) > 1  # an anchor belongs to one branch only
    return [] if stack or split or any('"' in text or "{" in text for text in found) else found


def _sign(atom: str, before: list[str]) -> str | None:
    """Return what one atom adds to a fixed text; None when it is more than that."""
    if atom == r"\d":
        return _DIGITS
    if atom == "+" or _REPEAT.fullmatch(atom):
        return "" if all(text.endswith(_DIGITS) for text in before) else None
    if _PLAIN_ESCAPE.fullmatch(atom):
        return atom[1]
    return atom if len(atom) == 1 and atom not in ".^$*+?()[]{}|\\" else None


def atoms(source: str) -> Iterator[str]:
    r"""Split a pattern into escapes, classes, group openings and single characters.

    >>> list(atoms(r"(?i)a[\d\]]+\bx"))
    ['(?i)', 'a', '[\\d\\]]', '+', '\\b', 'x']
    """
    at = 0
    while at < len(source):
        end = _atom_end(source, at)
        yield source[at:end]
        at = end


def _atom_end(source: str, at: int) -> int:
    if source[at] == "\\":
        return _escape_end(source, at)
    if source[at] == "[":
        return _class_end(source, at)
    if source.startswith("(?", at):
        stop = next((i for i in range(at + 2, len(source)) if source[i] in ":)>"), len(source) - 1)
        return stop + 1
    repeat = _REPEAT.match(source, at)
    return repeat.end() if repeat else at + 1


def _escape_end(source: str, at: int) -> int:
    head = source[at + 1 : at + 2]
    if head == "Q":
        close = source.find(r"\E", at)
        return close + 2 if close > 0 else len(source)
    if head in ("p", "P", "x") and source[at + 2 : at + 3] == "{":
        close = source.find("}", at)
        return close + 1 if close > 0 else len(source)
    return at + {"p": 3, "P": 3, "x": 4}.get(head, 2)


def _class_end(source: str, at: int) -> int:
    i = at + (2 if source.startswith("[^", at) else 1)
    i += source.startswith("]", i)
    while i < len(source) and source[i] != "]":
        if source.startswith("[:", i) and (close := source.find(":]", i)) > 0:
            i = close + 2
        else:
            i = _escape_end(source, i) if source[i] == "\\" else i + 1
    return i + 1
