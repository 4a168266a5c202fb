"""What rules do over many documents: how much each takes, which take nothing, and what recurs that nobody owns.

Against figures of an earlier day: rules whose rate has changed, since the page changed, or a rule did.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cleaner.rules.engine import Fate

#: The form of a baseline.
FORM: Final = 1
_LEAST: Final = 3  # lines: fewer say nothing about a rate
#: Lines without an owner are counted by their text; past so many, those met once only are forgotten.
REMEMBERED: Final = 200_000
_LONGEST: Final = 200  # characters of a line that can be part of a template


@dataclass(slots=True)
class RuleUse:
    """One rule: `tried` documents had it in their rulebook, `documents` lost lines to it.

    `wanted` counts the lines that it would have taken had not another rule owned them, by that rule.
    """

    tried: int = 0
    documents: int = 0
    lines: int = 0
    wanted: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """The lines that it takes of a document in the mean."""
        return self.lines / self.tried if self.tried else 0.0

    @property
    def state(self) -> str:
        """``dead`` where nothing was ever its, ``shadowed`` where all it wants is another's; else nothing."""
        return "" if self.lines else "shadowed" if self.wanted else "dead"


@dataclass(slots=True)
class Group:
    """The documents of one source, or of one host that no source claims (`known` is false then).

    `under` is the name of the rules that they were cleaned by, empty where there were none. `flags` counts documents by
    their flags, `flagged` those that have any.
    """

    known: bool
    under: str = ""
    documents: int = 0
    lines: int = 0
    owned: int = 0
    flagged: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    unowned: Counter[str] = field(default_factory=Counter)

    def recurring(self, most: int) -> list[tuple[str, int]]:
        """Return the lines that nobody owns and that most documents show, with the number of documents."""
        ranked = sorted(self.unowned.items(), key=lambda item: (-item[1], item[0]))
        return [(text, count) for text, count in ranked[:most] if count > 1]


@dataclass(slots=True)
class Stats:
    """Counts documents as they come; nothing of a document is kept but short lines that nobody owned."""

    rules: dict[str, RuleUse] = field(default_factory=lambda: defaultdict(RuleUse))
    groups: dict[str, Group] = field(default_factory=dict)
    documents: int = 0
    lines: int = 0

    def add(
        self, name: str, under: str, rules: Iterable[str], fates: Sequence[Fate], flags: Iterable[str] = ()
    ) -> None:
        """Count one document of the source (or host) `name`, cleaned by the rules of `under`, which are `rules`."""
        group = self.groups.setdefault(name, Group(name == under, under))
        group.documents += 1
        if group.under != under:
            group.under = "several"
        kinds = {flag.partition(" ")[0] for flag in flags}
        group.flags.update(kinds)
        group.flagged += bool(kinds)
        group.lines += len(fates)
        self.documents += 1
        self.lines += len(fates)
        for rule in rules:
            self.rules[rule].tried += 1
        took = Counter(fate.rule for fate in fates if fate.rule)
        for rule, lines in took.items():
            self.rules[rule].documents += 1
            self.rules[rule].lines += lines
        for fate in fates:
            for other in fate.also:
                self.rules[other].wanted[fate.rule] += 1
        group.owned += took.total()
        group.unowned.update({fate.text for fate in fates if not fate.rule and len(fate.text) <= _LONGEST})
        if len(group.unowned) > REMEMBERED:
            group.unowned = Counter({text: count for text, count in group.unowned.items() if count > 1})

    def idle(self, state: str) -> Iterator[tuple[str, RuleUse]]:
        """Return the rules that are ``dead`` or ``shadowed``, by name."""
        return ((name, use) for name, use in sorted(self.rules.items()) if use.state == state)


@dataclass(frozen=True, slots=True)
class Drift:
    """One rule whose lines a document fell or rose by more than half."""

    rule: str
    before: float
    now: float


def baseline(stats: Stats) -> dict[str, Any]:
    """Return the figures to compare with later."""
    rules = {name: {"documents": use.tried, "lines": use.lines} for name, use in sorted(stats.rules.items())}
    return {"form": FORM, "documents": stats.documents, "rules": rules}


def drifts(stats: Stats, before: Mapping[str, Any]) -> list[Drift]:
    """Compare with a baseline; rules that are in one of the two only are no drift.

    A rate is compared where either side has, or on equal documents would have had, three lines at least.

    >>> now = Stats(rules={"a#b": RuleUse(tried=10, lines=4)})
    >>> drifts(now, {"rules": {"a#b": {"documents": 20, "lines": 20}}})
    [Drift(rule='a#b', before=1.0, now=0.4)]
    """
    found = []
    for name, use in sorted(stats.rules.items()):
        old = before["rules"].get(name)
        if old is None or not old["documents"] or not use.tried:
            continue
        rate = old["lines"] / old["documents"]
        if max(use.lines, rate * use.tried) >= _LEAST and abs(use.rate - rate) > rate / 2:
            found.append(Drift(name, rate, use.rate))
    return found
