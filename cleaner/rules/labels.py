"""Labels: what kind of thing a line is, and what becomes of such lines, by default and in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner._core import labels as _labels
from cleaner._core import nearest
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LABELS: Final = _labels()


def _with(fate: str) -> tuple[str, ...]:
    return tuple(label for label, (one, _) in _LABELS.items() if one == fate)


#: Not the article: dropped.
BOILERPLATE: Final = _with("leaves")

#: Facts about the article: out of the text, into the metadata.
META: Final = _with("meta")

#: Parts of the article: they stay.
PARTS: Final = _with("stays")

LABELS: Final = BOILERPLATE + PARTS + META

#: What a line with a label is, in a few words.
MEANINGS: Final = {label: _LABELS[label][1] for label in LABELS}


class Policy(NamedTuple):
    """What becomes of labelled lines in a run: the labels whose lines leave the text."""

    leaves: frozenset[str] = frozenset(BOILERPLATE + META)

    @classmethod
    def of(cls, keep: Iterable[str] = (), drop: Iterable[str] = ()) -> Policy:
        """Start from the defaults; `keep` wins over `drop`.

        >>> sorted(Policy.of(keep=["tags"], drop=["caption"]).leaves & {"tags", "caption"})
        ['caption']
        """
        keep, drop = labels(keep), labels(drop)
        for label in sorted(keep | drop):
            if label not in LABELS:
                raise UsageError(f"unknown label {label!r}; {nearest(label, LABELS) or 'one of: ' + ' '.join(LABELS)}")
        return cls((cls().leaves | drop) - keep)


def labels(given: Iterable[str]) -> frozenset[str]:
    """Read the labels that a caller names: a list of them, or of several with commas between them.

    >>> sorted(labels(["related, caption", "menu"])), sorted(labels("ad"))
    (['caption', 'menu', 'related'], ['ad'])
    """
    names = [given] if isinstance(given, str) else given
    return frozenset(label.strip() for name in names for label in name.split(",") if label.strip() or "," not in name)
