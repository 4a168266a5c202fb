"""A rule that nobody wrote yet: proposed by learning, to be written into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.values import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of a test that show a rule at work: `zone` says where on the page, each line has its mark in front."""

    zone: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed rule.

    `value` is what stands under the action (`drop`, `meta`, `trim`), as plain values; `evidence` says how often its
    lines were met. `doubt` is the reason why it is not in force; `documents` and `lines` are what it takes.
    """

    id: str
    label: str
    action: str
    value: Mapping[str, Any]
    evidence: str
    where: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    shown: tuple[Shown, ...] = ()
    doubt: str = ""
    documents: int = 0
    lines: int = 0

    def doubted(self, reason: str) -> Draft:
        """Give the same rule as a mere candidate."""
        return replace(self, doubt=reason)


def named(drafts: Iterable[Draft], taken: Iterable[str] = ()) -> list[Draft]:
    """Give every rule an id of its own, also beside those that are there.

    >>> rule = Draft("menu", "menu", "drop", {"line": ["A"]}, "")
    >>> [one.id for one in named([rule, rule], ["menu"])]
    ['menu-2', 'menu-3']
    """
    ids, found = set(taken), []
    for draft in drafts:
        name, number = draft.id, 2
        while name in ids:
            name, number = f"{draft.id}-{number}", number + 1
        ids.add(name)
        found.append(replace(draft, id=name))
    return found
