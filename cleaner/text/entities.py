"""HTML entities left in plain text.

Decided per document: where real tags stand in the text it is HTML, and its entities belong to it. The semicolon is
required (*AT&T*, *R&D* stay), and texts that were escaped twice are undone twice.
"""

from __future__ import annotations

from cleaner.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


_ENTITY = r"&(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[0-9A-Za-z]{1,31});"
ENTITY = late(_ENTITY)
LAST = late(_ENTITY + r"\Z")
LONGEST = 33  # characters of an entity
ONCE = 4  # layers that are undone the quick way
TAG = late(r"(?i)</?(?:a|b|br|div|em|h[1-6]|i|img|li|p|span|strong|table|td|tr|ul)(?:\s[^<>\n]{0,500})?/?>")


def is_markup(text: str) -> bool:
    """Tell whether a text holds HTML tags.

    >>> is_markup("<p>Tin &amp; bài</p>"), is_markup("a < b &amp; c > d")
    (True, False)
    """
    return "<" in text and TAG.search(text) is not None


def decode_entities(line: str) -> str:
    """Put the characters that entities stand for in their place, until none is left.

    >>> decode_entities("Tin &amp;amp; b&agrave;i &EACUTE; AT&T; R&D")
    'Tin & bài É AT&T; R&D'
    """
    for _ in range(ONCE):
        if "&" not in line or (after := ENTITY.sub(_character, line)) == line:
            return line
        line = after
    return _to_the_last(line)


def _to_the_last(line: str) -> str:
    """Undo what was escaped over and over, in one pass: a pass a layer takes the square of its length."""
    out: list[str] = []
    *ended, rest = line.split(";")
    for piece in ended:
        out += piece
        out.append(";")
        while (found := LAST.search("".join(out[-LONGEST:]))) and (character := _character(found)) != found[0]:
            del out[-len(found[0]) :]
            out += character
            if out[-1:] != [";"]:  # else it may end another one
                break
    return "".join([*out, rest])


def _character(match: re.Match[str]) -> str:
    from html import unescape
    from html.entities import html5

    name = match[1]
    if name[0] == "#":
        decoded = unescape(match[0])
        return match[0] if "\ufffd" in decoded or not decoded else decoded
    if name + ";" in html5:
        return html5[name + ";"]
    if name.isupper() and name.lower() + ";" in html5:  # Ã written &ATILDE; by systems that shout
        return html5[name.lower() + ";"].upper()
    return match[0]
