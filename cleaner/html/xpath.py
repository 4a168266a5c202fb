"""The escape hatch of selectors: XPath, through lxml.

What an expression finds is marked by an attribute, and the selector becomes the CSS of that mark; from there on there
is one way for all selectors.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.errors import UsageError
from cleaner.rules.html import Html, Placed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

PREFIX: Final = "xpath:"
_KINDS: Final = ("content", "title", "remove", "published", "byline")


def with_marks(page: str | bytes, sections: Sequence[Html]) -> tuple[str, tuple[Html, ...]]:
    """A page with marks, and the sections with CSS that finds them.

    >>> page, sections = with_marks("<p>a<p>b", [Html(content=("xpath: //p[text()='b']",))])
    >>> page, sections[0].content
    ('<html><body><p>a</p><p data-xpath-0="">b</p></body></html>', ('[data-xpath-0]',))
    """
    from lxml import etree, html

    try:
        tree = html.document_fromstring(
            page.encode() if isinstance(page, str) else page, html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return "", tuple(sections)
    marks = _Marks(tree)
    made = []
    for one in sections:
        css: dict[str, Any] = {kind: tuple(map(marks.css, getattr(one, kind))) for kind in _KINDS}
        made.append(replace(one, **css))
    return str(html.tostring(tree, encoding="unicode")), tuple(made)


class _Marks:
    """Marks what expressions find, each with its own attribute."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.count = 0

    def css(self, selector: str) -> str:
        """The CSS of what a selector finds; CSS stays as it is."""
        if not selector.startswith(PREFIX):
            return selector
        name, self.count = f"data-xpath-{self.count}", self.count + 1
        for found in self._found(selector):
            if getattr(found, "is_attribute", False):
                found.getparent().set("data-value", str(found))
                found.getparent().set(name, "")
            elif hasattr(found, "tag") and isinstance(found.tag, str):
                found.set(name, "")
        css = f"[{name}]"
        return Placed(css, selector.place) if isinstance(selector, Placed) else css

    def _found(self, selector: str) -> list[Any]:
        """Evaluate an expression; one that is none, or finds no elements, is a mistake in its rule file."""
        from lxml import etree

        where = f"{selector.place}: " if isinstance(selector, Placed) else ""
        try:
            found = etree.XPath(selector.removeprefix(PREFIX).strip(), regexp=False)(self.tree)
        except etree.XPathError as error:
            raise UsageError(f"{where}{str(selector)!r} is no XPath: {error}") from None
        if not isinstance(found, list):
            raise UsageError(f"{where}{str(selector)!r} finds no elements")
        return found
