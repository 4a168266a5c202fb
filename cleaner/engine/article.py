"""Is this page an article at all? Home pages, lists of headlines and error pages are not.

What is left of an article has running text in it: two neighbouring lines of it somewhere. A list page shows teasers,
each under its headline, and never two together. On 418 pages and bodies of 60 sources this flags the four that are
lists or errors, and no other.
"""

from __future__ import annotations

import re

from cleaner.engine.sentences import PROSE_CHARS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

#: Shorter documents are taken for what they are: a short text may well have a single paragraph.
MANY_LINES: Final = 60

_INSIDE: Final = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$)")
_ERROR: Final = re.compile(
    r"(?i)^(?:(?:lỗi |error )?404\b.{0,40}|.{0,20}không tìm thấy (?:trang|nội dung|đường dẫn).{0,60}"
    r"|(?:trang|đường dẫn|nội dung|bài viết).{0,40}không (?:còn )?tồn tại.{0,60}|(?:404 )?page not found.{0,20})$"
)
_ERROR_CHARS: Final = 120


def is_article(before: Sequence[str], after: Sequence[str]) -> bool:
    """Judge by the lines of a document and those that rules left of it.

    >>> is_article(["404 - Không tìm thấy trang"], ["404 - Không tìm thấy trang"])
    False
    """
    if _has_running_text(after):
        return True
    if len(before) >= MANY_LINES:
        return False
    return not any(len(text) <= _ERROR_CHARS and _ERROR.match(text) for text in before)


def _has_running_text(texts: Sequence[str]) -> bool:
    """Tell whether two neighbouring lines are long and hold the end of a sentence."""
    above = ""
    for text in texts:
        running = len(text) >= PROSE_CHARS and _INSIDE.search(text) is not None
        if running and above and above != text:
            return True
        above = text if running else ""
    return False
