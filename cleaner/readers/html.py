"""A web page becomes the lines of its article: by the source's own selectors, else by what its text looks like.

With its neighbours `html_…` the only module that knows trafilatura.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import InputError
from cleaner.model import Cut, Document, Skipped
from cleaner.readers.html_bounds import check
from cleaner.readers.html_bytes import page_text
from cleaner.readers.selectors import Page
from cleaner.rulebook.spec import Html, Placed

if TYPE_CHECKING:
    from typing import Final

Find = Callable[[str], "Sequence[Html] | None"]
"""Gives the selectors of the source that an address belongs to, and those of its packages, in order of ownership."""

LABEL: Final = "html"
"""The label of what selectors remove."""

_FACTS: Final = ("published", "byline")
_FEW: Final = 800
_NEAR: Final = 5


class _Wish(NamedTuple):
    """A selector of what goes, with the section that it stands in, and what the elements are."""

    selector: str
    section: Html
    label: str


class _Line(NamedTuple):
    """A line of the article, and why it goes, None where it stays."""

    text: str
    gone: _Wish | None = None


def read_html(
    data: bytes, id: str, find: Find, url: str = "", source: str = "", *, charset: str = "", facts: bool = False
) -> Document | Skipped:
    r"""Turn a page into a document: its title, then the article, one block a line.

    The address is `url`, else what the page gives as its own. What a source wants removed, or has as a fact, stands in
    the text as a line that goes, so that it is shown and can be restored. Selectors that find next to nothing leave
    the page to `html_article`; where that finds no article either, all visible text is taken, and the text rules sort
    it. What they did find stays, for a brief is short and what a paper says about itself is not. `charset` is the
    encoding by the page's HTTP headers. With `facts`, `Document.meta` and `date` say what the page's data for machines
    tells.

    >>> page = b"<html><h1>B\xc3\xa3o</h1><p>M\xe1\xbb\x99t c\xc3\xa2u.</p></html>"
    >>> read_html(page, "a.html", lambda url: None).text
    'Bão\nMột câu.'
    """
    try:
        text = page_text(data, charset)
        if not text.strip():
            return Document("", id, url, source)
        check(text)
    except InputError as error:
        return Skipped(id, str(error))
    page = Page(text)
    url = url or page.address()
    sections = tuple(find(url) or ())
    if any(selector.startswith("xpath:") for section in sections for selector in _all(section)):
        from cleaner.readers.html_xpath import with_marks

        text, sections = with_marks(text, sections)
        page = Page(text)
    title = page.title([selector for section in sections for selector in section.title])
    meta = _facts(page, sections)
    about = page.head() if facts else ""
    lines = _lines(text, page, title, sections)
    if not any(line.gone is None for line in lines):
        return Skipped(id, "the page has no text")
    if title and title not in [line.text for line in lines if line.gone is None][:_NEAR]:
        lines.insert(0, _Line(title))
    cuts = tuple(_cut(number, line.gone) for number, line in enumerate(lines, 1) if line.gone is not None)
    document = Document("\n".join(line.text for line in lines), id, url, source, title, "", cuts, meta)
    return _with_facts(document, about, text) if facts else document


def _all(section: Html) -> Sequence[str]:
    return (*section.content, *section.title, *section.remove, *section.published, *section.byline)


def _cut(number: int, wish: _Wish) -> Cut:
    place = wish.selector.place if isinstance(wish.selector, Placed) else ""
    return Cut(number, wish.section.name, str(place), wish.label)


def _facts(page: Page, sections: Sequence[Html]) -> Mapping[str, str]:
    """Read the facts that a source has selectors for."""
    found = ((name, page.value([one for part in sections for one in getattr(part, name)])) for name in _FACTS)
    return {name: text for name, text in found if text}


def _lines(text: str | bytes, page: Page, title: str, sections: Sequence[Html]) -> list[_Line]:
    """Give the lines of the article: by the first section whose selectors find it, else by its looks."""
    wishes = [_Wish(one, section, LABEL) for section in sections for one in section.remove]
    wishes += [_Wish(one, section, name) for name in _FACTS for section in sections for one in getattr(section, name)]
    page.remove([wish.selector for wish in wishes])
    found: list[_Line] = []
    for section in sections:
        lines = page.lines(section.content) if section.content else []
        if lines:
            found = [_Line(line.text, wishes[line.gone] if line.gone >= 0 else None) for line in lines]
            break
    if _size(found) >= _FEW:
        return found
    other = _by_looks(text, title, wishes)
    if found and _size(other) <= 2 * _size(found):
        return found
    known = {line.text for line in other}
    return [*(line for line in found if line.text not in known), *other]


def _size(lines: Sequence[_Line]) -> int:
    """Count the characters that stay."""
    return sum(len(line.text) for line in lines if line.gone is None)


def _by_looks(text: str | bytes, title: str, wishes: Sequence[_Wish]) -> list[_Line]:
    """Find the article without selectors; else all that can be seen."""
    from cleaner.readers.html_article import article
    from cleaner.readers.html_extract import extracted

    page = Page(text)
    about = page.descriptions()
    page.remove([wish.selector for wish in wishes])
    tree = page.block_tree()
    lines = article(tree, extracted(page.pruned()), title, about) or tree.lines
    return [_Line(line.text, wishes[line.gone] if line.gone >= 0 else None) for line in lines]


def _with_facts(document: Document, about: str, text: str | bytes) -> Document:
    """Add what the page says of itself; what selectors found stands first."""
    from cleaner.readers.html_facts import facts_of
    from cleaner.values import replace

    found = facts_of(about, text, document.url)
    meta = {**{name: value for name, value in found.items() if value}, **document.meta}
    return replace(document, date=found.get("published", ""), meta=meta)
