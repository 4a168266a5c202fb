"""The lines of elements of a page: their text, broken where blocks begin and end.

Borders go into the tree as marks and the text comes out in one piece, so that there is little work for each element
and none for each text. NUL cannot stand in a parsed page, hence it is the border.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

_BLOCK_NAMES = (
    "address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu ol optgroup "
    "option p picture pre search section source summary table tbody td tfoot th thead title tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that begin and end a line. All others stand inside one, also those that nobody knows."""

_SILENT_NAMES = (
    "audio button canvas embed iframe nav noscript object rp rt script select style svg template textarea video"
)
SILENT = frozenset(_SILENT_NAMES.split())
"""Elements whose text nobody reads as part of an article."""

_BORDER = "\x00"
_SPACE = re.compile(r"[^\S\x85]+")


def squeezed(text: str) -> str:
    r"""Make all white space one space. U+0085 is none: on damaged pages it is the last byte of a letter.

    >>> squeezed(" Bão\n số  3"), squeezed("Ã\x85")
    ('Bão số 3', 'Ã\x85')
    """
    return _SPACE.sub(" ", text).strip(" ") if "\x85" in text else " ".join(text.split())


def lines_of(
    roots: Sequence[LexborNode], going: Iterable[tuple[LexborNode, int]], places: Sequence[LexborNode]
) -> Iterator[tuple[str, int]]:
    """Each line of some elements, with -1, or with the number that came with the element that it stands in.

    `going` are elements inside of `roots`; `places` are the roots, or one element around all of them. What is inside
    a line, such as a `span`, is cut out of it. An element that goes is one with all that is in it.
    """
    for place in places:
        for node in place.css("*"):  # a search for so many names takes five times as long
            if node.tag in BLOCKS:
                node.insert_before(_BORDER)
                node.insert_after(_BORDER)
    marks = [(node, str(number)) for node, number in going]
    if not marks:
        for root in roots:
            yield from ((line, -1) for line in _plain(root.text()))
        return
    sign = _sign([root.text() for root in roots])
    for node, number in marks:
        node.insert_before(f"{_BORDER}{sign}{number}{_BORDER}")
        node.insert_after(f"{_BORDER}{sign}{_BORDER}")
    for root in roots:
        yield from _marked(root.text(), sign)


def _plain(text: str) -> Iterator[str]:
    """Break a text at its borders."""
    for piece in text.split(_BORDER):
        if line := squeezed(piece):
            yield line


def _sign(texts: Sequence[str]) -> str:
    """Find a character that the texts do not have."""
    return next(sign for code in range(0xFDD0, 0x110000) if not any((sign := chr(code)) in text for text in texts))


def _marked(text: str, sign: str) -> Iterator[tuple[str, int]]:
    r"""Break a text at its borders, with the elements that go apart.

    >>> list(_marked("a \0!7\0x\0y\0!\0b\0c\0\0!8\0z\0!\0", "!"))
    [('x', 7), ('y', 7), ('a b', -1), ('c', -1), ('z', 8)]
    """
    line: list[str] = []
    inside: list[int] = []
    after_mark = False
    for piece in text.split(_BORDER):
        if piece.startswith(sign):
            if len(piece) > 1:
                inside.append(int(piece[1:]))
            else:
                inside.pop()
            after_mark = True
            continue
        if inside:
            if gone := squeezed(piece):
                yield gone, inside[0]
        else:
            if not after_mark and (whole := squeezed("".join(line))):
                yield whole, -1
            line = [*line, piece] if after_mark else [piece]
        after_mark = False
    if whole := squeezed("".join(line)):
        yield whole, -1
