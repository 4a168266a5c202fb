"""A web page becomes the lines of its article: by the source's own selectors, else by trafilatura.

The only module that knows trafilatura.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cleaner.model import Document, Skipped
from cleaner.readers.plain import decoded
from cleaner.readers.selectors import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    class Selectors(Protocol):
        """What a rule file says about HTML."""

        @property
        def content(self) -> Sequence[str]:
            """Where the article is."""

        @property
        def title(self) -> Sequence[str]:
            """Where its title is."""

        @property
        def remove(self) -> Sequence[str]:
            """What goes out of the page first."""

    Find = Callable[[str], "Selectors | None"]
    """Gives the selectors of the source that an address belongs to."""


def read_html(data: bytes, id: str, find: Find, url: str = "", source: str = "") -> Document | Skipped:
    r"""Turn a page into a document: its title, then the article, one block a line.

    The address is `url`, else what the page gives as its own. A source's `content` selectors that find nothing on
    this page leave it to trafilatura; where that finds no article either, all visible text is taken, and the text
    rules sort it.

    >>> page = b"<html><h1>B\xc3\xa3o</h1><p>M\xe1\xbb\x99t c\xc3\xa2u.</p></html>"
    >>> read_html(page, "a.html", lambda url: None).text
    'Bão\nMột câu.'
    """
    html = decoded(data, id)
    if isinstance(html, Skipped):
        return html
    if not html.strip():
        return Document("", id, url, source)
    page = Page(html)
    url = url or page.facts().url
    selectors = find(url)
    facts = page.facts(selectors.title if selectors else ())
    if selectors:
        page.remove(selectors.remove)
    lines = (page.lines(selectors.content) if selectors and selectors.content else []) or _article(page.html())
    lines = lines or page.lines(["body"])
    if not lines:
        return Skipped(id, "the page has no text")
    if facts.title and facts.title not in lines[:5]:
        lines.insert(0, facts.title)
    return Document("\n".join(lines), id, url, source, facts.title)


def _article(html: str) -> list[str]:
    """Let trafilatura find the article."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is our finding to report, not its own
    text = trafilatura.extract(html, include_comments=False) or ""
    return [line.strip() for line in text.split("\n") if line.strip()]
