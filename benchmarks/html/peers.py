"""Who takes the article out of a page: each is a function from the page's bytes and address to a text."""

from __future__ import annotations

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from cleaner import Cleaner
from cleaner.html.reader import read_html
from cleaner.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    Extract = Callable[[bytes, str], str]


class Peer(NamedTuple):
    """One of them, by name."""

    name: str
    extract: Extract


def peers() -> list[Peer]:
    """Give cleaner in three ways, and whatever others are installed."""
    found = [
        Peer("cleaner, the source's selectors and rules", cleaner(Cleaner())),
        Peer("cleaner, source unknown", cleaner(Cleaner(source="vi/news"))),
        Peer("cleaner --no-source", cleaner(Cleaner(source="none"))),
    ]
    for package, make in OTHERS.items():
        try:
            found += [Peer(f"{package} {version(package)}{mode}", extract) for mode, extract in make()]
        except ImportError:
            print(f"({package} is not installed: pip install '.[bench]')")
    return found


def cleaner(built: Cleaner) -> Extract:
    """Read by selectors, else by looks, and clean."""

    def extract(page: bytes, url: str) -> str:
        found = read_html(page, "page.html", lambda url: (built.html_for(url) or ("", ()))[1], url)
        return built.clean(found).text if isinstance(found, Document) else ""

    return extract


def _trafilatura() -> list[tuple[str, Extract]]:
    import trafilatura

    modes = {
        "": {},
        ", fast": {"fast": True},
        ", recall": {"favor_recall": True},
        ", precision": {"favor_precision": True},
    }

    def made(options: dict[str, bool]) -> Extract:
        return lambda page, _: trafilatura.extract(page, include_comments=False, **options) or ""

    return [(name, made(options)) for name, options in modes.items()]


def _readability() -> list[tuple[str, Extract]]:
    import lxml.html
    from readability import Document as Readable

    def extract(page: bytes, _: str) -> str:
        found = Readable(page.decode("utf-8", "replace"))
        return found.short_title() + "\n" + lxml.html.fromstring(found.summary()).text_content()

    return [("", extract)]


def _resiliparse() -> list[tuple[str, Extract]]:
    from resiliparse.extract.html2text import extract_plain_text

    return [
        ("", lambda page, _: extract_plain_text(page.decode("utf-8", "replace"), main_content=True, alt_texts=False))
    ]


def _justext() -> list[tuple[str, Extract]]:
    import justext

    words = justext.get_stoplist("Vietnamese")
    return [("", lambda page, _: "\n".join(p.text for p in justext.justext(page, words) if not p.is_boilerplate))]


def _newspaper() -> list[tuple[str, Extract]]:
    import newspaper

    def extract(page: bytes, url: str) -> str:
        # it would ask the web for the page's pictures
        found = newspaper.Article(url or "https://example.vn/", language="vi", fetch_images=False)
        found.download(input_html=page.decode("utf-8", "replace"))
        found.parse()
        return f"{found.title}\n{found.text}"

    return [("", extract)]


OTHERS: dict[str, Callable[[], list[tuple[str, Extract]]]] = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "justext": _justext,
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper,
}
logging.getLogger("readability").setLevel(logging.CRITICAL)
