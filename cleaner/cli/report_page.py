"""The page of a report: one HTML file that needs nothing else, and shows nothing of a document but as text.

Every value passes `shown`, and the page's own policy lets no script run but the one whose digest it names, so that a
document cannot become part of the page.
"""

from __future__ import annotations

import base64
import hashlib
import os
from html import escape
from typing import TYPE_CHECKING

from cleaner.cli.explain import heading, parts
from cleaner.runs.describe import visible
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.cli.explain import Row
    from cleaner.cli.report_figures import Count, Figures
    from cleaner.engine.explain import Explanation

LONGEST = 2_000
"""Lines of one document that are shown."""

_NONE = {"source": "none found", "label": "no label", "rule": "no rule"}
_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reportpage")  # noqa: PTH100, PTH118, PTH120
_KEY = ("drop", "left the text"), ("meta", "became metadata"), ("trim", "shortened"), ("repair", "letters repaired")


def shown(value: object) -> str:
    r"""Make a value fit for any place in the page; what is not to be seen comes as its code.

    >>> shown('<b title="x">\x1b\u202e')
    '&lt;b title=&quot;x&quot;&gt;\\x1b\\u202e'
    """
    return escape(visible(str(value)), quote=True)


def page(figures: Figures, documents: list[str], left_out: int) -> bytes:
    """Put the page together."""
    style, script = _file("report.css"), _file("report.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}"
    sources, labels, rules = (_choices(counts) for counts in (figures.sources, figures.labels, figures.rules))
    more = f" {left_out:,} more documents changed and are only counted." if left_out else ""
    return f"""<!doctype html>
<html lang="en">
<meta name="generator" content="cleaner {shown(__version__)}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{shown(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What cleaner removed</title>
<style>{style}</style>
<h1>What cleaner removed</h1>
<p class="sum">{shown(_summary(figures))}</p>
<div class="figures">
<section><h2>By source</h2>{_table(figures.sources, "source", figures.removed)}</section>
<section><h2>By label</h2>{_table(figures.labels, "label", figures.removed)}</section>
</div>
<section><h2>By rule</h2>{_table(figures.rules, "rule", figures.removed)}</section>
<h2>Documents</h2>
<p class="sum">{len(documents):,} documents that changed or are flagged.{more}</p>
<div class="key">{"".join(f'<span class="{name}">{words}</span>' for name, words in _KEY)}</div>
<div class="filters" hidden>
<label>Source <select id="by-source"><option value="">all</option>{sources}</select></label>
<label>Label <select id="by-label"><option value="">all</option>{labels}</select></label>
<label>Rule <select id="by-rule"><option value="">all</option>{rules}</select></label>
<label>Words <input type="search" id="by-words"></label>
<label><input type="checkbox" id="bare"> only lines that go</label>
<label><input type="checkbox" id="flagged"> only flagged</label>
<button class="pick" id="unfold" type="button">open or close all</button>
<span id="shown" role="status"></span>
</div>
{"".join(documents)}
<script>{script}</script>
""".encode("utf-8", "backslashreplace")


def document(found: Explanation, rows: list[Row]) -> str:
    """Show one document, folded."""
    result = found.result
    facts = "".join(f"<dt>{shown(name)}</dt><dd>{shown(value)}</dd>" for name, value in heading(result, found.document))
    gone = sum(row.fate in ("drop", "meta") for row in rows)
    flags = f' <b class="flag">{shown(", ".join(result.flags))}</b>' if result.flags else ""
    rest = f"<li><i></i><span>… {len(rows) - LONGEST:,} more lines</span></li>" if len(rows) > LONGEST else ""
    return (
        f'<details data-source="{shown(result.source)}" data-flagged="{int(bool(result.flags))}">'
        f"<summary>{shown(found.document.id or '-')} "
        f"<span>{shown(result.source or 'no source')} · {gone:,} of {len(rows):,} lines</span>{flags}</summary>"
        f"<dl>{facts}</dl><ol>{''.join(map(_line, rows[:LONGEST]))}{rest}</ol></details>\n"
    )


def _line(row: Row) -> str:
    """Show a line with its owner; what is cut out of one is struck out."""
    before, cut, after = map(shown, parts(row))
    text = f"{before}<del>{cut}</del>{after}" if cut else before
    owner = " · ".join(word for word in (row.label, row.rule) if word)
    return (
        f'<li class="{shown(row.fate)}" data-label="{shown(row.label)}" data-rule="{shown(row.rule)}">'
        f'<i>{row.line}</i><span>{text}</span><small title="{shown(row.at)}">{shown(owner)}</small></li>'
    )


def _table(counts: dict[str, Count], by: str, total: int) -> str:
    """Show a table, the largest first; a click on a name filters the documents."""
    rows = sorted(counts.items(), key=lambda item: (-item[1].chars, item[0]))
    heads = {"source": "<th>source", "label": "<th>label", "rule": "<th>rule<th>where"}[by]
    body = []
    for name, count in rows:
        where = f"<td>{shown(count.at)}" if by == "rule" else ""
        width = 100 * count.chars / total if total else 0
        body.append(
            f'<tr><td><button class="pick" type="button" data-by="{by}" value="{shown(name)}">'
            f"{shown(name or _NONE[by])}</button>{where}<td class=n>{count.documents:,}<td class=n>{count.lines:,}"
            f"<td class=n>{count.chars:,}<td class=bar>{_bar(width)}"
        )
    numbers = "<th class=n>documents<th class=n>lines<th class=n>characters<th>"
    return f'<div class="wide"><table><tr>{heads}{numbers}{"".join(body)}</table></div>'


def _bar(width: float) -> str:
    """Draw a share; as an image, since the page's policy allows no styles on single elements."""
    size = 'width="100%" height="10" role="img"'
    return f'<svg {size} aria-label="{width:.1f} %"><rect width="{width:.2f}%" height="10" rx="2"/></svg>'


def _choices(counts: dict[str, Count]) -> str:
    """Give what a filter offers; what has no name cannot be asked for."""
    return "".join(f'<option value="{shown(name)}">{shown(name)}</option>' for name in sorted(counts) if name)


def _summary(figures: Figures) -> str:
    """Say in one line how it went."""
    share = f"; {100 * figures.removed / figures.chars:.1f} % of the characters went" if figures.chars else ""
    return f"{figures.tally.sentence()}{share}"


def _file(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as stream:  # noqa: PTH118, PTH123
        return stream.read()


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
