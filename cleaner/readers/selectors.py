"""What CSS selectors find in a page: its title, its address, the text of the elements a source names.

The only module that knows selectolax.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from cleaner.errors import UsageError
from cleaner.rulebook.spec import Placed
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q ruby s samp small "
    "span strike strong sub sup svg time tt u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_SILENT_NAMES = "audio button canvas embed iframe nav noscript object script select style svg template textarea video"
_SILENT = frozenset(_SILENT_NAMES.split())
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about itself; empty where it says nothing."""

    title: str = ""
    url: str = ""


class Page:
    """A parsed page.

    >>> page = Page('<title>Bão | Báo</title><h1>Bão số 3</h1><div class="c"><p>Một <b>câu</b>.<p>Hai.</div>')
    >>> page.facts().title, page.lines([".c"])
    ('Bão số 3', ['Một câu.', 'Hai.'])
    """

    def __init__(self, html: str) -> None:
        """Parse a page."""
        self._tree = LexborHTMLParser(html)

    def facts(self, title: Iterable[str] = ()) -> Facts:
        """Read title and address; `title` are a source's own selectors, which come first."""
        headlines = [text for selector in (*title, "h1") for text in self._texts(selector)]
        named = [text for text in headlines if text] or [self._meta('meta[property="og:title"]', "content")]
        address = self._meta('link[rel="canonical"]', "href") or self._meta('meta[property="og:url"]', "content")
        return Facts(named[0] or self._title(), address if address.startswith("http") else "")

    def _texts(self, selector: str) -> Iterator[str]:
        """Give the text of each element that fits, on one line."""
        for node in self._select(selector):
            yield _squeezed(node.text())

    def _title(self) -> str:
        """Give the ``<title>``."""
        return next(self._texts("title"), "")

    def _meta(self, selector: str, attribute: str) -> str:
        """Give an attribute of the first element that fits."""
        for node in self._select(selector):
            value = node.attributes.get(attribute)
            if value:
                return _squeezed(value)
        return ""

    def _select(self, selector: str) -> list[LexborNode]:
        """Find the elements that fit; a selector that is none is a mistake in the rule file it came from."""
        try:
            return self._tree.css(str(selector))
        except (SelectolaxError, ValueError):
            where = f"{selector.place}: " if isinstance(selector, Placed) else ""
            raise UsageError(f"{where}{str(selector)!r} is no CSS selector") from None

    def remove(self, selectors: Iterable[str]) -> None:
        """Take the elements that fit out of the page."""
        for selector in selectors:
            for node in self._select(selector):
                node.decompose()

    def lines(self, selectors: Iterable[str]) -> list[str]:
        """Give the visible text of the elements that fit, in the order of the page: one block a line."""
        found = [selector for selector in selectors if self._select(selector)]
        chosen = self._select(", ".join(found)) if found else []
        inside = {node.mem_id for node in chosen}
        roots = [node for node in chosen if not _within(node, inside)]
        return [line for root in roots for line in _lines(root)]

    def html(self) -> str:
        """Give the page as it is now."""
        return self._tree.html or ""


def _within(node: LexborNode, chosen: set[int]) -> bool:
    """Tell whether an element stands inside another chosen one."""
    above = node.parent
    while above is not None:
        if above.mem_id in chosen:
            return True
        above = above.parent
    return False


def _squeezed(text: str) -> str:
    """Make all white space one space."""
    return _SPACE.sub(" ", text).strip()


def _lines(root: LexborNode) -> Iterator[str]:
    """Break the text of an element into lines where its blocks begin and end."""
    line: list[str] = []
    for piece in _pieces(root):
        if piece is None:
            yield from _flushed(line)
            line = []
        else:
            line.append(piece)
    yield from _flushed(line)


def _flushed(line: list[str]) -> Iterator[str]:
    """Give a line unless it is blank."""
    text = _squeezed("".join(line))
    if text:
        yield text


def _pieces(root: LexborNode) -> Iterator[str | None]:
    """Give the texts below an element in order, and None at every border of a block.

    A stack instead of recursion: pages nest thousands deep.
    """
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            yield None
        elif node.is_text_node:
            yield node.text(deep=False)
        elif node.is_element_node and node.tag not in _SILENT:
            block = node.tag not in _INLINE
            if block:
                yield None
                stack.append(None)
            stack.extend(reversed(list(node.iter(include_text=True))))
