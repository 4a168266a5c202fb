"""Characters that show as nothing or as a space."""

from __future__ import annotations

import re

INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ue000-\uf8ff]")
SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
RUN = re.compile("  +")


def drop_invisible(line: str) -> str:
    r"""Take zero-width characters, soft hyphens, direction marks and private-use characters out.

    >>> drop_invisible("Vi\u200bệt\u00ad")
    'Việt'
    """
    return INVISIBLE.sub("", line)


def plain_spaces(line: str) -> str:
    r"""Make every kind of space the plain one, runs one, and none at either end.

    >>> plain_spaces(" Việt\u00a0  Nam\t")
    'Việt Nam'
    """
    return RUN.sub(" ", SPACES.sub(" ", line)).strip(" ")
