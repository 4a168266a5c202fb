"""What trafilatura knows of a page: which text is its article, and what the page says of itself to machines."""

import logging
import re
from types import ModuleType
from typing import Final

from cleaner.html.lines import host_and_path
from cleaner.html.votes import key

#: Characters of markup, and elements, beyond which it is not asked: its time grows faster than the page.
_LARGEST: Final = 5_000_000
_MOST_ELEMENTS: Final = 10_000
_LANGUAGE: Final = re.compile(r"""(?is)<html\b[^>]{0,2000}?\s(?:xml:)?lang\s*=\s*["']?\s*([a-z]{2,3})\b""")
_HEAD: Final = 4096


def _trafilatura() -> ModuleType:
    """Load it, without its messages: an empty page is our finding to report, not its own."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


def extracted(html: str, *, thorough: bool = False) -> str:
    """Let trafilatura find the article; ``""`` where it finds none, or fails over the page.

    In its fast mode, whose answer `article` knows how to mend; its second opinions (`thorough`) take half as long
    again, and help where the fast answer is but a small part of the page's running text, see benchmarks/html.

    >>> extracted("<p>no article") in ("", "no article")
    True
    """
    if len(html) > _LARGEST or html.count("</") > _MOST_ELEMENTS:
        return ""
    try:
        return _trafilatura().extract(html, include_comments=False, fast=not thorough) or ""
    except (ValueError, RecursionError, AttributeError, TypeError):
        return ""  # a page that it stumbles over is judged by its looks alone


def facts_of(about: str, page: str | bytes, url: str = "") -> dict[str, str]:
    """The ``published byline site language`` of a page, as far as it tells.

    `about` is the markup that holds what is said (`Page.head`); reading that alone is three times as fast. Where it
    says no date the whole page is asked: a year in the address of a picture is but a guess.

    >>> facts_of('<head><meta property="article:published_time" content="2025-01-13T11:26:00+07:00"></head>', "")
    {'published': '2025-01-13'}
    """
    found = _metadata(f"<html>{about}</html>", url, said_only=True)
    if found.get("date") is None and len(page) <= _LARGEST:
        whole = page.decode() if isinstance(page, bytes) else page
        found = {**_metadata(whole, url), **{name: value for name, value in found.items() if value}}
    site = found.get("sitename") or ""
    if key(site) == key(found.get("title") or ""):  # some papers put the headline of the page in its place
        site = ""
    head = page[:_HEAD]
    root = _LANGUAGE.search(head.decode("utf-8", "replace") if isinstance(head, bytes) else head)
    facts = {
        "published": found.get("date") or "",
        "byline": _people(found.get("author") or "", site, url or found.get("url") or ""),
        "site": site,
        "language": found.get("language") or (root[1].lower() if root else ""),
    }
    return {name: value for name, value in facts.items() if value}


def _metadata(html: str, url: str, *, said_only: bool = False) -> dict[str, str]:
    """Ask trafilatura, which guesses at a date unless `said_only`; a page that it stumbles over says nothing."""
    try:
        found = _trafilatura().extract_metadata(html, default_url=url or None, extensive=not said_only)
    except (ValueError, TypeError, AttributeError, RecursionError, KeyError):
        return {}
    if found is None:
        return {}
    return {name: value for name, value in found.as_dict().items() if isinstance(value, str)}  # no elements


def _people(authors: str, site: str, url: str) -> str:
    """The authors that are people: many papers name themselves among them.

    >>> _people("Dân trí; Lê Trai; Dantri Com Vn", "Báo điện tử Dân trí", "https://dantri.com.vn/a.htm")
    'Lê Trai'
    """
    host = key(host_and_path(url)[0])
    names = [name.strip() for name in authors.split(";")]
    return "; ".join(name for name in names if (one := key(name)) and one not in key(site) and one not in host)
