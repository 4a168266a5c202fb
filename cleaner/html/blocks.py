"""A whole page as its lines and the blocks they stand in, for finding an article that no selector names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cleaner.html.lines import BLOCKS, SILENT, squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*")  # a link that shows where it leads, as text does
_TEXT = "-text"  # what selectolax calls the element of a text
_SEEN = re.compile(r"[^\s\u200b-\u200f\u2060\ufeff]")  # what is more than space, also than space of no width


class Line(NamedTuple):
    """A line: its text, how many characters of it are links, the block it stands in, and what wants it out, or -1."""

    text: str
    linked: int
    block: int
    gone: int = -1


@dataclass(slots=True)
class BlockTree:
    """The lines of a page in order, and its blocks, by number; a block has a lower number than those in it.

    `above` gives for each block the one around it; the first is around all. `tags` are the names of their elements,
    `names` what their ``class`` and ``id`` say.
    """

    lines: list[Line] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def opened(self, tag: str, name: str, above: int) -> int:
        """Note a block and give its number."""
        self.above.append(above)
        self.tags.append(tag)
        self.names.append(name)
        return len(self.above) - 1


def block_tree(body: LexborNode, going: Mapping[int, int]) -> BlockTree:
    """Walk through a page; `going` says by what the elements that go are taken. A stack, since pages nest deep.

    On the stack stands what comes next: an element or a text with the block it stands in, whether it is part of a
    link, and by what it goes; without an element, the end of the block.
    """
    found = BlockTree()
    line = _Line(found)
    found.opened(body.tag or "", "", 0)
    stack: list[tuple[LexborNode | None, int, bool, int]]
    stack = [(child, 0, False, -1) for child in reversed(list(body.iter(include_text=True)))]
    while stack:
        node, block, linked, gone = stack.pop()
        if node is None:
            line.end(block, gone)
            continue
        tag = node.tag or ""
        if tag == _TEXT:
            line.add(node.text_content or "", linked)
            continue
        if tag in SILENT or not node.is_element_node:
            continue
        taken = going.get(node.mem_id, -1) if going and gone < 0 else gone
        if tag in BLOCKS or taken != gone:
            line.end(block, gone)
            if tag != "br":
                said = node.attributes
                block = found.opened(tag, f"{said.get('class') or ''} {said.get('id') or ''}", block)
            stack.append((None, block, False, taken))
        linked = linked or (tag == "a" and not _is_target(node))
        children = [(child, block, linked, taken) for child in node.iter(include_text=True)]
        stack += reversed(children)
    line.end(0, -1)
    return found


def _is_target(anchor: LexborNode) -> bool:
    """Whether an ``<a>`` is what others link to, as chapters of a law are, and leads nowhere itself."""
    said = anchor.attributes
    return "href" not in said and ("name" in said or "id" in said)


class _Line:
    """The line that is being read."""

    def __init__(self, found: BlockTree) -> None:
        self.found = found
        self.texts: list[str] = []
        self.linked: list[str] = []

    def add(self, text: str, linked: bool) -> None:
        """Take in a piece of text."""
        self.texts.append(text)
        if linked and not _ADDRESS.fullmatch(text):
            self.linked.append(text)

    def end(self, block: int, gone: int) -> None:
        """End the line; what is written line by line keeps its lines."""
        if not self.texts:
            return
        text = "".join(self.texts)
        if self.found.tags[block] == "pre":
            linked = bool(self.linked)
            lines = [line.rstrip() for line in text.split("\n")]
            self.found.lines += [Line(line, len(line) * linked, block, gone) for line in lines if line]
        elif (text := squeezed(text)) and _SEEN.search(text):
            linked_text = squeezed("".join(self.linked)) if self.linked else ""
            self.found.lines.append(Line(text, len(linked_text), block, gone))
        self.texts.clear()
        self.linked.clear()
