"""From what a call says to all its options: files of settings and the environment fill in what the command line leaves.

Settings are named as the options are: in `cleaner.toml`, in the table `[tool.cleaner]` of `pyproject.toml`, and as
``CLEANER_DROP=caption,lead`` for containers and jobs without a folder. They choose rules, fields and labels; none of
them can name a program to run or a file to write, so that a folder from a stranger can at most choose other rules.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, NoReturn

from cleaner._core import nearest
from cleaner.errors import InputError, UsageError
from cleaner.option import Option, Setting, build, settings_of
from cleaner.runs.console import out
from cleaner.runs.options import Options
from cleaner.side_files import read_regular

PREFIX = "CLEANER_"
OWN, SHARED = "cleaner.toml", "pyproject.toml"
_SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class Chosen(NamedTuple):
    """The value of a field, and who says so: a place in a file, a variable, or the command line."""

    value: Any
    origin: str


Found = dict[str, Chosen]  # by field of the options
Said = tuple[str, Any, str, str]
"""A setting as a file or a variable says it: its key, its value, where it stands, and how its key is written there."""


@cache
def keys() -> dict[str, tuple[Setting, Option]]:
    """Every key that a file may have, with the setting that it makes.

    >>> [key for key, (one, _) in keys().items() if one.name == "source"]
    ['source', 'no-source']
    """
    return {option.key: (one, option) for one in settings_of(Options) if not one.of_a_call for option in one.options}


def settled(command: str, given: dict[str, Any]) -> Options:
    """The options of a call; `given` is what its command line says, by field."""
    known = [one for one in settings_of(Options) if any(option.is_for(command) for option in one.options)]
    found = settings(given) if command != "restore" else {}
    if given.get("in_place") or given.get("hook"):  # a file keeps its form
        found.pop("to", None)
    usable = {one.name: found[one.name] for one in known if one.name in found}
    if given.get("show_settings"):
        _show(known, {**usable, **{name: Chosen(value, "command line") for name, value in given.items()}})
    values = {name: one.value for name, one in usable.items()}
    options = build(Options, {"verb": command, "said": frozenset(given), **values, **given})
    if options.files_from:
        options = options._replace(paths=(*options.paths, *_listed(options)))
    if options.hook:  # pre-commit itself spreads files over the cores
        options = options._replace(in_place=command == "clean", quiet=True, jobs=1)
    return options


def settings(given: Mapping[str, Any]) -> Found:
    """What holds for a call before its command line: the file of settings, and the environment on top of it."""
    return {**_of_file(given), **read_environment(os.environ)}


def rules_of(given: list[str] | None) -> tuple[str, ...]:
    """The rule folders of a call: those it names, else those of the settings."""
    return tuple(given or settings({}).get("rules", Chosen((), "")).value)


def chosen(options: Options, aside: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What differs from the defaults, as a file would have it, but for the fields that are left `aside`.

    >>> chosen(build(Options, {"drop": ["caption"], "url": "https://a.vn/", "repair": False}))
    [('url', '"https://a.vn/"'), ('drop', '["caption"]'), ('no-repair', 'true')]
    """
    told = [one for one in settings_of(Options) if (not one.of_a_call or one.name == "url") and one.options]
    return [_row(one, one.of(options)) for one in told if one.name not in aside and one.of(options) != one.default]


def _show(known: list[Setting], found: Found) -> NoReturn:
    """Print each setting as a file would have it, with where it comes from; then the call ends."""
    from cleaner.cli.printer import columns

    told = [(one, found.get(one.name, Chosen(one.default, "default"))) for one in known if not one.of_a_call]
    rows = [(" = ".join(_row(one, said.value)), f"# {said.origin}") for one, said in told]
    out("".join(f"{line}\n" for line in columns(rows)).encode("utf-8", "backslashreplace"))
    raise SystemExit(0)


def _row(one: Setting, value: Any) -> tuple[str, str]:
    """A setting as a file has it: its key and its value."""
    if one.options[0].const is not None:
        return one.key, _toml(value == one.options[0].const)
    return one.key, _toml(sorted(value) if isinstance(value, frozenset) else value)


def _toml(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=str)[:200]


def _listed(options: Options) -> list[str]:
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


def _collected(said: Iterable[Said]) -> Found:
    """Take in settings as one place says them; one that says the same field twice makes no sense.

    A switch that is off says the default, where nothing else does.
    """
    found: Found = {}
    unsaid: Found = {}
    names: dict[str, str] = {}
    for key, value, place, shown in said:
        one, option = keys()[key]
        switch = option.const is not None
        if wanted := ("" if isinstance(value, bool) else "true or false") if switch else one.wanted(value):
            told = shown if shown == place else f"{place}: {shown}"
            raise UsageError(f"{told} wants {wanted}, not {_toml(value)}")
        if switch and not value:
            unsaid[one.name] = Chosen(one.default, place)
            continue
        if (other := names.setdefault(one.name, key)) != key:
            raise UsageError(f"{place}: {other} and {key} contradict each other")
        value = option.const if switch else tuple(value) if isinstance(value, list) else value
        found[one.name] = Chosen(value, place)
    return {**unsaid, **found}


def read_environment(environ: Mapping[str, str]) -> Found:
    """Read all variables that are settings; an empty one says nothing.

    A name that is near one of them is taken for a slip, other names are somebody else's.

    >>> found = read_environment({"CLEANER_DROP": "caption, lead", "CLEANER_JOBS": "2", "CLEANER_STRICT": "yes"})
    >>> [(name, one.value) for name, one in found.items()]
    [('drop', ('caption', 'lead')), ('jobs', 2), ('strict', True)]
    """
    said: list[Said] = []
    for name, text in environ.items():
        if not name.startswith(PREFIX) or not text:
            continue
        key = name.removeprefix(PREFIX).lower().replace("_", "-")
        if key in keys() and name == variable(key):
            said.append((key, _read(*keys()[key], text), name, name))
        elif hint := nearest(name.removeprefix(PREFIX), [variable(key).removeprefix(PREFIX) for key in keys()]):
            near = hint.replace("'", f"'{PREFIX}", 1)
            raise UsageError(f"unknown setting {name} in the environment ({near})")
    return _collected(said)


def variable(key: str) -> str:
    """The variable of a setting.

    >>> variable("text-field")
    'CLEANER_TEXT_FIELD'
    """
    return f"{PREFIX}{key.upper().replace('-', '_')}"


def _read(one: Setting, option: Option, text: str) -> Any:
    """The value that the text of a variable stands for, or the text where it stands for none; a list has commas."""
    if option.const is not None or isinstance(one.default, bool):
        return _SWITCHES.get(text.strip().lower(), text)
    if isinstance(one.default, tuple | frozenset):
        return tuple(part for part in map(str.strip, text.split(",")) if part)
    if isinstance(one.default, int) and text.strip().isdecimal() and len(text) < 19:
        return int(text)
    return text


def _of_file(given: Mapping[str, Any]) -> Found:
    """Read the file of settings that holds for a call, if there is one."""
    if given.get("no_config"):
        if given.get("config"):
            raise UsageError("--config and --no-config contradict each other")
        return {}
    for path in [given["config"]] if given.get("config") else _places():
        found = read_file(path, wanted=bool(given.get("config")))
        if found is not None:
            return found
    return {}


def _places() -> Iterator[str]:
    """The files that may hold settings, nearest first: from here up to the top of the repository, or the root.

    A `pyproject.toml` may speak of other tools only; then the search goes on above it.
    """
    try:
        here = os.getcwd()
    except FileNotFoundError:  # the folder was removed under us
        return
    while True:
        for name in (OWN, SHARED):
            path = os.path.join(here, name)
            if os.path.isfile(path):
                yield path
        parent = os.path.dirname(here)
        if parent == here or os.path.exists(os.path.join(here, ".git")):
            return
        here = parent


def read_file(path: str, wanted: bool = False) -> Found | None:
    """Read a file; one that other tools share may say nothing of cleaner, unless it is `wanted` by name."""
    shared = os.path.basename(path) == SHARED
    shown = os.path.relpath(path)
    try:
        data = read_regular(path)
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    bare = data.translate(None, b" \t\"'")
    if shared and not wanted and not any(form in bare for form in (b"tool.cleaner", b"[tool]", b"tool={")):
        return None  # others' files need not be parsed
    text, table = _parsed(data, shown)
    if shared:
        tool = table.get("tool")
        ours = tool.get("cleaner") if isinstance(tool, dict) else None
        if not isinstance(ours, dict):
            if wanted:
                raise UsageError(f"{shown}: has no table [tool.cleaner]")
            return None
        table = ours
    for key in table:
        if key not in keys():
            raise UsageError(f"{shown}:{_line(text, key, shared)}: {_unknown(key)}")
    found = _collected((key, value, f"{shown}:{_line(text, key, shared)}", key) for key, value in table.items())
    if "rules" in found:  # as seen from the file, wherever the call is made
        folder, (rules, place) = os.path.dirname(path), found["rules"]
        found["rules"] = Chosen(tuple(os.path.relpath(os.path.join(folder, one)) for one in rules), place)
    return found


def _parsed(data: bytes, shown: str) -> tuple[str, dict[str, Any]]:
    """Parse TOML; its own errors name line and column."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:  # the same library, before it came with Python
        import tomli as tomllib
    try:
        text = data.decode()
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown}:{data[: error.start].count(10) + 1}: not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+), column (\d+)", str(error))
        end = data.count(b"\n") + 1
        reason = re.sub(r" \(at .*\)", "", str(error))
        raise UsageError(f"{shown}:{f'{at[1]}:{at[2]}' if at else end}: {reason[:1].lower()}{reason[1:]}") from None


def _unknown(key: str) -> str:
    """Say that a key is none, and which one is near."""
    for one in settings_of(Options):
        for option in one.options:
            if one.of_a_call and option.key == key:
                return f"{key!r} belongs on the command line, not into a file"
            if option.off == f"--{key}":
                return f"unknown setting {key!r} (write {option.key} = false)"
    hint = nearest(key.replace("_", "-"), keys())
    return f"unknown setting {key!r}" + (f" ({hint})" if hint else f"; known are {', '.join(sorted(keys()))}")


def _line(text: str, key: str, shared: bool) -> int:
    r"""Find the line of a key, which the parser does not tell; 1 where it is written in an unusual way.

    >>> _line("[tool.other]\njobs = 1\n[tool.cleaner]\nquiet = true\njobs = 2\n", "jobs", shared=True)
    5
    """
    header = re.search(r"(?m)^\s*\[\s*tool\s*\.\s*[\"']?cleaner[\"']?\s*\]", text) if shared else None
    pattern = rf"(?m)^\s*\[?\s*(?:tool\.cleaner\.|cleaner\.)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]"
    found = re.compile(pattern).search(text, header.end() if header else 0)
    return text.count("\n", 0, found.end()) + 1 if found else 1
