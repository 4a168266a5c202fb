"""Who takes the article out of a page: each is a function from the page's bytes and address to a text."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import NamedTuple

from cleaner import Cleaner
from cleaner.html.lines import BLOCKS
from cleaner.html.reader import read_html
from cleaner.model import Document

_LETTERS = re.compile(r"\w+")


class Answer(NamedTuple):
    """The article that one found, and its headline where that is told with it."""

    body: str
    title: str = ""

    @property
    def text(self) -> str:
        """Both, the headline first."""
        return f"{self.title}\n{self.body}" if self.title else self.body


Extract = Callable[[bytes, str], Answer]
"""From a page's bytes and its address."""


class Peer(NamedTuple):
    """One of them, by name."""

    name: str
    extract: Extract


def peers() -> list[Peer]:
    """Cleaner in three ways, and whatever others are installed."""
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

    def extract(page: bytes, url: str) -> Answer:
        found = read_html(page, "page.html", lambda url: (built.html_for(url) or ("", ()))[1], url)
        if not isinstance(found, Document):
            return Answer("")
        result = built.clean(found)
        body = without_title(result.text, result.title)
        return Answer(body, result.title if body != result.text else "")

    return extract


def without_title(text: str, title: str) -> str:
    """A text without the headline among its first lines.

    >>> without_title("Bão số 3!\\nMột câu.", "Bão số 3")
    'Một câu.'
    """
    lines = text.split("\n")
    for at, line in enumerate(lines[:8]):
        if title and _LETTERS.findall(line) == _LETTERS.findall(title):
            return "\n".join(lines[:at] + lines[at + 1 :])
    return text


def _trafilatura() -> list[tuple[str, Extract]]:
    import trafilatura

    modes = {
        "": {},
        ", fast": {"fast": True},
        ", recall": {"favor_recall": True},
        ", precision": {"favor_precision": True},
    }

    def made(options: dict[str, bool]) -> Extract:
        return lambda page, _: Answer(trafilatura.extract(page, include_comments=False, **options) or "")

    return [(name, made(options)) for name, options in modes.items()]


def _readability() -> list[tuple[str, Extract]]:
    import lxml.html
    from readability import Document as Readable

    def extract(page: bytes, _: str) -> Answer:
        found = Readable(page.decode("utf-8", "replace"))
        body = lxml.html.fromstring(found.summary())
        for node in body.iter():
            if node.tag in BLOCKS:  # its answer is markup; a line is to end where a block does
                node.text, node.tail = "\n" + (node.text or ""), "\n" + (node.tail or "")
        return Answer(body.text_content(), found.short_title())

    return [("", extract)]


def _resiliparse() -> list[tuple[str, Extract]]:
    from resiliparse.extract.html2text import extract_plain_text

    return [
        (
            "",
            lambda page, _: Answer(
                extract_plain_text(page.decode("utf-8", "replace"), main_content=True, alt_texts=False)
            ),
        )
    ]


def _justext() -> list[tuple[str, Extract]]:
    import justext

    # the pages of a set are in many languages, and nothing else has their words
    words = frozenset().union(*map(justext.get_stoplist, justext.get_stoplists()))

    def extract(page: bytes, _: str) -> Answer:
        return Answer("\n".join(part.text for part in justext.justext(page, words) if not part.is_boilerplate))

    return [("", extract)]


def _newspaper() -> list[tuple[str, Extract]]:
    import newspaper

    def extract(page: bytes, url: str) -> Answer:
        # it would ask the web for the page's pictures
        found = newspaper.Article(url or "https://example.vn/", fetch_images=False)
        found.download(input_html=page.decode("utf-8", "replace"))
        found.parse()
        return Answer(found.text, found.title)

    return [("", extract)]


OTHERS: dict[str, Callable[[], list[tuple[str, Extract]]]] = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "justext": _justext,
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper,
}
logging.getLogger("readability").setLevel(logging.CRITICAL)
