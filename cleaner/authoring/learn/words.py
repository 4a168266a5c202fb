"""What the words of a line say: its label, whether it names people, and what a template wrote around dates and names.

The rules of the generic package tell, and its `page:` section; they only name here what recurs already, and make no
line go that does not.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from cleaner import _core
from cleaner._core import template_problem
from cleaner.rules.catalogue import GENERIC, Catalogue, builtin_folder

_DATE: Final = r"(?<![\d.,/])(?:\d{4}-\d{2}-\d{2}|\d{1,2}\s?[/.\-–]\s?\d{1,2}\s?[/.\-–]\s?\d{4})(?!\d)"
_NUMBER: Final = r"(?<![\w.,/:+-])\d+(?:[.,]\d+)*(?![\w/:-]|[.,]\d)"
_URL: Final = r"(?:https?://|www\.)[^\s()<>\[\]]+"
_SIGN: Final = re.compile(r"\d|://|www\.")
_MOST_WORDS: Final = 14  # beside a title; longer lines are text with a number in it
_LONG_TITLE: Final = 15


@cache
def samples() -> dict[str, str]:
    """Read texts in the language of the pages, from which tests for learnt rules are made."""
    path = Path(builtin_folder()) / GENERIC.partition("/")[0] / "samples.json"
    return dict(json.loads(path.read_text("utf-8")))


@cache
def generic() -> _core.Engine:
    """The rules of the generic package, made ready: they know what the parts of a page look like."""
    return _core.Engine(Catalogue().core, GENERIC, [])


@cache
def cue(line: str) -> str:
    """Return the label that a line's words tell, or nothing.

    >>> cue("tin liên quan"), cue("số giấy phép: 12/gp-ttđt"), cue("nguyên liệu")
    ('related', 'footer', '')
    """
    return generic().label_of(line)


def is_caption(line: str) -> bool:
    """Return whether a line is of a picture: ``Ảnh minh họa``, ``Ảnh: TTXVN``.

    >>> is_caption("ảnh: ttxvn"), is_caption("ảnh minh họa"), is_caption("đọc nhiều")
    (True, True, False)
    """
    return generic().is_part("caption", line)


def is_name(line: str) -> bool:
    """Return whether a line is a byline: names, each with a capital.

    >>> is_name("Lan Anh"), is_name("Trở lại")
    (True, False)
    """
    return generic().is_names(line)


def masked(text: str, title: str = "") -> str:
    """Return the template of a short line, or nothing where there is none.

    >>> masked("Thứ hai, 8/6/2026, 12:39 (GMT+7)"), masked("Bình luận (15)"), masked("Đọc nhiều")
    ('{date}, {time} (GMT+7)', 'Bình luận ({n})', '')
    >>> masked("Cầu mới thông xe - Báo Mẫu", "cầu mới thông xe")
    '{title} - Báo Mẫu'
    """
    if "{" in text or "}" in text or len(text) > len(title) + 120:
        return ""
    folded = text.casefold()
    at = folded.find(title) if len(title) > _LONG_TITLE and len(folded) == len(text) else -1
    parts = [text] if at < 0 else [text[:at], text[at + len(title) :]]
    if sum(part.count(" ") for part in parts) >= _MOST_WORDS or not (at >= 0 or _SIGN.search(text)):
        return ""
    found = "{title}".join(_slots().sub(lambda slot: f"{{{slot.lastgroup}}}", part) for part in parts)
    return "" if found in (text, "{title}") or template_problem(found) else found


@cache
def _slots() -> re.Pattern[str]:
    """Make the pattern of all slots, with the dates and clocks of the language."""
    words, clock = generic().date_patterns()
    before = rf"(?:(?<!\w)(?:{'|'.join(words)})(?:\s?,\s?|\s-\s|\s)){{0,2}}" if words else ""
    time = rf"(?<![\d:]){clock}(?![\d:])"
    return re.compile(f"(?i)(?P<url>{_URL})|(?P<date>{before}{_DATE})|(?P<time>{time})|(?P<n>{_NUMBER})")
