"""The lines of a page, or of some elements of it, with the blocks that they stand in."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_BLOCK_NAMES = (
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu ol optgroup "
    "option p picture pre search section source summary table tbody td tfoot th thead title tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin and end a line. All others stand inside one, also those that nobody knows."""

_SILENT = "audio button canvas embed iframe nav noscript object rp rt script select style svg template textarea video"
SILENT = frozenset(_SILENT.split())
"""Elements whose text nobody reads as part of an article."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"))
"""Elements in which a button is a heading that opens what stands below it."""

_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*")  # a link that shows where it leads, as text does
_NEAR = ("#", "javascript:")  # how addresses begin that lead to no other page
_PARTS = re.compile(r"(?:https?:)?//([^/?#:]*)[^/?#]*([^?#]*)", re.I)  # the host of an address, and its path
_TEXT = "-text"  # what selectolax calls the element of a text
_SEEN = re.compile(r"[^\s\u200b-\u200f\u2060\ufeff]")  # what is more than space, also than space of no width
_TAB = 4  # spaces that a tab indents what is written line by line, at most
_SPACE = re.compile(r"[^\S\x85]+")


def squeezed(text: str) -> str:
    r"""Make all white space one space. U+0085 is none: on damaged pages it is the last byte of a letter.

    >>> squeezed(" Bão\n số  3"), squeezed("Ã\x85")
    ('Bão số 3', 'Ã\x85')
    """
    return _SPACE.sub(" ", text).strip(" ") if "\x85" in text else " ".join(text.split())


def host_and_path(address: str) -> tuple[str, str]:
    """The host of an address, without ``www.``, and its path; pages also name addresses that are none.

    >>> host_and_path("https://www.bao.vn:80/a/b.htm?c#d"), host_and_path("http://[x"), host_and_path("/a")
    (('bao.vn', '/a/b.htm'), ('[x', ''), ('', ''))
    """
    found = _PARTS.match(address)
    return (found[1].lower().removeprefix("www."), found[2]) if found else ("", "")


class Line(NamedTuple):
    """A line: its text, how many characters of it are links, the block it stands in, and what wants it out, or -1.

    It `leads` to another page of its site where a link of it does; a link to a place of its own page, or a button, does
    not.
    """

    text: str
    linked: int
    block: int
    gone: int = -1
    leads: bool = False


@dataclass(slots=True)
class BlockTree:
    """The lines of a page in order, and its blocks, by number; a block has a lower number than those in it.

    `above` gives for each block the one around it; the first is around all. `tags` are the names of their elements,
    `names` what their ``class`` and ``id`` say, `classes` the ``class`` alone, which is what a template makes alike.
    Links whose address begins as one of `near` lead to no other page, and others than those to `site` to none of it.
    """

    lines: list[Line] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    near: tuple[str, ...] = _NEAR
    site: str = ""

    def around(self, line: int) -> Iterator[int]:
        """The blocks that a line stands in, from its own to the outermost."""
        block = self.lines[line].block
        while block:
            yield block
            block = self.above[block]
        yield 0

    def holders(self, tag: str, *, outermost: bool = False) -> list[int]:
        """For each block the element of a name that it is or stands in, the innermost or the outermost; 0 if none."""
        found = [0] * len(self.above)
        for block in range(1, len(self.above)):
            around = found[self.above[block]]
            found[block] = block if self.tags[block] == tag and not (outermost and around) else around
        return found

    def leads(self, link: str) -> bool:
        """Whether a link leads to another page of the site; where that is unknown, to another page."""
        if link.startswith(self.near):
            return False
        host = (self.site and host_and_path(link)[0]) or self.site
        return not self.site or f".{host}".endswith(f".{self.site}") or f".{self.site}".endswith(f".{host}")

    def opened(self, node: LexborNode, above: int) -> int:
        """Note a block and give its number."""
        said = node.attributes
        self.above.append(above)
        self.tags.append(node.tag or "")
        self.classes.append(said.get("class") or "")
        self.names.append(f"{self.classes[-1]} {said.get('id') or ''}")
        return len(self.above) - 1


def block_tree(roots: Iterable[LexborNode], taken: Callable[[LexborNode], int], address: str = "") -> BlockTree:
    """Read some elements in order; `taken` gives the number of what wants an element out of the page, or -1.

    `address` is the page's own, where it is known.
    """
    host, path = host_and_path(address)
    own = (f"{one}#" for one in (address, path, path.rpartition("/")[2]) if one)
    found = BlockTree(near=(*_NEAR, *own), site=host)
    for root in roots:
        _read(found, root, 0, -1, taken)
    return found


def _read(found: BlockTree, root: LexborNode, above: int, gone: int, taken: Callable[[LexborNode], int]) -> None:
    """Read an element as a block with lines of its own. A stack, since pages nest deep.

    On it stands what comes next: an element or a text with the block it stands in, and the link that it is part of;
    without an element, the end of the block. What goes is read apart, so that a line goes on behind what is cut out
    of it; in what goes nothing else does, so that is no deeper than one call.
    """
    line = _Line(found, gone)
    block = found.opened(root, above)
    stack: list[tuple[LexborNode | None, int, str]] = [(None, block, ""), (root.child, block, _link(root))]
    while stack:
        node, block, link = stack.pop()
        if node is None:
            line.end(block)
            continue
        if (beside := node.next) is not None:
            stack.append((beside, block, link))
        tag = node.tag or ""
        if tag == _TEXT:
            line.add(node, block, link)
            continue
        if not node.is_element_node or (tag in SILENT and not (tag == "button" and found.tags[block] in _HEADINGS)):
            continue
        if tag in BLOCKS:
            line.end(block)
        number = taken(node) if gone < 0 else -1
        if number >= 0:
            _read(found, node, block, number, taken)
            continue
        if tag in BLOCKS and tag != "br":
            block = found.opened(node, block)
            stack.append((None, block, ""))
        if (child := node.child) is not None:
            stack.append((child, block, link or _link(node)))


def _link(node: LexborNode) -> str:
    """The address that an element links to, `#` for none; empty for what others link to, as chapters of a law are."""
    if node.tag != "a" or not ("href" in (said := node.attributes) or not ("name" in said or "id" in said)):
        return ""
    return (said.get("href") or "").strip() or "#"


class _Line:
    """The line that is being read."""

    def __init__(self, found: BlockTree, gone: int) -> None:
        self.found, self.gone = found, gone
        self.texts: list[str] = []
        self.linked: list[str] = []
        self.leads = False

    def add(self, node: LexborNode, block: int, link: str) -> None:
        """Take in a piece of text; much of a page's is the space between its blocks."""
        if node.is_empty_text_node and not (self.texts or link or self.found.tags[block] == "pre"):
            return
        text = node.text_content or ""
        self.texts.append(text)
        if link and not _ADDRESS.fullmatch(text):
            self.linked.append(text)
            self.leads = self.leads or self.found.leads(link)

    def end(self, block: int) -> None:
        """End the line; what is written line by line keeps its lines."""
        if not self.texts:
            return
        text = "".join(self.texts)
        if self.found.tags[block] == "pre":
            linked = bool(self.linked)
            lines = [line.rstrip() for line in text.expandtabs(_TAB).split("\n")]
            self.found.lines += [Line(line, len(line) * linked, block, self.gone, self.leads) for line in lines if line]
        elif (text := squeezed(text)) and _SEEN.search(text):
            linked_text = squeezed("".join(self.linked)) if self.linked else ""
            self.found.lines.append(Line(text, len(linked_text), block, self.gone, self.leads))
        self.texts.clear()
        self.linked.clear()
        self.leads = False
