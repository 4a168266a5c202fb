"""Rules made ready to clean, what they say of one document, and the result that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from cleaner import _core
from cleaner.model import Document, LazySequence, Removal, Result, RuleCount
from cleaner.rules.labels import META, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.rules.catalogue import Catalogue, Identity
    from cleaner.text import Repaired

#: What becomes of a line; `repair` is what `explain` says of one that stays, and whose letters were repaired.
What = Literal["keep", "drop", "meta", "trim", "repair"]

#: The flag under which a document keeps all its lines since more would go than the limits let.
LIMITS: Final = "limits"


class Ruled(NamedTuple):
    """A rule as lines are stamped with it: full name, ``file:line``, label, action."""

    name: str
    at: str
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Fate:
    """One non-blank line: what becomes of it and which rule says so (none for an ordinary line that stays)."""

    line: int
    text: str
    fate: What
    label: str = ""
    rule: str = ""
    at: str = ""
    kept: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, what cleaning gave, the fate of each line in order, and `under` which rules it was cleaned."""

    document: Document
    result: Result
    lines: tuple[Fate, ...]
    under: str = ""


class Engine:
    """The rules of a source, ready to clean any number of documents; safe in threads."""

    def __init__(self, core: _core.Engine) -> None:
        """Take the compiled rules."""
        self.core = core
        self.digest = self.core.digest
        self.rules = tuple(map(Ruled._make, self.core.rules))

    @classmethod
    def of_source(cls, catalogue: Catalogue, name: str, policy: Policy) -> Engine:
        """Compile the rules that hold for a source."""
        return cls(_core.Engine(catalogue.core, name, sorted(policy.leaves)))

    def cleaned(self, repaired: Repaired, verdict: _core.Verdict) -> Cleaned:
        """Return what its rules said of a repaired text."""
        return Cleaned(repaired, verdict, self.rules, self.digest, self.name)

    @classmethod
    def of_sheets(cls, sheets: Iterable[_core.Sheet], policy: Policy) -> Engine:
        """Compile the rules of files, in order of ownership; raises `ValueError` where one is not sound."""
        return cls(_core.Engine.of(list(sheets), sorted(policy.leaves)))

    @property
    def name(self) -> str:
        """The source's name."""
        return self.core.name

    def clean(self, repaired: Repaired, title: str, url: str = "", *, trusted: bool = False) -> Cleaned:
        """Clean a repaired text; rules are believed whatever they take where they are `trusted`."""
        return self.cleaned(repaired, self.core.clean(repaired.whole, title, url, trusted))

    def rests_under(self, cleaned: Cleaned, other: Engine) -> bool:
        """Whether it is proven that another source's rules would take nothing of what these have left."""
        return self.core.rests_under(cleaned.verdict, other.core)


class Cleaned:
    """What was said of one document; nothing is made of it before it is read."""

    def __init__(
        self, repaired: Repaired, verdict: _core.Verdict, rules: tuple[Ruled, ...], digest: str, name: str
    ) -> None:
        """Take the document, and the rules of `name` that the verdict numbers."""
        self.repaired = repaired
        self.verdict = verdict
        self.rules = rules
        self.digest = digest
        self.name = name

    def __len__(self) -> int:
        """Count what was taken."""
        return len(self.verdict)

    @property
    def text(self) -> str:
        """What stays."""
        if not len(self):
            return self.repaired.text
        return self._joined() if self.verdict.text is None else self.verdict.text

    @property
    def shown_rules(self) -> frozenset[str]:
        """The full names of the rules that took or changed something, or own a line that stays."""
        numbers = [*(one[1] for one in self.verdict.taken), *(number for _, number in self.verdict.labelled)]
        return frozenset(self.rules[number].name for number in numbers)

    def _joined(self) -> str:
        """Join what stays by hand: halves of surrogate pairs, which Rust has no characters for, are still in it."""
        lines, left = self.repaired.lines, {row: kept for row, _, kept, _ in self.verdict.taken if kept}
        blank = [not line or line.isspace() for line in lines]
        pieces: list[str] = []
        above = -1
        for row in self.verdict.kept:
            pieces += ["\n" * (bool(pieces) + any(blank[above + 1 : row])) if pieces else "", left.get(row, lines[row])]
            above = row
        return "".join(pieces)

    def result(self, identity: Identity) -> Result:
        """Make the result."""
        verdict, repaired = self.verdict, self.repaired
        text = self.text
        flags = [*repaired.flags, *([verdict.doubt] if verdict.doubt else []), *(["empty"] if not text else [])]
        numbers = map(repaired.numbers.__getitem__, verdict.kept)
        return Result(
            text=text,
            source=identity.source,
            evidence=identity.evidence,
            title=verdict.title,
            meta=dict(verdict.facts),
            removals=Removals(self) if len(self) else (),
            repairs=repaired.repairs,
            flags=tuple(dict.fromkeys(flags)),
            notes=tuple(verdict.notes),
            rules=self.digest,
            numbers=list(numbers),
        )

    def fates(self) -> tuple[Fate, ...]:
        """Tell the fate of each line that is not blank."""
        lines, numbers, rules = self.repaired.lines, self.repaired.numbers, self.rules
        found: dict[int, Fate] = {}
        for row, number, kept, also in self.verdict.taken:
            rule = rules[number]
            what: What = "meta" if rule.label in META else "trim" if kept else "drop"
            names = tuple(rules[other].name for other in also)
            found[row] = Fate(numbers[row], lines[row], what, rule.label, rule.name, rule.at, kept, names)
        for row, number in self.verdict.labelled:
            rule = rules[number]
            found.setdefault(row, Fate(numbers[row], lines[row], "keep", rule.label, rule.name, rule.at))
        return tuple(found.get(row) or Fate(numbers[row], lines[row], "keep") for row in shown(self.repaired))


def shown(repaired: Repaired) -> list[int]:
    """Return the rows of the lines that are not blank."""
    lines = repaired.lines
    return list(compress(range(len(lines)), map(str.strip, lines)))


def unruled(repaired: Repaired, title: str, identity: Identity) -> Result:
    """Make the result of a document that no rules are for."""
    return Result(
        text=repaired.text,
        evidence=identity.evidence,
        title=title,
        repairs=repaired.repairs,
        flags=tuple(dict.fromkeys(repaired.flags if repaired.text else (*repaired.flags, "empty"))),
        numbers=list(map(repaired.numbers.__getitem__, shown(repaired))),
    )


def unruled_fates(repaired: Repaired) -> tuple[Fate, ...]:
    """Tell that each line stays."""
    lines, numbers = repaired.lines, repaired.numbers
    return tuple(Fate(numbers[row], lines[row], "keep") for row in shown(repaired))


class Removals(LazySequence[Removal]):
    """What was taken out of one document."""

    def __init__(self, cleaned: Cleaned) -> None:
        """Take what was said of the document."""
        self._cleaned = cleaned

    def make(self) -> Iterator[Removal]:
        """Make the removals, by line."""
        rules, lines, numbers = self._cleaned.rules, self._cleaned.repaired.lines, self._cleaned.repaired.numbers
        for row, rule, kept, also in self._cleaned.verdict.taken:
            owner, others = rules[rule], tuple(rules[other].name for other in also)
            yield Removal(numbers[row], lines[row], owner.name, owner.at, owner.label, kept, others)

    def by_rule(self) -> list[RuleCount]:
        """Count what each rule took; see `Result.by_rule`."""
        rules = self._cleaned.rules
        return [RuleCount(rules[at].name, rules[at].label, *more) for at, *more in self._cleaned.verdict.counts()]

    def __len__(self) -> int:
        return len(self._cleaned)
