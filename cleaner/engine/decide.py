"""From marks to fates: each line gets one owner at most, and the owner's label says what becomes of the line."""

from __future__ import annotations

from collections import defaultdict
from itertools import filterfalse

from cleaner.engine.mark import Mark
from cleaner.rulebook.labels import BOILERPLATE, META

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from cleaner.engine.page import Page
    from cleaner.engine.policy import Policy
    from cleaner.rulebook.compiled import CompiledRule


#: Labels of what never opens inside a list of the article; copies and remains of markup may stand in one.
_OPENERS: Final = frozenset(BOILERPLATE) - {"duplicate", "debris"}


class Verdicts:
    """What was decided on one page, by line: who owns it, who else wanted it, what edits leave of it, which go."""

    __slots__ = ("also", "edits", "gone", "kept", "owners")

    def __init__(self) -> None:
        """Begin with nothing decided."""
        self.owners: dict[int, CompiledRule] = {}
        self.kept: dict[int, CompiledRule] = {}
        self.also: dict[int, list[str]] = defaultdict(list)
        self.edits: dict[int, list[tuple[CompiledRule, str]]] = {}
        self.gone: set[int] = set()


def decide(page: Page, marks: Iterable[Mark], policy: Policy) -> Verdicts:
    """Give every line that a rule wants to its first owner; marks come in the order of ownership.

    `keep` beats everything. A line that a later rule wanted too remembers it in `also`.
    """
    found = Verdicts()
    for mark in marks:
        if mark.rule.action == "keep":
            for at in mark.lines:
                found.kept.setdefault(at, mark.rule)
    found.owners.update(found.kept)
    for mark in marks:
        action = mark.rule.action
        if action == "trim":
            _edit(page, mark, policy, found)
        elif action != "keep" and (lines := _outside_lists(mark, page)):
            _own(Mark(mark.rule, lines), leaves(mark.rule, policy), found)
    if found.gone:
        _spare_copies(page, found)
    return found


def _outside_lists(mark: Mark, page: Page) -> Sequence[int]:
    """Leave out the items of the article's lists: no box, button, footer or imprint opens inside one."""
    lines, rule = mark.lines, mark.rule
    if rule.label not in _OPENERS or page.listed.isdisjoint(lines):
        return lines
    if rule.most is not None or rule.rounds is not None:
        return () if lines[0] in page.listed else lines
    return list(filterfalse(page.listed.__contains__, lines))


def _spare_copies(page: Page, found: Verdicts) -> None:
    """Let the copy stay where the line that it repeats goes too; of a row of copies, the first."""
    gone, owners = found.gone, found.owners
    copies: set[int] = set()
    for at in sorted(at for at in gone if owners[at].twin in ("previous", "any")):
        before = at - 1 if owners[at].twin == "previous" else page.copies.get(at, at)
        if before in gone and before not in copies:
            gone.discard(at)
        else:
            copies.add(at)


def leaves(rule: CompiledRule, policy: Policy) -> bool:
    """Tell whether a line that this rule owns leaves the text."""
    return rule.action in ("drop", "meta") and rule.label in policy.leaves


def is_fact(rule: CompiledRule) -> bool:
    """Tell whether what this rule takes is metadata."""
    return rule.action in ("drop", "meta", "trim") and rule.label in META


def _own(mark: Mark, goes: bool, found: Verdicts) -> None:
    rule, owners = mark.rule, found.owners
    free = mark.lines
    if not owners.keys().isdisjoint(free):
        also, kept, name = found.also, found.kept, rule.name
        for at in filter(owners.__contains__, free):
            if at not in kept:
                also[at].append(name)
        free = list(filterfalse(owners.__contains__, free))
    owners.update(dict.fromkeys(free, rule))
    if goes:
        found.gone.update(free)


def _edit(page: Page, mark: Mark, policy: Policy, found: Verdicts) -> None:
    from cleaner.engine.edits import edit  # few rules edit lines

    rule = mark.rule
    if rule.label and rule.label not in policy.leaves:
        return
    for at in mark.lines:
        if at in found.kept:
            continue
        done = found.edits.get(at)
        before = done[-1][1] if done else page.texts[at]
        after = edit(rule, before)
        if after != before:
            found.edits.setdefault(at, []).append((rule, after))
