"""The figures for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.quality.measures import Score, Wrong
    from benchmarks.quality.run import Run

COLUMNS = {
    "junk": "junk removed",
    "article": "article lost",
    "caption": "captions kept",
    "meta_out": "meta out",
    "meta_found": "meta found",
}


def as_text(run: Run, show: int) -> str:
    """The table, the judgement on pages that are no articles, and up to `show` wrong lines a document."""
    head = f"{'percent of characters':26}{'docs':>6}" + "".join(f"{title:>15}" for title in COLUMNS.values())
    rows = [_row(source, score) for source, score in run.by_source.items()]
    return "\n".join([*_wrong(run, show), head, *rows, "", *_worst(run), _pages(run)])


def as_data(run: Run) -> dict[str, Any]:
    """All figures as plain data."""
    return {
        "sources": {source: {"documents": s.documents, **s.figures} for source, s in run.by_source.items()},
        "flagged": {"no_article": list(run.no_article), "article": list(run.articles)},
    }


def _row(source: str, score: Score) -> str:
    cells = "".join(f"{_cell(name, score.figures):>15}" for name in COLUMNS)
    return f"{source:26}{score.documents:6}{cells}"


def _cell(name: str, figures: Mapping[str, float | None]) -> str:
    value = figures[name]
    if value is None:
        return "-"
    return f"{100 - value if name == 'article' else value:.2f}"


def _worst(run: Run) -> list[str]:
    """Name the worst document of each kind of mistake, where one was made."""
    lines = []
    for name, words in (("junk", "{:.2f} % of the junk of {} left"), ("article", "{:.2f} % of the article of {} lost")):
        found = {document: score.figures[name] for document, score in run.by_document.items()}
        least = min(((value, document) for document, value in found.items() if value is not None), default=(100.0, ""))
        if least[0] < 100:
            lines.append("worst: " + words.format(100 - least[0], least[1]))
    return lines


def _pages(run: Run) -> str:
    (right, pages), (wrong, articles) = run.no_article, run.articles
    return f"flagged not-an-article: {right} of {pages} that are none, {wrong} of {articles} articles"


def _wrong(run: Run, show: int) -> list[str]:
    lines: list[str] = []
    for score in run.by_document.values():
        for what in ("lost", "left"):
            some = [wrong for wrong in score.wrong if wrong.what == what]
            lines += [_line(wrong) for wrong in some[:show]]
    return [*lines, ""] if lines else []


def _line(wrong: Wrong) -> str:
    return f"{wrong.document}:{wrong.line}: {wrong.what} {wrong.text[:100]}"
