"""The figures that a run may not fall below: a file that only ever goes up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Figures = dict[str, dict[str, float | None]]
Floors = dict[str, dict[str, float]]


def read(path: Path, how: str) -> Floors:
    """Read the floors of one way to run (``url`` or ``no-url``); none where there is no file yet."""
    floors: dict[str, Floors] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return floors.get(how, {})


def below(figures: Mapping[str, Mapping[str, float | None]], floors: Floors) -> list[str]:
    """List what fell below its floor; a figure that is gone has fallen too, a source that was not run has not.

    >>> below({"a.vn": {"junk": 90.0, "article": 100.0}}, {"a.vn": {"junk": 95.5, "article": 99.0}})
    ['a.vn: junk 90.0 is below its floor 95.5']
    """
    return [
        f"{source}: {name} {figures[source].get(name)} is below its floor {floor}"
        for source, wanted in floors.items()
        if source in figures
        for name, floor in wanted.items()
        if (figures[source].get(name) or 0.0) < floor
    ]


def raised(figures: Mapping[str, Mapping[str, float | None]], floors: Floors) -> Floors:
    """The floors with every better figure taken over; none goes down.

    >>> raised({"a.vn": {"junk": 90.0, "article": 100.0, "caption": None}}, {"a.vn": {"junk": 95.5, "article": 99.0}})
    {'a.vn': {'article': 100.0, 'junk': 95.5}}
    """
    new: Floors = {source: dict(wanted) for source, wanted in floors.items()}
    for source, found in figures.items():
        mine = new.setdefault(source, {})
        for name, value in found.items():
            if value is not None:
                mine[name] = max(value, mine.get(name, 0.0))
    return {source: dict(sorted(wanted.items())) for source, wanted in sorted(new.items())}


def write(path: Path, how: str, floors: Floors) -> None:
    """Write the floors of one way to run; those of the other stay."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.write_text(json.dumps({**known, how: floors}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
