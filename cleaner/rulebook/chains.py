"""A file and the packages behind it, in the order in which their rules own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner import _core
from cleaner.errors import Problem
from cleaner.values import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cleaner.rulebook.spec import RuleFile

    Get = Callable[[str], "RuleFile | None"]


@dataclass(slots=True)
class Chain:
    """A file, then what it extends, depth first; and every mistake in `extends` and `disable` on the way.

    `whole` tells that no file of it was missing or unreadable.
    """

    files: list[RuleFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True


def chain(file: RuleFile, get: Get, names: Collection[str]) -> Chain:
    """Follow `extends`; `get` gives a file of `names`, or None where it cannot be read (which is told elsewhere)."""
    known = {id(file.sheet): file}

    def sheet_of(name: str) -> _core.Sheet | None:
        found = get(name)
        if found is None:
            return None
        known[id(found.sheet)] = found
        return found.sheet

    sheets, problems, whole = _core.chain(file.sheet, list(names), sheet_of)
    return Chain([known[id(sheet)] for sheet in sheets], [Problem(*problem) for problem in problems], whole)
