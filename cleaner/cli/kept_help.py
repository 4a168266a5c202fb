"""Help without a library: the texts are kept as typer prints them, for the two widths that most screens have.

Loading typer and rich for them would take half of all that ``--help`` takes. `make docs` writes the texts, a test
holds them to what typer says, and whatever is asked for otherwise (a narrow screen, other colours) it prints itself.
"""

from __future__ import annotations

import os
import sys

from cleaner.cli import VERBS

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "helptexts")  # noqa: PTH100, PTH118, PTH120
WIDTHS = (100, 80)
NAMES = ("cleaner", *VERBS, "rules")

_OF_RICH = ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TERMINAL_WIDTH", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
_OF_TERMINALS = ("NO_COLOR", "JPY_PARENT_PID")
_STYLE = "\x1b["  # begins one, and m ends it


def kept_help(argv: list[str]) -> str | None:
    """Give the help that a call asks for, or None where typer must see to it.

    >>> kept_help(["clean", "a.txt", "--help"]), kept_help(["rules", "list", "-h"])
    (None, None)
    """
    *name, last = argv or [""]
    asked = (name or ["cleaner"])[0]
    if last not in ("--help", "-h") or len(name) > 1 or asked not in NAMES or (name and asked == "cleaner"):
        return None
    terminal = sys.stdout.isatty()
    width = next((one for one in WIDTHS if one <= _width()), 0)
    if not width or not _usual(terminal):
        return None
    with open(os.path.join(FOLDER, f"{asked}.{width}.txt"), encoding="utf-8") as stream:  # noqa: PTH118, PTH123
        text = stream.read()
    return text if terminal else _plain(text)


def _plain(text: str) -> str:
    r"""Leave the styles out.

    >>> _plain("\x1b[1;33mUsage:\x1b[0m cleaner")
    'Usage: cleaner'
    """
    first, *others = text.split(_STYLE)
    return first + "".join(other.partition("m")[2] for other in others)


def _usual(terminal: bool) -> bool:
    """Tell whether nothing asks for other signs or colours than the kept ones."""
    wanted = (*_OF_RICH, *_OF_TERMINALS) if terminal else _OF_RICH
    odd = os.name != "posix" or (terminal and os.environ.get("TERM", "dumb") in ("dumb", "unknown"))
    return not odd and not any(os.environ.get(one) for one in wanted) and sys.stdout.encoding.lower() == "utf-8"


def _width() -> int:
    """Tell how wide the screen is, as rich finds it out."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns)
    for stream in (0, 1, 2):
        try:
            return os.get_terminal_size(stream).columns
        except OSError:
            continue
    return 80
