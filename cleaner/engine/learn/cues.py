"""What the words of a line say it is, as the `page:` section of the generic package tells.

The words only name what recurs already: they make no line go that does not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cleaner.engine.looks import Looks
from cleaner.engine.match import fits_alone, is_names
from cleaner.rulebook.catalogue import GENERIC, Catalogue

if TYPE_CHECKING:
    from cleaner.rulebook.language import Language


@cache
def known() -> Looks:
    """Give what the generic package says of pages."""
    return Looks(Catalogue().rulebook(GENERIC).page)


def language() -> Language:
    """Give how dates and clocks are written."""
    return known().language


def is_name(text: str) -> bool:
    """Tell whether a text is a byline: names, each with a capital.

    >>> is_name("Lan Anh"), is_name("Trở lại")
    (True, False)
    """
    return is_names(text, language().joints)


def cue(key: str) -> str:
    """Give the label that a key's words tell, or nothing.

    >>> cue("tin liên quan"), cue("số giấy phép: 12/gp-ttđt"), cue("nguyên liệu")
    ('related', 'footer', '')
    """
    labels = (label for label, some in known().labels if any(fits_alone(one, key, key) for one in some))
    return next(labels, "")


def is_caption(key: str) -> bool:
    """Tell whether a line is of a picture: ``Ảnh minh họa``, ``Ảnh: TTXVN``.

    >>> is_caption("ảnh: ttxvn"), is_caption("ảnh minh họa"), is_caption("đọc nhiều")
    (True, True, False)
    """
    return known().fits("caption", key, key)
