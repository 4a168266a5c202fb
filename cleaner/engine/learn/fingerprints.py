"""Phrases of a source's template by which bare text of it can be told: lines with its name on most of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.text.letters import unmarked

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleaner.engine.learn.counted import Counted
    from cleaner.engine.learn.needs import Needs

_CHARS: Final = (12, 90)
_BESIDE: Final = 12  # letters beside the name, which others name in their articles too
_MOST: Final = 3


def plain(text: str) -> str:
    """Give the letters and digits of a text without their marks.

    >>> plain("Báo Đà Nẵng"), plain("tin.example.vn")
    ('baodanang', 'tinexamplevn')
    """
    return "".join(one for one in unmarked(text) if one.isascii() and one.isalnum())


def fingerprints(
    counted: Counted, against: Counted | None, needs: Needs, source: str, known: Collection[str]
) -> list[str]:
    """Give up to three phrases; `known` are the keys of those that other sources have."""
    host, name = source.casefold(), plain(source.partition(".")[0])
    found = []
    for key, articles in counted.known.items():
        letters = plain(key)
        telling = host in key or (len(name) > 3 and name in letters and len(letters) >= len(name) + _BESIDE)
        if (
            not telling
            or not _CHARS[0] <= len(key) <= _CHARS[1]
            or " " not in key
            or len(articles) < needs.half(counted.total)
        ):
            continue
        if any(one in key or key in one for one in known) or (against is not None and key in against.known):
            continue
        if key not in counted.titles and not any(map(str.isdigit, key)) and key.isprintable():
            found.append((-len(articles), -len(key), key))
    chosen: list[str] = []
    for _, _, key in sorted(found):
        if len(chosen) < _MOST and not any(key in one or one in key for one in chosen):
            chosen.append(key)
    return [_written(counted, key) for key in chosen]


def _written(counted: Counted, key: str) -> str:
    """Give a key as the pages write it."""
    forms = {
        " ".join(page.texts[at].split()): 0 for page in counted.pages for at, one in enumerate(page.keys) if one == key
    }
    return min(forms)
