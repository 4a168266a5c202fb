"""Reads the usual command lines without a library: loading one would cost more than cleaning a page.

Whatever it does not know for certain (help, a mistake, a rare verb) it gives to the typer app as it is.
"""

from __future__ import annotations

import os

from cleaner.cli import CHECK, CLEAN, OTHERS, VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.cli.table import Option


def parse(argv: list[str]) -> tuple[str, dict[str, Any]] | None:
    """Give the verb and what is said to it, or None for the app to decide.

    >>> verb, values = parse(["clean", "a.txt", "-j4", "--keep=lead"])
    >>> verb, values
    ('clean', {'jobs': 4, 'keep': ('lead',), 'paths': ('a.txt',)})
    >>> parse(["--url", "https://a.vn/"])[0]
    'clean'
    >>> parse(["clean", "--help"]), parse(["clean", "-j", "many"]), parse(["rules", "list"])
    (None, None, None)
    """
    if argv[:1] and argv[0] in VERBS:
        verb, rest = argv[0], argv[1:]
    elif means_clean(argv):
        verb, rest = CLEAN, argv
    else:
        return None
    if verb in (CLEAN, CHECK) and not any(argument.startswith("-") and argument != "-" for argument in rest):
        return verb, {"paths": tuple(rest)}  # no table is needed for paths
    from cleaner.cli.table import options

    try:
        return verb, _values(options(verb), rest)
    except (KeyError, IndexError, ValueError):
        return None


def means_clean(argv: list[str]) -> bool:
    """Tell whether a call without a verb cleans: it begins with an option, or with a path that is there.

    A command has its name to itself: a file that is called so is cleaned as ``./check``.

    >>> means_clean([]), means_clean(["--url", "https://a.vn/"]), means_clean(["s3://pages/a.txt"])
    (True, True, True)
    >>> means_clean(["check"]), means_clean(["rules"]), means_clean(["chek"])
    (False, False, False)
    """
    first = argv[0] if argv else "-"
    if first in (*VERBS, *OTHERS):
        return False
    return first.startswith("-") or "://" in first or os.path.exists(first)  # noqa: PTH110


def defaults(verb: str) -> dict[str, Any]:
    """Give the values of a call that says nothing."""
    from cleaner.cli.table import options

    return {option.field: _default(option) for option in options(verb)}


def _default(option: Option) -> Any:
    """Give the value of an option that is not given."""
    if option.default is not None:
        return option.default
    return {"flag": False, "many": (), "some": (), "one": (), "needed": ""}[option.kind]


def _values(table: tuple[Option, ...], argv: list[str]) -> dict[str, Any]:
    """Read the arguments; anything unknown raises."""
    by_name = {name: option for option in table for name in (*option.names, *option.off)}
    values: dict[str, Any] = {}
    paths: list[str] = []
    rest = iter(_split(argv, by_name))
    for argument in rest:
        if argument == "--":
            paths.extend(rest)
        elif argument == "-" or not argument.startswith("-"):
            paths.append(argument)
        else:
            option = by_name[argument]
            values[option.field] = _value(option, argument, values.get(option.field, ()), rest)
    values["paths"] = tuple(paths)
    _complete(table, values)
    return values


def _split(argv: list[str], by_name: dict[str, Option]) -> list[str]:
    """Part ``--url=X`` and ``-ofile`` into name and value."""
    out: list[str] = []
    for at, argument in enumerate(argv):
        if argument == "--":
            return out + argv[at:]
        name, equals, value = argument.partition("=")
        if equals and name.startswith("--"):
            if by_name[name].kind == "flag":
                raise ValueError(argument)
            out += [name, value]
        elif argument[:1] == "-" and len(argument) > 2 and argument[1] != "-" and by_name[argument[:2]].kind != "flag":
            out += [argument[:2], argument[2:]]
        else:
            out.append(argument)
    return out


def _value(option: Option, name: str, so_far: Any, rest: Any) -> Any:
    """Give the value that an option takes."""
    if option.kind == "flag":
        return name not in option.off
    given = next(rest, None)
    if given is None or (given.startswith("-") and given != "-"):
        raise ValueError(name)
    if option.choices and given not in option.choices:
        raise ValueError(given)
    if option.kind == "number":
        return _count(given, option.most)
    return (*so_far, given) if option.kind == "list" else given


def _count(given: str, most: int) -> int:
    """Read a number that is not below nought, nor above what makes sense."""
    number = int(given)
    if not 0 <= number <= most:
        raise ValueError(given)
    return number


def _complete(table: tuple[Option, ...], values: dict[str, Any]) -> None:
    """Refuse a call that lacks something."""
    for option in table:
        wrong = option.kind == "one" and len(values["paths"]) != 1
        wrong |= option.kind == "some" and not values["paths"]
        if wrong or (option.kind == "needed" and not values.get(option.field)):
            raise ValueError(option.field)
