"""From marks to fates: each line gets one owner at most, and the owner's label says what becomes of the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.engine.edits import edit
from cleaner.rulebook.labels import META

if TYPE_CHECKING:
    from cleaner.engine.mark import Mark
    from cleaner.engine.page import Page
    from cleaner.engine.policy import Policy
    from cleaner.rulebook.compile import CompiledRule


@dataclass(slots=True)
class Verdicts:
    """What was decided on one page, by line: who owns it, who else wanted it, and what edits leave of it."""

    owners: dict[int, CompiledRule] = field(default_factory=dict)
    also: dict[int, list[str]] = field(default_factory=dict)
    edits: dict[int, list[tuple[CompiledRule, str]]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)


def decide(page: Page, marks: tuple[Mark, ...], policy: Policy) -> Verdicts:
    """Give every line that a rule wants to its first owner; marks come in the order of ownership.

    `keep` beats everything. A line that a later rule wanted too remembers it in `also`.
    """
    kept: dict[int, CompiledRule] = {}
    for mark in marks:
        if mark.rule.spec.action == "keep":
            for at in range(mark.low, mark.high):
                kept.setdefault(at, mark.rule)
    found = Verdicts(owners=dict(kept))
    for mark in marks:
        action = mark.rule.spec.action
        if action in ("trim", "replace"):
            _edit(page, mark, kept, policy, found)
        elif action != "keep":
            _own(mark, kept, found)
    found.gone.update(at for at, rule in found.owners.items() if leaves(rule, policy))
    found.gone -= {at for at in found.gone if _twin_goes(page, at, found)}
    return found


def _twin_goes(page: Page, at: int, found: Verdicts) -> bool:
    """Tell whether a line goes as the copy of one that goes too: then the copy is the one that is left."""
    twin = found.owners[at].twin
    if twin == "previous":
        return at - 1 in found.gone
    return twin == "any" and page.first_of(at) in found.gone


def leaves(rule: CompiledRule, policy: Policy) -> bool:
    """Tell whether a line that this rule owns leaves the text."""
    return rule.spec.action in ("drop", "meta") and rule.spec.label in policy.leaves


def is_fact(rule: CompiledRule) -> bool:
    """Tell whether what this rule takes is metadata."""
    return rule.spec.action in ("drop", "meta", "trim") and rule.spec.label in META


def _own(mark: Mark, kept: dict[int, CompiledRule], found: Verdicts) -> None:
    for at in range(mark.low, mark.high):
        if at in kept:
            continue
        if at in found.owners:
            found.also.setdefault(at, []).append(mark.rule.spec.name)
        else:
            found.owners[at] = mark.rule


def _edit(page: Page, mark: Mark, kept: dict[int, CompiledRule], policy: Policy, found: Verdicts) -> None:
    rule = mark.rule
    if rule.spec.label and rule.spec.label not in policy.leaves:
        return
    for at in range(mark.low, mark.high):
        if at in kept:
            continue
        done = found.edits.get(at)
        before = done[-1][1] if done else page.texts[at]
        after = edit(rule, before)
        if after != before:
            found.edits.setdefault(at, []).append((rule, after))
