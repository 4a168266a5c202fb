"""Characters that show as nothing.

They break searches and comparisons and nobody can see it. What joins emoji, and what Arabic and Indic scripts need to
be read, stays.
"""

from __future__ import annotations

import re
from functools import cache

DROPPED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffc\ue000-\uf8ff"
)
DIRECTION = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
JOINERS = "\u200c\u200d\ufe00-\ufe0f"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
INVISIBLE = re.compile(f"[{DROPPED}{DIRECTION}{JOINERS}]")


@cache
def _joiner() -> re.Pattern[str]:
    """Joiners and selectors stay behind symbols, emoji and letters of scripts that are shaped, and before them."""
    shaped = (
        "©®\u0590-\u1cff\u2100-\u2bff\u3000-\ua4cf\ua8e0-\uabff\uac00-\ud7ff\uf900-\ufdff\ufe70-\ufefc"
        "\U0001f000-\U000e01ef"
    )
    return re.compile(
        f"(?<![{shaped}\ufe0f\u200d])(?!(?<=[0-9#*])\ufe0f)[{JOINERS}]|\u200d(?![{shaped}])|\u200c(?!\\w)"
    )


def drop_invisible(line: str) -> str:
    r"""Take zero-width characters, soft hyphens, direction marks and private-use characters out.

    >>> drop_invisible("Vi\u200bệt\u00ad Nam\u200d \ue012")
    'Việt Nam '
    >>> drop_invisible("👨\u200d👩\u200d👧 ❤\ufe0f") == "👨\u200d👩\u200d👧 ❤\ufe0f"
    True
    """
    if not INVISIBLE.search(line):
        return line
    line = re.sub(f"[{DROPPED}]", "", line)
    if not INVISIBLE.search(line):
        return line
    if not RIGHT_TO_LEFT.search(line):
        line = re.sub(f"[{DIRECTION}]", "", line)
    return _joiner().sub("", line)
