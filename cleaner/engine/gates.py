"""Which rules could fire on a page: those for which some line fits what opens them.

Few of a rulebook's rules meet their words on one page, so the others are never looked at.
"""

from __future__ import annotations

from cleaner.rulebook.compiled import LOOKUP_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.engine.scan import Scan
    from cleaner.rulebook.compiled import CompiledMatcher, CompiledRule


class Gates:
    """The rules of a book by what opens them: a matcher that some line must fit, or lines that say the same."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        """Sort the rules; those that nothing opens are always open."""
        self.rules = tuple(rules)
        self._always: list[tuple[int, CompiledRule]] = []
        self._by_matcher: dict[int, list[CompiledRule]] = {}
        self._by_twin: dict[str, list[CompiledRule]] = {}
        for rule in self.rules:
            if gate := _gate(rule):
                self._by_matcher.setdefault(gate.number, []).append(rule)
            elif twin := _twin(rule):
                self._by_twin.setdefault(twin, []).append(rule)
            else:
                self._always.append((_least(rule), rule))

    def open(self, scan: Scan) -> list[CompiledRule]:
        """Give the rules that could fire on a page, in the order of ownership."""
        size = len(scan.page)
        found = [rule for least, rule in self._always if least <= size]
        for number in scan.met:
            found += self._by_matcher.get(number, ())
        for twin, rules in self._by_twin.items():
            if scan.page.twins(twin):
                found += rules
        found.sort(key=_rank)
        return found

    def asked(self) -> list[CompiledMatcher]:
        """Give the matchers whose lines are asked for; those only asked of the line above another need no search."""
        found: dict[int, CompiledMatcher] = {}
        for rule in self.rules:
            ends = (rule.where.after, rule.where.before) if rule.where else ()
            for one in (rule.start, *rule.items, rule.until, *ends):
                if one is not None:
                    above = _opener(one)
                    found |= {one.number: one, above.number: above}
        return list(found.values())


def _gate(rule: CompiledRule) -> CompiledMatcher | None:
    """Give the matcher that some line must fit for a rule to fire, of several the one that the fewest lines fit."""
    found = [_opener(one) for one in (rule.start, *rule.items) if one.lookup or one.near == "follows"]
    return min(found, key=lambda one: LOOKUP_WORDS.index(one.lookup), default=None)


def _opener(matcher: CompiledMatcher) -> CompiledMatcher:
    """Give the matcher by which another's lines are found: itself, or the one that a line above must fit."""
    above = matcher
    while above.near == "follows":
        above = dict(above.context)["follows"]
    return above


def _twin(rule: CompiledRule) -> str:
    """Tell whose copy some line must be for a rule to fire; what a title says is not known without looking for it."""
    return next((one.near for one in (rule.start, *rule.items) if one.near in ("previous", "any")), "")


def _least(rule: CompiledRule) -> int:
    """Give how many lines a page has at least on which a rule can fire."""
    return (rule.rounds or 1) * (1 + len(rule.items))


def _rank(rule: CompiledRule) -> int:
    return rule.rank
