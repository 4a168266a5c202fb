"""Labelled pages: those of a folder, or pages made around the seeds.

A seed is the text of a whole page. Its page here puts every line back where such lines stand: menus and boxes as
links, the article in an element of its own with its boxes inside, scripts and styles around it. The seeds' sources
have selectors for that element. Words of the title and the body are wanted; captions and facts are allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from benchmarks.quality.documents import Labelled, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WANTED = ("title", "keep")
ALLOWED = (*WANTED, "caption", "optional", "meta")
SCRIPT = "<script>var settings = {};</script>".format(
    "{" + ", ".join(f'"slot{n}": "https://ads.example/{n}?w=300&h=250"' for n in range(400)) + "}"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the text that is wanted of it, and the text that does no harm."""

    name: str
    url: str
    html: bytes
    wanted: str
    allowed: str


def pages(folder: Path, made: bool) -> list[Page]:
    """Read the labelled pages of a folder, ``HOST/NNN.html`` beside its text and labels, or make them of its texts."""
    found = [page for one in load(folder) if one.article and (page := _page(folder, one, made))]
    if not found:
        raise FileNotFoundError(f"{folder}: no labelled pages HOST/NNN.html with NNN.txt and NNN.json")
    return found


def _page(folder: Path, one: Labelled, made: bool) -> Page | None:
    path = (folder / one.name).with_suffix(".html")
    if not made and not path.is_file():
        return None
    html = "\n".join(_built(one)).encode() if made else path.read_bytes()
    return Page(one.name, one.url, html, _text(one, WANTED), _text(one, ALLOWED))


def _text(one: Labelled, labels: tuple[str, ...]) -> str:
    lines = one.text.split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if one.labels.get(number, "drop") in labels)


def _built(one: Labelled) -> Iterator[str]:
    """Build the page of a text."""
    lines = [(line, one.labels.get(at, "drop")) for at, line in enumerate(one.text.split("\n"), 1) if line.strip()]
    body = [at for at, (_, label) in enumerate(lines) if label in WANTED]
    title, *body = body
    yield f'<!doctype html><html lang="vi"><head><title>{escape(lines[title][0])}</title>{SCRIPT}'
    yield f'<meta property="og:title" content="{escape(lines[title][0])}"><style>p {{margin: 1em}}</style></head><body>'
    for at, (line, label) in enumerate(lines):
        text = escape(line)
        if at == body[0]:
            yield '<article><div class="article__body __MASTERCMS_CONTENT">'
        if at == title:
            yield f"<h1>{text}</h1>"
        elif label in ALLOWED:
            yield f"<figure><figcaption>{text}</figcaption></figure>" if label == "caption" else f"<p>{text}</p>"
        else:
            yield f'<div class="item"><a href="/{at}.html"><span>{text}</span></a></div>'
        if at == body[-1]:
            yield f"</div></article>{SCRIPT}"
    yield "</body></html>"
