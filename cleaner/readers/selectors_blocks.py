"""A whole page as its lines and the blocks they stand in, for finding an article that no selector names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cleaner.readers.selectors_lines import BLOCKS, SILENT

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from selectolax.lexbor import LexborNode


class Line(NamedTuple):
    """A line: its text, how many characters of it are links, the block it stands in, and what wants it out, or -1."""

    text: str
    linked: int
    block: int
    gone: int = -1


@dataclass(slots=True)
class BlockTree:
    """The lines of a page in order. `above` gives for each block the one around it; the first is around all.

    A block has a lower number than those in it.
    """

    lines: list[Line] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class _Step(NamedTuple):
    """Where the walk goes next: into an element, or (`node` is None) out of one."""

    node: LexborNode | None
    block: int
    linked: bool
    gone: int


def block_tree(body: LexborNode, going: Mapping[int, int]) -> BlockTree:
    """Walk through a page; `going` says by what the elements that go are taken. A stack, since pages nest deep."""
    found = BlockTree([], [0], [body.tag or ""])
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
        """End the line."""
        if text := " ".join("".join(self.texts).split()):
            linked = len(" ".join("".join(self.linked).split()))
            self.found.lines.append(Line(text, linked, block, gone))
        self.texts.clear()
        self.linked.clear()

    def into(self, step: _Step, going: Mapping[int, int]) -> list[_Step]:
        """Go into an element: give the steps through it, last first."""
        node, block = step.node, step.block
        assert node is not None  # noqa: S101 - the caller's case
        name = node.tag or ""
        gone = going.get(node.mem_id, -1) if step.gone < 0 else step.gone
        linked = step.linked or name == "a"
        steps: list[_Step] = []
        if name in BLOCKS or gone != step.gone:
            self.end(block, step.gone)
            inner = block if name == "br" else self._opened(block, name)
            steps = [_Step(None, inner, False, gone)]
            block = inner
        children = [_Step(child, block, linked, gone) for child in node.iter(include_text=True)]
        return steps + children[::-1]

    def _opened(self, block: int, name: str) -> int:
        """Note a block."""
        self.found.above.append(block)
        self.found.names.append(name)
        return len(self.found.above) - 1


def below(above: list[int], block: int) -> Container[int]:
    """Give a block and all those in it.

    >>> sorted(below([0, 0, 1, 2, 0], 1))
    [1, 2, 3]
    """
    found = {block}
    for inner in range(block + 1, len(above)):
        if above[inner] in found:
            found.add(inner)
    return found
