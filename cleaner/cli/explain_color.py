"""The page of `explain` in colours, for a terminal; loads rich."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from cleaner.cli.explain import Row, footer, heading, legend, parts
from cleaner.runs.describe import visible
from cleaner.runs.sinks import out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.engine.explain import Explanation
    from cleaner.engine.identify import Identity

_STYLES = {"keep": "", "drop": "red", "meta": "cyan", "trim": "yellow", "replace": "yellow", "repair": "green"}
_NARROW = 72


def show(found: Explanation, lines: list[Row], others: Iterable[Identity] = ()) -> None:
    """Print one document; `others` are sources that it might have been, too."""
    buffer = io.StringIO()
    width = max(_NARROW, shutil.get_terminal_size((120, 40)).columns)
    console = Console(file=buffer, force_terminal=True, width=width, highlight=False, legacy_windows=False)
    for name, value in heading(found.result, found.document, others):
        style = "bold yellow" if name in ("flagged", "note") else "bold"
        console.print(Text.assemble((f"{name + ':':11}", "dim"), (visible(value), style)))
    console.print()
    number = max((len(str(row.line)) for row in lines), default=1)
    label = max((len(row.label) for row in lines), default=0)
    owner = max((len(_owner(row)) for row in lines), default=0)
    for row in lines:
        console.print(_line(row, number, label, min(owner, width // 2), width), no_wrap=True, overflow="crop")
    console.print()
    console.print(Text(footer(lines, len(found.lines)), "bold"))
    for line in legend(lines):
        console.print(Text(line, "dim"))
    console.print()
    out(buffer.getvalue().encode())


def _owner(row: Row) -> str:
    """Name the rule and where it stands."""
    return f"{row.rule}  {row.at}".strip()


def _line(row: Row, number: int, label: int, owner: int, width: int) -> Text:
    """Lay out one line: the text first, cut to what is left of the terminal, its owner at the right."""
    style = _STYLES.get(row.fate, "")
    before, cut, after = map(visible, parts(row))
    whole = f"strike {style}" if row.fate == "drop" else style
    text = Text.assemble((before, whole if not cut else ""), (cut, f"strike {style}"), after)
    rule = Text(_owner(row), "dim")
    if len(rule) > owner:  # what stands at the end is the place to go to
        rule = Text("…", "dim") + rule[1 - owner :]
    text.truncate(max(20, width - number - label - 13 - (owner if rule else 0)), overflow="ellipsis", pad=bool(rule))
    lead = ((f"{row.line:>{number}}  ", "dim"), (f"{row.fate:6}  ", style or "dim"), (f"{row.label:{label}}  ", style))
    return Text.assemble(*lead, text, " ", rule)
