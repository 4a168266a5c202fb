"""Draws the picture at the top of the README, docs/cleaner.svg, from a real run on a seed; `make docs` calls it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment

from cleaner import Cleaner

if TYPE_CHECKING:
    from cleaner.rules.engine import Fate

SEED = Path(__file__).parent.parent / "seeds/000_5c5eb49241727d45.txt"
SIGNS = {"keep": " ", "drop": "−", "meta": "i", "trim": "±"}
WIDTH, ROW, TOP = 1030, 24, 74
_MOST_OF_A_RUN, _LONGEST = 2, 66


class Row(NamedTuple):
    """A line of the picture; one without a number says how many lines were left out."""

    y: int
    fate: str
    number: str
    sign: str
    text: str
    owner: str = ""


_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" width="{{ width }}" \
height="{{ height }}" role="img" aria-labelledby="title">
<title id="title">{{ title }}</title>
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d7dde4 }
.number, .more, .owner, .bar { fill: #8a97a5 } .owner { font-size: 12px }
.drop { fill: #ff9f97 } .meta { fill: #86c5f5 } .trim { fill: #f0c66a } .gone { text-decoration: line-through }
.sum { font-weight: bold; fill: #fff }
</style>
<rect width="100%" height="100%" rx="12" fill="#14191f"/>
<circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/>\
<circle cx="64" cy="22" r="6" fill="#28c840"/>
<text class="bar" x="96" y="27">$ cleaner explain page.txt</text>
{% for row in rows %}
{% if row.number %}
<text class="number" x="46" y="{{ row.y }}" text-anchor="end">{{ row.number }}</text>\
<text class="{{ row.fate }}" x="60" y="{{ row.y }}">{{ row.sign }}</text>\
<text class="{{ row.fate }}{{ " gone" if row.fate == "drop" }}" x="80" y="{{ row.y }}">{{ row.text }}</text>\
<text class="owner" x="{{ width - 20 }}" y="{{ row.y }}" text-anchor="end">{{ row.owner }}</text>
{% else %}
<text class="more" x="80" y="{{ row.y }}">{{ row.text }}</text>
{% endif %}
{% endfor %}
<text class="sum" x="80" y="{{ height - 22 }}">{{ title }}</text>
</svg>
"""


def picture() -> str:
    """The picture."""
    found = Cleaner().explain(SEED.read_text("utf-8"))
    rows: list[Row] = []
    for _, run in groupby(found.lines, key=lambda line: (line.fate, line.rule)):
        lines = list(run)
        shown = lines if len(lines) <= _MOST_OF_A_RUN + 1 else lines[:_MOST_OF_A_RUN]
        rows += [_row(len(rows) + at, line) for at, line in enumerate(shown)]
        if more := len(lines) - len(shown):
            verb = "of the article stay" if lines[0].fate == "keep" else "go with them"
            rows.append(Row(TOP + ROW * len(rows), "more", "", "", f"… {more} more lines {verb}"))
    total = sum(len(line.text) for line in found.lines)
    gone = sum(len(line.text) - len(line.kept) for line in found.lines if line.fate != "keep")
    went = sum(line.fate in ("drop", "meta") for line in found.lines)
    title = f"{went} of {len(found.lines)} lines leave, {100 * gone / total:.0f} % of the characters; the article stays"
    template = Environment(autoescape=True, trim_blocks=True).from_string(_TEMPLATE)
    height = TOP + ROW * len(rows) + 40
    return template.render(rows=rows, title=title, width=WIDTH, height=height) + "\n"


def _row(at: int, line: Fate) -> Row:
    text = line.text if len(line.text) <= _LONGEST else line.text[: _LONGEST - 1] + "…"
    owner = f"{line.label or line.fate} · {line.rule}" if line.rule else ""
    return Row(TOP + ROW * at, line.fate, str(line.line), SIGNS[line.fate], text, owner)
