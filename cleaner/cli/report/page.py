"""The page of a report: one HTML file that needs nothing else, and shows nothing of a document but as text.

The templates escape every value, after what is not to be seen in it was made visible (`_final`), and the page's own
policy lets no script run but the one whose digest it names, so that a document cannot become part of the page.
"""

import base64
import datetime
import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cleaner._core import __version__
from cleaner.cli.explain import difference, heading, rows
from cleaner.cli.report.figures import BINS, Figures, Shown, bin_of, day_of
from cleaner.model import FLAGS
from cleaner.rules.engine import Fate
from cleaner.runs.console import visible
from cleaner.settings import MEANINGS, META

#: Bytes that the documents of a page may take: with all else it stays under 5 MB, which browsers open at once.
BUDGET: Final = 4_000_000
#: Lines, and characters of a line and of all lines, that are shown of one document.
MOST_LINES, MOST_OF_A_LINE, MOST_OF_A_DOCUMENT = 2_000, 4_000, 150_000
_RECURRING = 40
_BINS: Final = ("0", *(f"≤{10 * tenth}" for tenth in range(1, BINS)))
_FOLDER = Path(__file__).parent


class Run(NamedTuple):
    """What was read, with which settings other than the usual ones, the digest of all rule files, what went wrong."""

    paths: Sequence[str]
    settings: Sequence[tuple[str, str]]
    digest: str
    problems: Sequence[str]


class Line(NamedTuple):
    """A line as it is drawn: what is the same before and after stands around what was `cut` and what was `put`."""

    row: Fate
    lead: str
    cut: str
    put: str
    tail: str


def page(figures: Figures, chosen: Iterable[Shown], most: int, run: Run) -> bytes:
    """Put the page together: as many of the chosen documents as were asked for and as fit."""
    style, script = ((_FOLDER / name).read_text("utf-8") for name in ("report.css", "report.js"))
    documents, full = _documents(figures, chosen, most)
    policy = f"default-src 'none'; style-src {_sha(style)}; script-src {_sha(script)}"
    return (
        _templates()
        .get_template("page.html.jinja")
        .render(
            **{"figures": figures, "documents": documents, "full": full, **run._asdict()},
            **{"policy": policy, "style": Markup(style), "script": Markup(script)},  # noqa: S704
            **{"made": _now(), "version": __version__, "bins": list(zip(_BINS, figures.bins, strict=True))},
            **{"periods": figures.periods(), "recurring": figures.recurring(_RECURRING)},
            **{"metadata": META, "meanings": MEANINGS, "flags": FLAGS},
        )
        .encode("utf-8", "backslashreplace")
    )


def _documents(figures: Figures, chosen: Iterable[Shown], most: int) -> tuple[list[Markup], bool]:
    """Draw documents until there are enough; also tells whether one was left out for want of room."""
    drawn: list[tuple[Shown, Markup]] = []
    size, full = 0, False
    template = _templates().get_template("document.html.jinja")
    numbers = {name: row.number for name, row in figures.rules.items()}
    for shown in chosen:
        if len(drawn) >= most:
            break
        text = template.render(_facts(shown), numbers=numbers)
        length = len(text.encode("utf-8", "backslashreplace"))
        if size + length > BUDGET:
            full = True
            continue
        size += length
        drawn.append((shown, Markup(text)))  # noqa: S704 - what a template made
    shares = sorted(shown.own.share for shown, _ in drawn)
    middle = shares[len(shares) // 2] if shares else 0.0
    drawn.sort(key=lambda item: (not item[0].own.flagged, -abs(item[0].own.share - middle), item[0].number))
    return [text for _, text in drawn], full


def _facts(shown: Shown) -> dict[str, Any]:
    found = shown.found
    lines = rows(found)
    befores: dict[int, str] = {}
    for repair in found.result.repairs:
        befores.setdefault(repair.line, repair.before)
    drawn: list[Line] = []
    room = MOST_OF_A_DOCUMENT
    for row in lines[:MOST_LINES]:
        room -= len(row.text)
        if room < 0 and drawn:
            break
        drawn.append(_line(row, befores.get(row.line, "")))
    return {
        **{"shown": shown, "result": found.result, "name": found.document.id or "-", "lines": drawn},
        **{"heading": heading(found.result, found.document), "more": len(lines) - len(drawn)},
        **{"bin": bin_of(shown.own.share), "day": day_of(found), "size": len(lines)},
        "gone": sum(line.fate in ("drop", "meta") for line in lines),
    }


def _line(row: Fate, before: str) -> Line:
    """Part a line; one that is very long is cut off, which it says."""
    if row.fate in ("drop", "meta"):
        return Line(row, "", _short(row.text), "", "")
    if row.kept or row.fate == "repair":
        texts = (row.text, row.kept) if row.kept else (before, row.text)
        return Line(row, *map(_short, difference(*texts)))
    return Line(row, _short(row.text), "", "", "")


def _short(text: str) -> str:
    if len(text) <= MOST_OF_A_LINE:
        return text
    return f"{text[:MOST_OF_A_LINE]} … ({len(text) - MOST_OF_A_LINE:,} more characters)"


def _now() -> str:
    """Say when the page is made; builds that must give the same bytes again say what time it is to be."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = float(told) if told.isdigit() else None
    now = datetime.datetime.now() if moment is None else datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return f"{now:%Y-%m-%d %H:%M}"


@cache
def _templates() -> Environment:
    """Load the engine; one that meets a name it does not know stops."""
    env = Environment(autoescape=True, finalize=_final, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.loader = FileSystemLoader(_FOLDER)
    env.filters |= {"percent": percent, "top": top}
    return env


def _final(value: Any) -> Any:
    """Make what is not to be seen visible, in every value that a template shows; escaping comes after it."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible(value)


def percent(share: float) -> str:
    """Write a share; what is not nothing is not shown as nothing, and what is not all not as all.

    >>> percent(0.3141), percent(0), percent(0.00001), percent(0.99999), percent(1)
    ('31.4 %', '0 %', '< 0.1 %', '> 99.9 %', '100 %')
    """
    if share in (0, 1):
        return f"{100 * share:.0f} %"
    return "< 0.1 %" if share < 0.001 else "> 99.9 %" if share > 0.999 else f"{100 * share:.1f} %"


def top(counts: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """The rows of a table, those that took most first."""
    return sorted(counts.items(), key=lambda item: (-item[1].gone, item[0]))


def _sha(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
