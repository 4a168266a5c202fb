"""A web page becomes the lines of its article: by the source's own selectors, else by what its text looks like.

What a run has to know of HTML is here: `read_html` and the flags that it raises.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from cleaner.errors import InputError
from cleaner.html.article import Article, Words, find_article
from cleaner.html.extractor import extracted, facts_of
from cleaner.html.lines import BlockTree, Line
from cleaner.html.markup import check, page_text
from cleaner.html.page import PREFIX, SELECTORS, Page, concealed, with_marks
from cleaner.html.votes import Facts, is_of_headlines
from cleaner.model import Cut, Document, Skipped
from cleaner.rules.html import Html

Find = Callable[[str], "Sequence[Html] | None"]
"""Gives the selectors of the source that an address belongs to, and those of its packages, in order of ownership."""

LABEL: Final = "html"  # of what selectors remove
DRIFT, UNSURE, LISTING = "html-drift", "html-unsure", "not-an-article"  # see `cleaner.model.FLAGS`
_FACTS: Final = ("published", "byline")
_FEW: Final = 800
_LEAST: Final = 200  # characters of an article that stands where no browser shows it
_HIDDEN: Final = 2.2  # times as much text as can be seen, which a mere copy of it is not
_NEAR: Final = 5
_POOR: Final = 0.45  # the share of a page's running text below which an extractor is asked for more


class _Wish(NamedTuple):
    """A selector of what goes, with the section that it stands in, and what the elements are."""

    selector: str
    section: Html
    label: str


class _Line(NamedTuple):
    """A line of the page, and why it goes, None where it stays."""

    text: str
    gone: _Wish | None = None


class _Found(NamedTuple):
    """The lines of a page, what somebody should know of them, and whether its title is one of its headings."""

    lines: list[_Line]
    flags: tuple[str, ...] = ()
    titled: bool = True


_LEFT_OUT: Final = _Wish("", Html(owner="page"), LABEL)
"""Who owns a line that is none of the article by its looks."""


def read_html(
    data: bytes, id: str, find: Find, url: str = "", *, charset: str = "", facts: bool = False
) -> Document | Skipped:
    r"""Turn a page into a document: its title, then the article, one block a line.

    The address is `url`, else what the page gives as its own. What a source wants removed, or has as a fact, and what
    was left out of a page that no selector describes, stands in the text as a line that goes, so that it is shown and
    can be restored. Selectors that find next to nothing leave the page to `article`; where that finds no article
    either, all visible text is taken, and the text rules sort it. What they did find stays, for a brief is short and
    what a paper says about itself is not. `charset` is the encoding by the page's HTTP headers. With `facts`,
    `Document.meta` and `date` say what the page's data for machines tells.

    >>> page = b"<html><h1>B\xc3\xa3o</h1><p>M\xe1\xbb\x99t c\xc3\xa2u.</p></html>"
    >>> read_html(page, "a.html", lambda url: None).text
    'Bão\nMột câu.'
    """
    try:
        text, doubts = page_text(data, charset)
        if not text.strip():
            return Document("", id, url)
        check(text)
    except InputError as error:
        return Skipped(id, str(error))
    page = Page(text, url)
    url = page.url
    sections = tuple(find(url) or ())
    if any(one.startswith(PREFIX) for section in sections for name in SELECTORS for one in getattr(section, name)):
        text, sections = with_marks(text, sections)
        page = Page(text, url)
    title = page.title([selector for section in sections for selector in section.title])
    said = {name: page.value([one for part in sections for one in getattr(part, name)]) for name in _FACTS}
    about = page.head() if facts else ""
    lines, flags, titled = _lines(text, page, title, sections)
    if not any(line.gone is None for line in lines):
        return Skipped(id, "the page has no text")
    if not titled:
        title = _above(lines, title) or title
    _put_title(lines, title)
    wishes = ((number, line.gone) for number, line in enumerate(lines, 1) if line.gone is not None)
    cuts = tuple(Cut(at, one.section.name, str(getattr(one.selector, "place", "")), one.label) for at, one in wishes)
    meta, date = {name: value for name, value in said.items() if value}, ""
    if facts:
        found = facts_of(about, text, url)
        meta, date = {**found, **meta}, found.get("published", "")
    return Document("\n".join(line.text for line in lines), id, url, "", title, date, cuts, meta, (*doubts, *flags))


def _put_title(lines: list[_Line], title: str) -> None:
    """Let the title stand above the article: where the page has it, else as the first line."""
    staying = [at for at, line in enumerate(lines) if line.gone is None]
    if not title or title in [lines[at].text for at in staying[:_NEAR]]:
        return
    above = [at for at in range(staying[0]) if lines[at].text == title and lines[at].gone is _LEFT_OUT]
    if above:
        lines[above[-1]] = _Line(title)
    else:
        lines.insert(0, _Line(title))


def _above(lines: list[_Line], title: str) -> str:
    """The line above the article that can be its title, for a page that names none of its own.

    The nearest one, or one that the page's `title` has in it; a section's name, which titles have in them, too, is
    short beside a headline.
    """
    first = next(at for at, line in enumerate(lines) if line.gone is None)
    near = [line.text for line in lines[max(0, first - _NEAR) : first][::-1] if line.gone is _LEFT_OUT]
    found = [text for text in near if 3 <= len(text.split()) <= 30 and text[-1] not in ".!?:;,…>»"]
    nearest = found[0] if found else ""
    said = max((text for text in found if text in title), key=len, default="")
    return said if 2 * len(said) >= len(nearest) else nearest


def _lines(text: str | bytes, page: Page, title: str, sections: Sequence[Html]) -> _Found:
    """The lines of the article: by the first section whose selectors find it, else by its looks."""
    wishes = [_Wish(one, section, LABEL) for section in sections for one in section.remove]
    wishes += [_Wish(one, section, name) for name in _FACTS for section in sections for one in getattr(section, name)]
    if any(section.content for section in sections):
        page.remove([wish.selector for wish in wishes])
    found: list[_Line] = []
    for section in sections:
        lines = page.lines(section.content) if section.content else []
        if lines:
            found = [_Line(line.text, wishes[line.gone] if line.gone >= 0 else None) for line in lines]
            break
    if _size(found) >= _FEW:
        return _Found(found)
    names = ("junk", "beside", "body")
    words = Words(*(frozenset(one.lower() for part in sections for one in getattr(part, name)) for name in names))
    other = _by_looks(page, text, title, wishes, words)
    if found and _size(other.lines) <= 2 * _size(found):
        return _Found(found)
    known = {line.text for line in found if line.gone is None}
    seen = [_Line(line.text) if line.gone is _LEFT_OUT and line.text in known else line for line in other.lines]
    there = {line.text for line in seen}
    missed = (DRIFT,) if any(section.content for section in sections) else ()
    return _Found([*(line for line in found if line.text not in there), *seen], (*missed, *other.flags), other.titled)


def _size(lines: Sequence[_Line]) -> int:
    """Count the characters that stay."""
    return sum(len(line.text) for line in lines if line.gone is None)


class _Seen(NamedTuple):
    """What can be seen of a page, and how it is read."""

    tree: BlockTree
    article: Article

    @property
    def kept(self) -> list[Line]:
        """The lines of the article."""
        return [line for line, stays in zip(self.tree.lines, self.article.kept, strict=True) if stays]


def _free(lines: Iterable[Line]) -> int:
    """Count the characters that are no links, by which two readings are compared: a menu has none."""
    return sum(len(line.text) - line.linked for line in lines)


def _by_looks(page: Page, text: str | bytes, title: str, wishes: Sequence[_Wish], words: Words) -> _Found:
    """Find the article without selectors, among all that can be seen; where nothing is one, all of it stays."""
    front, listed, titled = page.is_front(), page.is_no_article(), page.has_title(title)
    going = [wish.selector for wish in wishes]
    seen = _read(page, page.block_tree(going), title, words)
    if seen.article.unsure or sum(len(line.text) for line in seen.kept) < _FEW:
        seen = _concealed(seen, page.url, text, title, going, words)
    found = seen.article
    listing = found.listing or is_of_headlines(seen.tree, found.kept, listed=listed, front=front)
    flags = tuple(name for name, there in ((LISTING, listing), (UNSURE, found.unsure)) if there)
    everything = listing or not any(found.kept)
    left_out = [None if everything or stays else _LEFT_OUT for stays in found.kept]
    pairs = zip(seen.tree.lines, left_out, strict=True)
    lines = [_Line(line.text, wishes[line.gone] if line.gone >= 0 else why) for line, why in pairs]
    return _Found(lines, flags, titled)


def _concealed(seen: _Seen, url: str, text: str | bytes, title: str, going: Sequence[str], words: Words) -> _Seen:
    """Find an article where a browser without scripts would show it, or would not show it at all; else give `seen`."""
    known, text_seen = {line.text for line in seen.tree.lines}, _free(seen.kept)
    wanted = max(_HIDDEN * text_seen, _LEAST)
    for other in concealed(text):
        try:
            check(other)
        except InputError:
            continue
        page = Page(other, url)
        tree = page.block_tree(going, hidden=other is text)
        new = [line for line in tree.lines if line.text not in known]
        if not new or _free(tree.lines) < wanted or 2 * _free(new) < text_seen:
            continue
        another = _read(page, tree, title, words)
        if _free(another.kept) >= wanted:
            return another
    return seen


def _read(page: Page, tree: BlockTree, title: str, words: Words) -> _Seen:
    """Read a page by its looks; it is of no use afterwards."""
    about = page.descriptions()
    found = extracted(page.pruned("aside", "footer"))  # which its fast mode never takes
    facts = Facts.of(tree, found, title, about)
    if facts.taken < _POOR and len(found) < facts.unlinked(facts.prose):
        second = Facts.of(tree, extracted(page.whole(), thorough=True), title, about)
        facts = max(facts, second, key=attrgetter("taken"))
    return _Seen(tree, find_article(tree, facts, words))
