"""What one document gained and lost, in characters, and the sums over many."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaner.text import key, repair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.quality.documents import Labelled
    from cleaner import Result

ARTICLE: Final = ("title", "keep")
#: Where a line stands twice it does not matter which copy stays: what stayed is credited in this order.
CREDIT: Final = ("title", "keep", "caption", "optional", "meta", "drop")
#: A line of the article that keeps this share of its characters counts as whole: an agency's mark may be cut off.
WHOLE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that was lost though it is article, or left though it is boilerplate."""

    document: str
    line: int
    what: str
    text: str


@dataclass(slots=True)
class Score:
    """Characters by label: all, those in the output, those of metadata that came out as metadata."""

    documents: int = 0
    total: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    found: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take in the score of another document."""
        self.documents += other.documents
        self.total += other.total
        self.kept += other.kept
        self.found += other.found
        self.wrong += other.wrong

    @property
    def figures(self) -> dict[str, float | None]:
        """The figures in percent, rounded to two places; the more the better, all of them. None: no such line.

        >>> Score(1, Counter(drop=200, keep=400), Counter(drop=10, keep=400)).figures
        {'junk': 95.0, 'article': 100.0, 'caption': None, 'meta_out': None, 'meta_found': None}
        """
        total, kept = self.total, self.kept
        article = sum(total[label] for label in ARTICLE)
        return {
            "junk": _percent(total["drop"] - kept["drop"], total["drop"]),
            "article": _percent(sum(kept[label] for label in ARTICLE), article),
            "caption": _percent(kept["caption"], total["caption"]),
            "meta_out": _percent(total["meta"] - kept["meta"], total["meta"]),
            "meta_found": _percent(self.found, total["meta"]),
        }


def score(document: Labelled, result: Result) -> Score:
    """Compare what cleaning gave with the labels."""
    lines = [(number, line) for number, line in _lines(document.text) if number in document.labels or _bare(document)]
    stayed = _stayed(lines, result)
    values = key("\n".join(result.meta.values()))
    done = Score(documents=1)
    for label in CREDIT:
        for number, line in lines:
            if document.labels.get(number, "drop") == label:
                _count(done, document.name, label, number, line, stayed, values)
    return done


def together(scores: Iterable[Score]) -> Score:
    """Sum up."""
    total = Score()
    for one in scores:
        total.add(one)
    return total


def _count(
    done: Score, name: str, label: str, number: int, line: str, stayed: dict[str, list[int]], values: str
) -> None:
    size, copies = len(line), stayed[key(line)]
    kept = copies.pop() if copies else 0
    if label != "drop" and kept >= WHOLE * size:
        kept = size
    done.total[label] += size
    done.kept[label] += kept
    if label == "meta" and key(line) in values:
        done.found += size
    if label in ARTICLE and kept < size:
        done.wrong.append(Wrong(name, number, "lost", line))
    if label == "drop" and kept:
        done.wrong.append(Wrong(name, number, "left", line))


def _bare(document: Labelled) -> bool:
    """Whether lines without a label are boilerplate: where no line is labelled so by name."""
    return "drop" not in document.labels.values()


def _lines(text: str) -> list[tuple[int, str]]:
    repaired = repair(text)
    return [(number, line) for number, line in zip(repaired.numbers, repaired.lines, strict=True) if line.strip()]


def _stayed(lines: list[tuple[int, str]], result: Result) -> dict[str, list[int]]:
    """Give, for the key of each line that stayed, how much of it stayed, once for each copy."""
    given: dict[int, list[str]] = defaultdict(list)
    for number, line in lines:
        given[number].append(key(line))
    stayed: dict[str, list[int]] = defaultdict(list)
    out = [line for line in result.text.split("\n") if line.strip()]
    for number, line in zip(result.numbers, out, strict=True):
        origins = given.get(number)
        if origins:
            same = key(line)
            stayed[same if same in origins else origins[0]].append(len(line))
    return stayed


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None
