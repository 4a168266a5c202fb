"""What selectors find in a page: its title, its address, facts, and the lines of the elements a source names.

Selectors are CSS. What an expression of XPath finds is marked by an attribute (`with_marks`), and the selector becomes
the CSS of that mark; from there on there is one way for all selectors.
"""

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from html import escape, unescape
from itertools import count
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.errors import UsageError
from cleaner.html.lines import SILENT, BlockTree, Line, block_tree, squeezed
from cleaner.rules.html import Html, Placed

PREFIX: Final = "xpath:"  # what a selector of XPath begins with
#: The parts of a section that are selectors.
SELECTORS: Final = ("content", "title", "remove", "published", "byline")
_WORD = re.compile(r"\w+")
#: What has no text of the article; without it, an extractor needs a fifth less time for the same answer.
_NO_TEXT = "area datalist head img input link map menu option picture progress source"
_UNREAD = [*SILENT, *_NO_TEXT.split()]
#: What React sends last (`S:`) it puts into its place by a script; all of it is shown.
_HIDDEN = '[hidden]:not([id^="S:"]), [style*="display:none"], [style*="display: none"]'
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.\w+|home|default\.\w+)?")
_NOSCRIPT = re.compile(r"(?i)<(/?)noscript\b[^>]*>")
_TEMPLATES = 'template, script[type*="template"], script[type="text/html"], script[type="text/x-html"]'
_DATA = 'script[type="application/ld+json"]'
_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"[A-Za-z]*(?:Article|BlogPosting)"')
_STATE = 'script[type="application/json"]'
#: What holds running text in the vocabulary of schema.org: of articles, reviews, recipes, answers, steps.
_TEXTS = re.compile(r'"(?:articleBody|reviewBody|recipeInstructions|text)"\s*:\s*("(?:[^"\\]|\\.)*")')
_LONG_STRING = re.compile(r'"(?:[^"\\]|\\.){200,}"')
_OUTER = re.compile(r"(?i)^<(?:template|script)\b[^>]*>|</(?:template|script)>$")
_MAY_HIDE = re.compile(r"(?i)\bhidden\b|display:\s*none")
_RELATED = 1 / 3  # the share of words by which two headlines are the same one


class Page:
    """A parsed page, and the elements of it that go.

    >>> page = Page('<title>Bão | Báo</title><h1>Bão số 3</h1><div class="c"><p>Một <b>câu</b>.<p class="ad">Ad</div>')
    >>> page.remove([".ad"])
    >>> page.title(), [(line.text, line.gone) for line in page.lines([".c"])]
    ('Bão số 3', [('Một câu.', -1), ('Ad', 0)])
    """

    def __init__(self, html: str | bytes, url: str = "") -> None:
        """Parse a page; bytes are UTF-8."""
        self._html, self._tree = html, LexborHTMLParser(html)
        self._hides = False
        self.url = url or self._address()
        """The page's address, or what it says is its own."""
        self._removers: Sequence[str] = ()
        self._gone: set[int] = set()

    def _address(self) -> str:
        """The address that the page says is its own, ``""`` where it says none."""
        found = self._metas.get("rel=canonical") or self._metas.get("property=og:url", "")
        return found if found.startswith(("http://", "https://")) else ""

    def title(self, selectors: Iterable[str] = ()) -> str:
        """The headline: by a source's own selectors, else the ``<h1>`` that is most like the page's own title."""
        for selector in selectors:
            if text := next(filter(None, self._texts(selector)), ""):
                return text
        headings = [text for node in self._select("h1") if not _leads_home(node) and (text := squeezed(node.text()))]
        named = self._metas.get("property=og:title", "")
        like = [text for text in headings if named and _alike(text, named)]
        own = next(self._texts("title"), "")
        return (like or ([named] if named and len(headings) > 1 else headings) or [named or own])[0]

    def has_title(self, title: str) -> bool:
        """Whether a title is one of the page's headings, or what it gives other sites as its title."""
        named = self._metas.get("property=og:title", "")
        return title == named or any(title == squeezed(node.text()) for node in self._select("h1, h2, h3"))

    def descriptions(self) -> list[str]:
        """What the page says it is about: in most papers the words of the lead."""
        names = ("property=og:description", "name=description", "itemprop=description")
        return [self._metas[name] for name in names if name in self._metas]

    def is_front(self) -> bool:
        """Whether the page says that it is the first of its site."""
        return bool(address := self._address()) and _HOME.fullmatch(address) is not None

    def is_no_article(self) -> bool:
        """Whether the page says what it is, and that this is no article; many pages say nothing."""
        said = self._metas.get("property=og:type", "").casefold()
        of_article = any(name.startswith("property=article:") for name in self._metas)
        if of_article or said not in ("website", "blog", "object", "profile"):
            return False
        return not any(_ARTICLE.search(node.text()) for node in self._select(_DATA))

    def value(self, selectors: Iterable[str]) -> str:
        """The first value that selectors find: the text of an element, else what its attributes say."""
        for selector in selectors:
            if (node := next(iter(self._select(selector)), None)) is not None:
                said = (node.attributes.get(name) or "" for name in ("data-value", "content", "datetime", "title"))
                if found := squeezed(node.text()) or next(filter(None, map(squeezed, said)), ""):
                    return found
        return ""

    def head(self) -> str:
        """The markup of what the page says about itself: in its ``<head>``, and in its data for machines."""
        return "".join(node.html or "" for node in self._select(f"head title, head meta, head link, {_DATA}"))

    def remove(self, selectors: Sequence[str]) -> None:
        """Mark the elements that go; `selectors` in order of ownership."""
        self._removers = selectors
        try:
            going = self._tree.css(", ".join(selectors)) if selectors else []
        except (SelectolaxError, ValueError):
            going = [node for one in selectors for node in self._select(one)]  # which one is none, this says
        self._gone = {node.mem_id for node in going}

    def lines(self, selectors: Iterable[str]) -> list[Line]:
        """The lines of the elements that fit, in the order of the page; elements in one that goes are not meant."""
        found = {selector: nodes for selector in selectors if (nodes := self._select(selector))}
        chosen = next(iter(found.values())) if len(found) == 1 else self._select(", ".join(found)) if found else []
        stops = self._gone | {node.mem_id for node in chosen}
        roots = [node for node in chosen if node.mem_id not in self._gone and not _within(node, stops)]
        return block_tree(roots, self._taken).lines

    def block_tree(self, going: Sequence[str] = (), *, hidden: bool = False) -> BlockTree:
        """All lines of the page with what they stand in, what goes and, if `hidden`, what no browser shows, too."""
        if not hidden:
            self.hide()
        self.remove(going)
        body = self._tree.body
        return block_tree([body] if body is not None else [], self._taken, self.url)

    def text(self) -> str:
        """All text that can be seen, in one piece. Scripts and their like are gone from the page afterwards."""
        body = self._tree.body
        if body is None:
            return ""
        body.strip_tags(list(SILENT))
        return body.text()

    def pruned(self, *more: str) -> str:
        """The markup of the page without what has no text, and `more`. The page is of no use afterwards."""
        self._tree.strip_tags([*_UNREAD, *more])
        root = self._tree.root
        return "" if root is None else root.html or ""

    def whole(self) -> str:
        """The markup as `pruned` gives it at first, read again: few pages are asked for it."""
        page = Page(self._html, self.url)
        if self._hides:
            page.hide()
        return page.pruned()

    def hide(self) -> None:
        """Take out what a browser would not show; of sections that are shown one at a time, all stay."""
        self._hides = True
        found = [node for node in self._tree.css(_HIDDEN) if node.tag not in ("html", "body")]
        hidden = {node.mem_id for node in found}
        around = {node.parent.mem_id: node.parent for node in found if node.parent is not None}
        shown = {
            place: _looks(node for node in above.iter() if node.mem_id not in hidden) for place, above in around.items()
        }
        for node in reversed(found):  # what stands inside another goes before it
            if node.parent is None or shown[node.parent.mem_id].isdisjoint(_looks([node])):
                node.decompose()

    def _texts(self, selector: str) -> Iterator[str]:
        """The text of each element that fits, on one line."""
        for node in self._select(selector):
            yield squeezed(node.text())

    @cached_property
    def _metas(self) -> dict[str, str]:
        """What the page says of itself, where it says it first, by the attribute that names it and the name."""
        nodes = [node.attributes for node in self._select('meta[content], link[rel="canonical"]')]
        said = [(one, squeezed(one.get("content") or one.get("href") or "")) for one in reversed(nodes)]
        names = ("property", "name", "itemprop", "rel")
        return {f"{name}={one.get(name)}".casefold(): text for one, text in said if text for name in names}

    def _taken(self, node: LexborNode) -> int:
        """The number of the first selector by which an element goes, -1 where it stays."""
        if node.mem_id not in self._gone:
            return -1
        for number, selector in enumerate(self._removers):
            first = node.css_first(str(selector))  # in document order, so the element itself would be it
            if first is not None and first.mem_id == node.mem_id:
                return number
        return len(self._removers) - 1

    def _select(self, selector: str) -> list[LexborNode]:
        """Find the elements that fit; a selector that is none is a mistake in the rule file it came from."""
        try:
            return self._tree.css(str(selector))
        except (SelectolaxError, ValueError):
            where = f"{selector.place}: " if isinstance(selector, Placed) else ""
            raise UsageError(f"{where}{str(selector)!r} is no CSS selector") from None


def _within(node: LexborNode, some: Container[int]) -> bool:
    """Whether an element stands inside one of some others."""
    above = node.parent
    while above is not None:
        if above.mem_id in some:
            return True
        above = above.parent
    return False


def _looks(nodes: Iterable[LexborNode]) -> set[tuple[str | None, str]]:
    """The classes of elements, each with the tag that has it."""
    return {(node.tag, name) for node in nodes for name in (node.attributes.get("class") or "").split()}


def _leads_home(heading: LexborNode) -> bool:
    """Whether a heading is the site's own name: all of it is a link to the first page."""
    link = heading.css_first("a[href]")
    if link is None or squeezed(link.text()) != squeezed(heading.text()):
        return False
    return _HOME.fullmatch(link.attributes.get("href") or "") is not None


def concealed(text: str | bytes) -> Iterator[str | bytes]:
    """Pages in which can be seen what browsers do not show: without scripts, of templates, of data for machines.

    What styles hide comes last, in the page as it is.

    >>> list(concealed("<noscript>a</noscript><p hidden>"))
    ['<div>a</div><p hidden>', '<noscript>a</noscript><p hidden>']
    """
    page = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if _NOSCRIPT.search(page):
        yield _NOSCRIPT.sub(r"<\1div>", page)
    tree = LexborHTMLParser(page)
    if templates := tree.css(_TEMPLATES):
        yield page + "".join(f"<div>{_OUTER.sub('', node.html or '')}</div>" for node in templates)
    texts = [_paragraphs(found[1]) for node in tree.css(_DATA) for found in _TEXTS.finditer(node.text())]
    strings = [_decoded(found[0]) for node in tree.css(_STATE) for found in _LONG_STRING.finditer(node.text())]
    texts += [text for text in strings if "</p>" in text]
    if texts:
        yield f"{page}<div>{''.join(texts)}</div>"
    if _MAY_HIDE.search(page):
        yield text


def _decoded(string: str) -> str:
    """The text of a string of JSON, ``""`` where it is none."""
    try:
        text: str = json.loads(string, strict=False)
    except ValueError:
        return ""
    return text


def _paragraphs(string: str) -> str:
    """Write a text that stands in a page's data as markup; a text with tags of its own is markup already."""
    text = _decoded(string)
    if "</" in text:
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in unescape(text).splitlines() if line.strip())


def _alike(one: str, other: str) -> bool:
    """Whether two headlines share their words."""
    words, others = (set(_WORD.findall(text.casefold())) for text in (one, other))
    return len(words & others) >= _RELATED * max(1, min(len(words), len(others)))


def with_marks(page: str | bytes, sections: Sequence[Html]) -> tuple[str, tuple[Html, ...]]:
    """A page with marks, and the sections with CSS that finds them.

    >>> page, sections = with_marks("<p>a<p>b", [Html(content=("xpath: //p[text()='b']",))])
    >>> page, sections[0].content
    ('<html><body><p>a</p><p data-xpath-0="">b</p></body></html>', ('[data-xpath-0]',))
    """
    from lxml import etree, html

    data = page.encode() if isinstance(page, str) else page
    try:
        tree = html.document_fromstring(data, html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return "", tuple(sections)
    names = (f"data-xpath-{number}" for number in count())
    made = []
    for one in sections:
        css: dict[str, Any] = {
            kind: tuple(_marked(tree, selector, names) for selector in getattr(one, kind)) for kind in SELECTORS
        }
        made.append(one._replace(**css))
    return str(html.tostring(tree, encoding="unicode")), tuple(made)


def _marked(tree: Any, selector: str, names: Iterator[str]) -> str:
    """Mark what an expression finds by an attribute of its own, and give the CSS of that; CSS stays as it is.

    What is no expression, or finds no elements, is a mistake in its rule file.
    """
    if not selector.startswith(PREFIX):
        return selector
    from lxml import etree

    name, where = next(names), f"{selector.place}: " if isinstance(selector, Placed) else ""
    try:
        elements = etree.XPath(selector.removeprefix(PREFIX).strip(), regexp=False)(tree)
    except etree.XPathError as error:
        raise UsageError(f"{where}{str(selector)!r} is no XPath: {error}") from None
    if not isinstance(elements, list):
        raise UsageError(f"{where}{str(selector)!r} finds no elements")
    for found in elements:
        if getattr(found, "is_attribute", False):
            found.getparent().set("data-value", str(found))
            found.getparent().set(name, "")
        elif hasattr(found, "tag") and isinstance(found.tag, str):
            found.set(name, "")
    return Placed(f"[{name}]", selector.place) if isinstance(selector, Placed) else f"[{name}]"
