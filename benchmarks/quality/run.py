"""Cleans labelled documents and keeps the scores, by document and by source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from benchmarks.quality.measures import Score, score, together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.quality.documents import Labelled
    from benchmarks.quality.floors import Figures
    from cleaner import Cleaner

ALL: Final = "ALL"
FLAG: Final = "not-an-article"


@dataclass(frozen=True)
class Run:
    """What one run gave: documents with their source and score, and how many of which kind were flagged."""

    by_document: dict[str, Score]
    source_of: dict[str, str]
    no_article: tuple[int, int]
    articles: tuple[int, int]

    @cached_property
    def by_source(self) -> dict[str, Score]:
        """Sum up by source, and over all."""
        sources = sorted(set(self.source_of.values()))
        sums = {source: together(self._scores(source)) for source in sources}
        return {**sums, ALL: together(self.by_document.values())}

    @property
    def figures(self) -> Figures:
        """The figures by source, and over all."""
        return {source: sums.figures for source, sums in self.by_source.items()}

    def _scores(self, source: str) -> list[Score]:
        return [score for name, score in self.by_document.items() if self.source_of[name] == source]


def measure(cleaner: Cleaner, documents: Iterable[Labelled], *, no_url: bool = False, source: str = "") -> Run:
    """Clean each document, with its address or without, or all by the rules of one `source`.

    Pages that are no articles are judged by their flag alone.
    """
    scores: dict[str, Score] = {}
    sources: dict[str, str] = {}
    flags: dict[bool, list[bool]] = {True: [], False: []}
    for document in documents:
        result = cleaner.clean(document.text, url="" if no_url else document.url, source=source)
        flags[document.article].append(FLAG in result.flags)
        if document.article:
            scores[document.name] = score(document, result)
            sources[document.name] = document.host
    return Run(scores, sources, _share(flags[False]), _share(flags[True]))


def _share(flags: list[bool]) -> tuple[int, int]:
    return sum(flags), len(flags)
