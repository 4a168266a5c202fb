"""A whole page as its lines and the blocks they stand in, for finding an article that no selector names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cleaner.html.lines import BLOCKS, SILENT, squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

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


class _Step(NamedTuple):
    """Where the walk goes next: into an element, or (`node` is None) out of one."""

    node: LexborNode | None
    block: int
    linked: bool
    gone: int


def block_tree(body: LexborNode, going: Mapping[int, int]) -> BlockTree:
    """Walk through a page; `going` says by what the elements that go are taken. A stack, since pages nest deep."""
    found = BlockTree()
    found.opened(body.tag or "", "", 0)
    walk = _Walk(found)
    stack = [_Step(node, 0, False, -1) for node in reversed(list(body.iter(include_text=True)))]
    while stack:
        step = stack.pop()
        if step.node is None:
            walk.end(step.block, step.gone)
        elif step.node.is_text_node:
            walk.add(step.node.text_content or "", step.linked)
        elif step.node.is_element_node and step.node.tag not in SILENT:
            stack += walk.into(step, going)
    walk.end(0, -1)
    return found


class _Walk:
    """The line that is being read, and the blocks around it."""

    def __init__(self, found: BlockTree) -> None:
        self.found = found
        self.texts: list[str] = []
        self.linked: list[str] = []

    def add(self, text: str, linked: bool) -> None:
        """Take in a piece of text."""
        self.texts.append(text)
        if linked:
            self.linked.append(text)

    def end(self, block: int, gone: int) -> None:
        """End the line; what is written line by line keeps its lines."""
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

    def into(self, step: _Step, going: Mapping[int, int]) -> list[_Step]:
        """Go into an element: give the steps through it, last first."""
        node, block = step.node, step.block
        assert node is not None  # noqa: S101 - the caller's case
        tag = node.tag or ""
        gone = going.get(node.mem_id, -1) if step.gone < 0 and going else step.gone
        linked = step.linked or tag == "a"
        steps: list[_Step] = []
        if tag in BLOCKS or gone != step.gone:
            self.end(block, step.gone)
            if tag != "br":
                said = node.attributes
                block = self.found.opened(tag, f"{said.get('class') or ''} {said.get('id') or ''}", block)
            steps = [_Step(None, block, False, gone)]
        children = [_Step(child, block, linked, gone) for child in node.iter(include_text=True)]
        return steps + children[::-1]
