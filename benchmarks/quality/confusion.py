"""Which source is found in a bare text: documents of known hosts against what cleaner takes them for."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cleaner import Cleaner

#: Stands for: no source was found, or no rule file claims the host.
NONE: Final = "-"
Matrix = dict[str, Counter[str]]


def matrix(cleaner: Cleaner, folders: Iterable[Path]) -> Matrix:
    """Clean every ``HOST/*.txt`` of the folders without its address; count what was found, by what it is."""
    found: Matrix = defaultdict(Counter)
    for folder in folders:
        for path in sorted(folder.glob("*/*.txt")):
            truth = cleaner.catalogue.by_host(path.parent.name) or NONE
            found[truth][cleaner.clean(path.read_text("utf-8", "replace")).source or NONE] += 1
    return dict(found)


def verdicts(found: Mapping[str, Counter[str]]) -> dict[str, int]:
    """Sum up: the right source, none though there is one, a wrong one, and rightly none.

    >>> verdicts({"a.vn": Counter({"a.vn": 3, "-": 1}), "-": Counter({"-": 5, "a.vn": 1})})
    {'right': 3, 'none': 1, 'wrong': 1, 'rightly none': 5}
    """
    pairs = [(truth, taken, number) for truth, row in found.items() for taken, number in row.items()]
    return {
        "right": sum(n for truth, taken, n in pairs if truth == taken != NONE),
        "none": sum(n for truth, taken, n in pairs if truth != taken == NONE),
        "wrong": sum(n for truth, taken, n in pairs if truth != taken != NONE),
        "rightly none": sum(n for truth, taken, n in pairs if truth == taken == NONE),
    }


def as_text(found: Mapping[str, Counter[str]]) -> str:
    """A row for each source: how often it was found, how often none, how often which other one."""
    rows = []
    for truth, row in sorted(found.items()):
        others = ", ".join(f"{taken} {n}" for taken, n in row.most_common() if taken not in (truth, NONE))
        rows.append(f"{truth:24}{sum(row.values()):6}{row[truth]:7}{row[NONE] * (truth != NONE):6}  {others}".rstrip())
    sums = ", ".join(f"{name} {number}" for name, number in verdicts(found).items())
    return "\n".join([f"{'source':24}{'docs':>6}{'right':>7}{'none':>6}  taken for", *rows, "", sums])
