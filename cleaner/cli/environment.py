"""Settings from the environment: ``CLEANER_DROP=caption,lead``, for containers and jobs without a folder.

They are those that a file may hold, by the same names, and come between the file and the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.cli.config import SETTINGS, Settings, unfit
from cleaner.cli.configured import PREFIX
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.cli.table import Option

_NAMES = {f"{PREFIX}{name.upper().replace('-', '_')}": option for name, option in SETTINGS.items()}
_SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def read(environ: Mapping[str, str]) -> Settings:
    """Read all variables that are settings; an empty one says nothing.

    A name that is near one of them is taken for a slip, other names are somebody else's.

    >>> found = read({"CLEANER_DROP": "caption, lead", "CLEANER_JOBS": "2", "CLEANER_STRICT": "yes", "CLEANER_X": ""})
    >>> found.values
    {'drop': ('caption', 'lead'), 'jobs': 2, 'strict': True}
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, text in environ.items():
        if not name.startswith(PREFIX) or not text:
            continue
        option = _NAMES.get(name)
        if option is None:
            _refuse_slip(name)
            continue
        values[option.field] = _value(option, name, text)
        origins[option.field] = name
    return Settings(values, origins)


def _value(option: Option, name: str, text: str) -> Any:
    """Read a value; a list has commas."""
    value: Any = text
    if option.kind == "flag":
        value = _SWITCHES.get(text.strip().lower(), text)
    elif option.kind == "number":
        value = int(text) if text.strip().isdecimal() and len(text) < 19 else text
    elif option.kind == "list":
        value = [part for part in map(str.strip, text.split(",")) if part]
    if wanted := unfit(option, value):
        wanted = "names with commas between them" if option.kind == "list" else wanted
        raise UsageError(f"{name} wants {wanted}, not {text!r}")
    return tuple(value) if option.kind == "list" else value


def _refuse_slip(name: str) -> None:
    """Refuse a name that somebody may have misspelt."""
    from cleaner._core import nearest

    hint = nearest(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in _NAMES])
    if hint:
        raise UsageError(f"unknown setting {name} in the environment ({hint.replace(chr(39), chr(39) + PREFIX, 1)})")
