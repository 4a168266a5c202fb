"""What trafilatura takes for the article of a page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

#: Characters of markup, and elements, beyond which it is not asked: its time grows faster than the page.
_MOST: Final = 5_000_000
_MOST_ELEMENTS: Final = 10_000


def extracted(html: str, *, thorough: bool = False) -> str:
    """Let trafilatura find the article; ``""`` where it finds none, or fails over the page.

    In its fast mode, whose answer `article` knows how to mend; its second opinions (`thorough`) take half as long
    again, and help where the fast answer is but a small part of the page's running text, see benchmarks/html.

    >>> extracted("<p>no article") in ("", "no article")
    True
    """
    if len(html) > _MOST or html.count("</") > _MOST_ELEMENTS:
        return ""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is our finding to report, not its own
    try:
        return trafilatura.extract(html, include_comments=False, fast=not thorough) or ""
    except (ValueError, RecursionError, AttributeError, TypeError):
        return ""  # a page that it stumbles over is judged by its looks alone
