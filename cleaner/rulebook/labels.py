"""The closed list of labels: what kind of thing a line is, and what becomes of it when nobody says otherwise."""

from __future__ import annotations

from cleaner._core import labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_LABELS: Final = labels()


def _of(fate: str) -> tuple[str, ...]:
    return tuple(label for label, (one, _) in _LABELS.items() if one == fate)


#: Not the article: dropped.
BOILERPLATE: Final = _of("leaves")

#: Facts about the article: out of the text, into the metadata.
META: Final = _of("meta")

#: Parts of the article: they stay.
PARTS: Final = _of("stays")

LABELS: Final = BOILERPLATE + PARTS + META

#: What a line with a label is, in a few words.
MEANINGS: Final = {label: _LABELS[label][1] for label in LABELS}
