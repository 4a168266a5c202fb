"""A file and the packages behind it, in the order in which their rules own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import Problem
from cleaner.rulebook.check import Hints, nearest
from cleaner.rulebook.spec import place_of
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
    found = Chain()
    _collect(file, get, names, found, ())
    if found.whole:
        hints = Hints()
        known = {rule.name for one in found.files for rule in one.rules}
        known |= {one.html.name for one in found.files if one.html}
        for one in found.files:
            for rule in one.disable:
                if rule not in known:
                    message = f"`disable` of {str(rule)!r}, which is not there"
                    _note(found, one, rule, "C115", message, hints.nearest(rule, known))
    return found


def _collect(file: RuleFile, get: Get, names: Collection[str], found: Chain, path: tuple[str, ...]) -> None:
    if file in found.files:
        return
    found.files.append(file)
    path = (*path, file.name)
    for name in file.extends:
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            _note(found, file, name, "C114", f"`extends` goes in a circle: {circle}")
        elif name not in names:
            packages = [known for known in names if "/" in known]
            _note(found, file, name, "C113", f"`extends` an unknown package {str(name)!r}", nearest(name, packages))
            found.whole = False
        elif (parent := get(name)) is None:
            found.whole = False
        elif not parent.package:
            _note(found, file, name, "C113", f"`extends` {str(name)!r}, which is a source, not a package")
        else:
            _collect(parent, get, names, found, path)


def _note(found: Chain, file: RuleFile, word: str, code: str, message: str, hint: str = "") -> None:
    place = place_of(word, file.place)
    found.problems.append(Problem(place.file, place.line, place.column, code, message, hint))
