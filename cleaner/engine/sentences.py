"""How a sentence ends."""

from __future__ import annotations

import re
from typing import Final

_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ENDS: Final = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")


def is_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does.

    >>> is_sentence("Ông nói: “Xong rồi.”"), is_sentence("Đọc nhiều")
    (True, False)
    """
    return _END.search(text, max(0, len(text) - 6)) is not None


def has_sentences(text: str, wanted: int) -> bool:
    """Tell whether a text has at least so many sentences, without counting further.

    >>> has_sentences("Một câu. Hai câu?", 2), has_sentences("Một tiêu đề", 1)
    (True, False)
    """
    ends = _ENDS.finditer(text)
    return all(next(ends, None) is not None for _ in range(wanted))
