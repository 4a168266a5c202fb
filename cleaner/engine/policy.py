"""What becomes of a labelled line in this run: the defaults, and `--keep` and `--drop` on top of them."""

from __future__ import annotations

from cleaner.errors import UsageError
from cleaner.rulebook.labels import BOILERPLATE, LABELS, META
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Policy:
    """The labels whose lines leave the text."""

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
                from cleaner._core import nearest

                raise UsageError(f"unknown label {label!r}; {nearest(label, LABELS) or 'one of: ' + ' '.join(LABELS)}")
        return cls((cls().leaves | drop) - keep)


def labels(given: Iterable[str]) -> frozenset[str]:
    """Give the labels that a caller names: a list of them, or of several with commas between them.

    >>> sorted(labels(["related, caption", "menu"])), sorted(labels("ad"))
    (['caption', 'menu', 'related'], ['ad'])
    """
    names = [given] if isinstance(given, str) else given
    return frozenset(label.strip() for name in names for label in name.split(",") if label.strip() or "," not in name)
