"""The seed documents with all that is known of them, for the tests."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class Seed:
    """One document: its text, its address, the accepted output, and the hand-made labels of its lines."""

    name: str
    text: str
    url: str
    expected: str
    labels: dict[str, list[list[int]]]

    @property
    def source(self) -> str:
        return self.url.split("/")[2]

    def lines(self, label: str) -> list[str]:
        """The lines that carry a label."""
        lines = self.text.split("\n")
        numbers = [number for first, last in self.labels[label] for number in range(first, last + 1)]
        return [lines[number - 1] for number in numbers if number <= len(lines) and lines[number - 1].strip()]


@cache
def seeds() -> tuple[Seed, ...]:
    """Read all seeds."""
    labels = json.loads((FOLDER / "labels.json").read_text("utf-8"))
    with (FOLDER / "URLS.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return tuple(
        Seed(
            row["path"].removesuffix(".txt"),
            (FOLDER / row["path"]).read_text("utf-8"),
            row["url"],
            (FOLDER / row["path"]).with_suffix(".expected.txt").read_text("utf-8"),
            labels[row["path"]],
        )
        for row in rows
    )
