"""`--show-settings`: what holds for a call, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from cleaner.cli.config import SETTINGS, toml
from cleaner.cli.front import defaults
from cleaner.cli.table import options
from cleaner.runs.console import out

if TYPE_CHECKING:
    from cleaner.cli.config import Settings


def show(verb: str, given: dict[str, Any], usable: dict[str, Any], found: Settings | None) -> NoReturn:
    """Print each setting as a file would have it, with where it comes from; then the call ends."""
    known = {option.field for option in options(verb)}
    usual = defaults(verb)
    rows = []
    for name, option in SETTINGS.items():
        if option.field not in known:
            continue
        if option.field in given:
            value, origin = given[option.field], "command line"
        elif found and option.field in usable:
            value, origin = usable[option.field], found.origins[option.field]
        else:
            value, origin = usual[option.field], "default"
        rows.append((f"{name} = {toml(value)}", origin))
    width = max(len(setting) for setting, _ in rows)
    out("".join(f"{setting:{width}}  # {origin}\n" for setting, origin in rows).encode("utf-8", "backslashreplace"))
    raise SystemExit(0)
