"""Every line of a document with its fate, its label and its owner."""

from __future__ import annotations

from cleaner.rulebook.labels import META
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from cleaner.engine.outcome import Origin
    from cleaner.engine.settle import Settled
    from cleaner.model import Document, Result

    What = Literal["keep", "drop", "meta", "trim"]


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
    """A document, what cleaning gave, and the fate of each of its lines in order."""

    document: Document
    result: Result
    lines: tuple[Fate, ...]


def fates(origin: Origin, settled: Settled) -> tuple[Fate, ...]:
    """Tell the fate of each non-blank line."""
    numbers, texts = origin.numbers, origin.texts
    found: dict[int, Fate] = {}
    for taken in settled.taken:
        at, label = taken.at, taken.rule.spec.label
        what: What = "meta" if label in META else "trim" if taken.kept else "drop"
        found[at] = Fate(numbers[at], texts[at], what, label, taken.rule.name, taken.rule.at, taken.kept, taken.also)
    for at, rule in settled.labelled.items():
        spec = rule.spec
        if at not in found:
            found[at] = Fate(numbers[at], texts[at], "keep", spec.label, spec.name, str(spec.place))
    return tuple(found.get(at) or Fate(numbers[at], text, "keep") for at, text in enumerate(texts))
