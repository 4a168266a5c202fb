"""What no step about letters may touch: addresses, hashtags, handles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PROTECTED = re.compile(
    r"(?:https?://|www\.|ftp://)\S+|[\w.+-]{1,64}@[\w.-]{1,255}|(?<!\w)[#@]\w+|(?<![\w.])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S*"
)


def outside(line: str, change: Callable[[str], str]) -> str:
    """Change a line, its URLs, e-mail addresses, hashtags and handles excepted.

    >>> outside("hoà #hoà a@hoà.vn https://hoà.vn/hoà hoà", str.upper)
    'HOÀ #hoà a@hoà.vn https://hoà.vn/hoà HOÀ'
    """
    out: list[str] = []
    at = 0
    for found in PROTECTED.finditer(line):
        out += [change(line[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*out, change(line[at:])])
