"""Every key of the rule language: its kind and what it means, as the core checks files against it.

The JSON Schema and ``docs/rules.md`` are made from this table; so the three can never disagree.
"""

from __future__ import annotations

from typing import Final

from cleaner._core import choices, tables
from cleaner.rulebook.labels import LABELS
from cleaner.values import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One key: `kind` names a scalar type or another table; `doc` is what editors show."""

    kind: str
    doc: str
    required: bool = False
    default: str = ""


#: Kinds: str, strs (a string or a list of them), texts (the same, and ``$name`` stands for a list), int, bool, percent,
#: amount (lines, or a share with %), range (``5..34``), kinds (of `LINE_KINDS`), id, label, same_as, repeat, lists,
#: patterns, labels (matchers by label), matchers (a matcher or a list of them); ``list:T`` is a list of T; a table's
#: name is a mapping of that table.
TABLES: Final[dict[str, dict[str, Field]]] = {
    name: {key: Field(*said) for key, said in table.items()} for name, table in tables().items()
}

_CHOICES: Final = choices()
#: What `is` and `not` can say of a line, each with what it means.
LINE_KINDS: Final[dict[str, str]] = _CHOICES["kind"]
ANCHORS: Final = tuple(_CHOICES["anchor"])
SLOTS: Final = tuple(_CHOICES["slot"])
ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "label": LABELS,
    "same_as": tuple(_CHOICES["same_as"]),
    "kind": tuple(LINE_KINDS),
}
