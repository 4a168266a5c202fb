"""What a report counts: lines and characters that left, by source, by label and by rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.runs.tally import Tally

if TYPE_CHECKING:
    from cleaner.model import Result


@dataclass
class Count:
    """One row: in how many documents, how many lines and characters; `at` is where a rule stands."""

    documents: int = 0
    lines: int = 0
    chars: int = 0
    changed: int = 0
    at: str = ""
    label: str = ""


@dataclass
class Figures:
    """All rows of a report."""

    tally: Tally = field(default_factory=Tally)
    chars: int = 0
    removed: int = 0
    sources: dict[str, Count] = field(default_factory=dict)
    labels: dict[str, Count] = field(default_factory=dict)
    rules: dict[str, Count] = field(default_factory=dict)

    def count(self, text: str, result: Result, changed: bool) -> None:
        r"""Take in one document.

        >>> from cleaner.model import Removal, Result
        >>> figures = Figures()
        >>> gone = (Removal(1, "Menu", "a.vn#m", "a:3", "menu"), Removal(3, "(A) - B", "a.vn#t", "a:9", "agency", "B"))
        >>> figures.count("Menu\nMột\n(A) - B", Result("Một\nB", "a.vn", removals=gone), True)
        >>> figures.labels["menu"].chars, figures.labels["agency"].chars, figures.sources["a.vn"].lines
        (4, 6, 1)
        """
        self.tally.count(result, changed)
        self.chars += len(text)
        source = self.sources.setdefault(result.source, Count())
        source.documents += 1
        source.changed += changed
        touched = set()
        for removal in result.removals:
            chars = len(removal.text) - len(removal.kept)
            self.removed += chars
            rule = self.rules.setdefault(removal.rule, Count(at=removal.at, label=removal.label))
            label = self.labels.setdefault(removal.label, Count())
            for one in (source, rule, label):
                one.lines += not removal.kept
                one.chars += chars
            touched |= {("rule", removal.rule), ("label", removal.label)}
        for kind, name in touched:
            (self.rules if kind == "rule" else self.labels)[name].documents += 1
