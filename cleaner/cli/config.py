"""Reads a file of settings: `cleaner.toml`, or the table `[tool.cleaner]` of `pyproject.toml`.

Settings are named as the options are. They choose rules, fields and labels; none of them can name a program to run or
a file to write, so that a folder from a stranger can at most choose other rules.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from cleaner.cli.table import TABLE
from cleaner.errors import UsageError
from cleaner.sides import read_regular
from cleaner.values import dataclass

if TYPE_CHECKING:
    from cleaner.cli.table import Option

#: Options that belong to one call: what it reads and writes, and whether it writes at all.
_CALL = "paths files_from output in_place check diff removed rejects summary url hook format resume manifest documents"
OF_A_CALL = frozenset((*_CALL.split(), "config", "no_config", "show_settings", "only", "rule", "record"))
#: Each setting by its name in a file.
SETTINGS: dict[str, Option] = {
    next(name for name in option.names if name.startswith("--"))[2:]: option
    for option in TABLE
    if option.field not in OF_A_CALL
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings by field of the options, and where each is from: a place in a file, or a variable."""

    values: dict[str, Any]
    origins: dict[str, str]


def read(path: str, wanted: bool = False) -> Settings | None:
    """Read a file; one that other tools share may say nothing of cleaner, unless it is `wanted` by name."""
    shared = os.path.basename(path) == "pyproject.toml"  # noqa: PTH119
    shown = os.path.relpath(path)
    try:
        data = read_regular(path)
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    text, table = _parsed(data, shown)
    ours = _ours(table) if shared else table
    if ours is None and wanted:
        raise UsageError(f"{shown}: has no table [tool.cleaner]")
    if ours is None:
        return None
    return _checked(path, shown, text, ours, shared)


def _ours(table: dict[str, Any]) -> dict[str, Any] | None:
    """Give the part of a shared file that is for cleaner."""
    tool = table.get("tool")
    found = tool.get("cleaner") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None


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


def _checked(path: str, shown: str, text: str, table: dict[str, Any], shared: bool) -> Settings:
    """Check every key and value."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in table.items():
        line = _line(text, key, shared)
        option = SETTINGS.get(key)
        if option is None:
            raise UsageError(f"{shown}:{line}: {_unknown(key)}")
        wanted = unfit(option, value)
        if wanted:
            raise UsageError(f"{shown}:{line}: {key} wants {wanted}, not {toml(value)}")
        values[option.field] = tuple(value) if option.kind == "list" else value
        lines[option.field] = line
    if "rules" in values:  # as seen from the file, wherever the call is made
        folder = os.path.dirname(path)  # noqa: PTH120
        values["rules"] = tuple(os.path.relpath(os.path.join(folder, one)) for one in values["rules"])  # noqa: PTH118
    return Settings(values, {field: f"{shown}:{line}" for field, line in lines.items()})


def _unknown(key: str) -> str:
    """Say that a key is none, and which one is near."""
    from cleaner._core import nearest

    option = next((one for one in TABLE if f"--{key}" in (*one.names, *one.off)), None)
    if option is not None and option.field in OF_A_CALL:
        return f"{key!r} belongs on the command line, not into a file"
    if option is not None:
        return f"unknown setting {key!r} (write {option.names[-1][2:]} = false)"
    hint = nearest(key.replace("_", "-"), SETTINGS)
    return f"unknown setting {key!r}" + (f" ({hint})" if hint else f"; known are {', '.join(sorted(SETTINGS))}")


def unfit(option: Option, value: Any) -> str:
    """Say what a setting wants, if the value is something else."""
    if option.kind == "flag":
        return "" if isinstance(value, bool) else "true or false"
    if option.kind == "number":
        low = 0 if option.default == 0 else 1
        fine = isinstance(value, int) and not isinstance(value, bool) and low <= value <= option.most
        return "" if fine else f"a whole number from {low} to {option.most}"
    if option.kind == "list":
        fine = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if fine else "a list of texts"
    if option.choices:
        return "" if value in option.choices else f"one of {', '.join(option.choices)}"
    return "" if isinstance(value, str) else "a text"


def toml(value: Any) -> str:
    """Write a value in short, as TOML has it."""
    import json

    return json.dumps(value, ensure_ascii=False, default=str)[:60]


def _line(text: str, key: str, shared: bool) -> int:
    r"""Find the line of a key, which the parser does not tell; 1 where it is written in an unusual way.

    >>> _line("[tool.other]\njobs = 1\n[tool.cleaner]\nquiet = true\njobs = 2\n", "jobs", shared=True)
    5
    """
    inside = not shared
    pattern = re.compile(rf"\s*(?:tool\.cleaner\.|cleaner\.)?[\"']?{re.escape(key)}[\"']?\s*[=.]")
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[+\s*([^\]]*?)\s*\]", line)
        if header:
            name = re.sub(r"[\s\"']", "", header[1])
            if name in (key, f"tool.cleaner.{key}"):
                return number
            inside = shared and name == "tool.cleaner"
        elif inside and pattern.match(line):
            return number
    return 1
