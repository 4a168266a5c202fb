"""Lists of texts with a name: those of a file, and those of the packages that it extends.

``$name`` stands for the texts of a list wherever a matcher takes texts, and in other lists. A file's own list comes
before an inherited one of the same name, and packages come in the order of `extends`, as rules do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import Problem
from cleaner.rulebook.check import Checker, list_named, nearest
from cleaner.rulebook.spec import Placed, TextList, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cleaner.rulebook.spec import Place, RuleFile

    Written = Mapping[str, tuple[Placed, tuple[str, ...]]]


class Lists:
    """The lists that one file's rules know; every mistake in them is noted with its place."""

    def __init__(self, owner: str, written: Written, parents: Iterable[RuleFile | None], checker: Checker) -> None:
        """Take the file's own lists and its packages; None is one that cannot be read, which is told elsewhere."""
        self._checker = checker
        self._owner = owner
        self._written = written
        self._open: list[str] = []
        self._whole = True
        self._inherited: dict[str, TextList] = {}
        for parent in parents:
            self._whole = self._whole and parent is not None
            for one in parent.lists if parent is not None else ():
                self._inherited.setdefault(one.name, one)
        self.used: set[TextList] = set()
        self._own: dict[str, TextList] = {}
        for name in written:
            self._made(name)

    @property
    def known(self) -> tuple[TextList, ...]:
        """Give all lists, the file's own first."""
        return (*self._own.values(), *(one for name, one in self._inherited.items() if name not in self._own))

    def texts(self, given: Iterable[str], default: Place) -> tuple[str, ...] | None:
        """Give texts with those of lists in place of their names; None where a list is not known."""
        found: list[str] = []
        whole = True
        for text in given:
            name = list_named(text)
            if not name:
                found.append(Placed(text[1:], place_of(text, default)) if _is_escaped(text) else text)
            elif (named := self._find(name, place_of(text, default))) is None:
                whole = False
            else:
                self.used.add(named)
                found += named.texts
        return tuple(found) if whole else None

    def unused(self) -> None:
        """Note the file's own lists that nothing in it uses."""
        for one in self._own.values():
            if one not in self.used:
                self._checker.problems.append(unused_list(one))

    def _find(self, name: str, place: Place) -> TextList | None:
        if name in self._written:
            return self._made(name)
        found = self._inherited.get(name)
        if found is None and self._whole:
            hint = nearest(name, [*self._written, *self._inherited]).replace("'", "$", 1).replace("'", "")
            self._checker.problem(place, "C125", f"unknown list ${name}", hint or "give it under `lists:`")
        return found

    def _made(self, name: str) -> TextList | None:
        """Make one of the file's own lists, of texts and of other lists."""
        if name in self._own:
            return self._own[name]
        placed, given = self._written[name]
        if name in self._open:
            circle = " → ".join(f"${one}" for one in (*self._open[self._open.index(name) :], name))
            self._checker.problem(placed.place, "C127", f"a list that holds itself: {circle}")
            return None
        self._open.append(name)
        texts = self.texts(given, placed.place)
        self._open.pop()
        self._own[name] = TextList(self._owner, name, texts or (), placed.place)
        return self._own[name]


def unused_list(unused: TextList) -> Problem:
    """Make the problem of a list that is there in vain."""
    place, message = unused.place, f"the list ${unused.name} is used by no rule"
    return Problem(place.file, place.line, place.column, "C126", message, "use it, or remove it")


def _is_escaped(text: str) -> bool:
    """Tell whether a text begins with a dollar sign too many, so that it names no list: ``$$name``."""
    return text.startswith("$$") and bool(list_named(text[1:]))
