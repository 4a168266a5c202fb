"""From what a call says to all its options: the environment and the nearest file fill in what the command line leaves.

Looking for the file costs a few stats; what reads it is loaded only where there is one.
"""

from __future__ import annotations

import os

from cleaner.errors import InputError, UsageError
from cleaner.runs.options import Options
from cleaner.sides import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.cli.config import Settings

PREFIX = "CLEANER_"
OWN, SHARED = "cleaner.toml", "pyproject.toml"

#: What a setting of a file gives way to, when the command line has it.
_YIELDS = {"source": ("no_source",), "no_source": ("source",), "to": ("in_place", "hook")}


def settled(verb: str, given: dict[str, Any]) -> Options:
    """Give the options of a call; `given` is what its command line says."""
    found = settings(given) if verb != "restore" else None
    if given.get("show_settings"):
        from cleaner.cli.show_settings import show

        show(verb, given, _usable(found, given) if found else {}, found)
    values = {**_values(found, verb, given), **given} if found else given
    options = Options(verb=verb, said=frozenset(given), **values)
    if options.files_from:
        options = options._replace(paths=(*options.paths, *listed(options)))
    if options.hook:  # pre-commit itself spreads files over the cores
        options = options._replace(in_place=verb == "clean", quiet=True, jobs=1)
    return options


def listed(options: Options) -> list[str]:
    """Read the names that ``--files-from`` gives; what is no list, or an empty one, is a `UsageError`."""
    from cleaner.formats.streams import only_regular, read_all

    if options.files_from == "-" and "-" in options.paths:
        raise UsageError("standard input cannot be a document and the list of documents")
    try:
        data = read_all(only_regular(options.files_from))
    except InputError as error:
        raise UsageError(str(error)) from None
    names = data.split(b"\0") if b"\0" in data else data.replace(b"\r\n", b"\n").split(b"\n")
    found = [os.fsdecode(name) for name in names if name]
    if not found:
        raise UsageError(f"{options.files_from}: names no file")
    if "-" in found:
        raise UsageError(f"{options.files_from}: names standard input; name files")
    return found


def settings(given: dict[str, Any]) -> Settings | None:
    """Read what holds for a call before its command line: the file of settings, and the environment on top of it."""
    found = _of_file(given)
    if not any(name.startswith(PREFIX) for name in os.environ):
        return found
    from cleaner.cli.config import Settings
    from cleaner.cli.environment import read

    own = read(os.environ)
    if found is None:
        return own
    return Settings({**_usable(found, own.values), **own.values}, {**found.origins, **own.origins})


def _of_file(given: dict[str, Any]) -> Settings | None:
    """Read the file of settings that holds for a call, if there is one."""
    if given.get("no_config"):
        if given.get("config"):
            raise UsageError("--config and --no-config contradict each other")
        return None
    for path in [given["config"]] if given.get("config") else _places():
        from cleaner.cli.config import read

        found = read(path, wanted=bool(given.get("config")))
        if found is not None:
            return found
    return None


def rules_of(given: list[str] | None) -> tuple[str, ...]:
    """Give the rule folders of a call: those it names, else those of the settings."""
    if given:
        return tuple(given)
    found = settings({})
    return tuple(found.values["rules"]) if found and "rules" in found.values else ()


def _values(found: Settings, verb: str, given: dict[str, Any]) -> dict[str, Any]:
    """Give what a file says to a verb; another verb may have options that this one has not."""
    from cleaner.cli.table import options

    known = {option.field for option in options(verb)}
    return {name: value for name, value in _usable(found, given).items() if name in known}


def _usable(found: Settings, given: dict[str, Any]) -> dict[str, Any]:
    """Leave out the settings that the command line speaks against."""
    return {
        name: value
        for name, value in found.values.items()
        if not any(given.get(other) for other in _YIELDS.get(name, ()))
    }


def _speaks_of_us(path: str) -> bool:
    """Tell whether a shared file may have a table for cleaner, so that others' files need not be parsed."""
    try:
        data = read_regular(path).translate(None, b" \t\"'")
    except OSError:
        return True  # whoever reads it says what is wrong
    return any(form in data for form in (b"tool.cleaner", b"[tool]", b"tool={"))


def _places() -> list[str]:
    """Give the files that may hold settings, nearest first: from here up to the top of the repository, or the root.

    A `pyproject.toml` may speak of other tools only; then the search goes on above it.
    """
    found: list[str] = []
    try:
        here = os.getcwd()  # noqa: PTH109
    except FileNotFoundError:  # the folder was removed under us
        return found
    while True:
        for name in (OWN, SHARED):
            path = os.path.join(here, name)  # noqa: PTH118
            if os.path.isfile(path) and (name == OWN or _speaks_of_us(path)):  # noqa: PTH113
                found.append(path)
        parent = os.path.dirname(here)  # noqa: PTH120
        if parent == here or os.path.exists(os.path.join(here, ".git")):  # noqa: PTH110, PTH118
            return found
        here = parent
