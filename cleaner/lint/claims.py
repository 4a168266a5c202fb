"""Names, hosts and fingerprints that two files claim, and addresses in tests that belong to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner._core import host_of
from cleaner.lint.walk import literal_key, problem
from cleaner.rulebook.folders import builtin_folder
from cleaner.rulebook.spec import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.errors import Problem
    from cleaner.rulebook.shelf import Shelf
    from cleaner.rulebook.spec import RuleFile


def claimed_twice(shelf: Shelf) -> Iterator[Problem]:
    """Compare files with their like: a user's file may well take over what a built-in one has."""
    asked = {id(sheet) for sheet in shelf.sheets}
    folder = builtin_folder().resolve()
    sheets = [*shelf.around, *shelf.sheets]
    for builtin in (True, False):
        names: dict[str, RuleFile] = {}
        claims: dict[tuple[str, str], tuple[RuleFile, Place]] = {}
        for sheet in sheets:
            file = sheet.sound
            if file is None or (folder in sheet.entry.path.resolve().parents) is not builtin:
                continue
            found = list(_name_taken(file, names)) or list(_claims(file, claims))
            if id(sheet) in asked:
                yield from found


def _name_taken(file: RuleFile, names: dict[str, RuleFile]) -> Iterator[Problem]:
    first = names.setdefault(file.name, file)
    if first is not file:
        message = f"the name {file.name!r} is that of {first.place.file} too; only one of them is used"
        yield problem(file.place, "C203", message, "give each file a name of its own")


def _claims(file: RuleFile, claims: dict[tuple[str, str], tuple[RuleFile, Place]]) -> Iterator[Problem]:
    pairs = [("C201", "host", host, host) for host in file.hosts]
    pairs += [("C202", "fingerprint", text, literal_key("line", text)) for text in file.fingerprints]
    for code, what, text, key in pairs:
        place = place_of(text, file.place)
        first, where = claims.setdefault((what, key), (file, place))
        if first is not file:
            message = f"the {what} {str(text)!r} is claimed by {first.name!r} already, at {where}"
            yield problem(place, code, message, "one document has one source")


def foreign_addresses(shelf: Shelf) -> Iterator[Problem]:
    """A test whose address leads to another source tests less than it seems to."""
    hosts = {host: file.name for file in shelf.files.values() for host in file.hosts}
    for sheet in shelf.sheets:
        file = sheet.sound
        for test in file.tests if file is not None and not file.package else ():
            owner = _owner(host_of(test.url), hosts) if test.url else file.name  # type: ignore[union-attr]
            if owner != file.name:  # type: ignore[union-attr]
                belongs = f"belongs to {owner!r}" if owner else "belongs to no source"
                yield problem(test.place, "C211", f"the test's address {test.url} {belongs}")


def _owner(host: str, hosts: dict[str, str]) -> str:
    while "." in host:
        if host in hosts:
            return hosts[host]
        host = host.partition(".")[2]
    return ""
