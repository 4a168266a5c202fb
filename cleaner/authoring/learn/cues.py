"""What the words of a line say it is, as the `page:` section of the generic package tells.

The words only name what recurs already: they make no line go that does not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from cleaner import _core
from cleaner.rulebook.catalogue import GENERIC, Catalogue
from cleaner.rulebook.folders import builtin_folder


@dataclass(frozen=True, slots=True)
class Samples:
    """Texts in the language of the pages, from which tests for learnt rules are made."""

    title: str
    lead: str
    middle: str
    last: str
    mention: str
    headline: str
    name: str
    word: str


@cache
def samples() -> Samples:
    """Read the texts that lie beside the generic package."""
    path = builtin_folder() / GENERIC.partition("/")[0] / "samples.json"
    return Samples(**json.loads(path.read_text("utf-8")))


@cache
def generic() -> _core.Engine:
    """The rules of the generic package, made ready: they know what the parts of a page look like."""
    return _core.Engine(Catalogue().core, GENERIC, [])


@cache
def cue(line: str) -> str:
    """Give the label that a line's words tell, or nothing.

    >>> cue("tin liên quan"), cue("số giấy phép: 12/gp-ttđt"), cue("nguyên liệu")
    ('related', 'footer', '')
    """
    return generic().label_of(line)


def is_caption(line: str) -> bool:
    """Tell whether a line is of a picture: ``Ảnh minh họa``, ``Ảnh: TTXVN``.

    >>> is_caption("ảnh: ttxvn"), is_caption("ảnh minh họa"), is_caption("đọc nhiều")
    (True, True, False)
    """
    return generic().is_part("caption", line)


def is_name(line: str) -> bool:
    """Tell whether a line is a byline: names, each with a capital.

    >>> is_name("Lan Anh"), is_name("Trở lại")
    (True, False)
    """
    return generic().is_names(line)
