"""The page of `explain` for a terminal, in colours where they are welcome; loads rich."""

from __future__ import annotations

import io
import shutil
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleaner.cli.explain import Row, footer, heading, legend, parts
from cleaner.runs.console import painted, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.rules.catalogue import Identity
    from cleaner.rules.engine import Explanation

_STYLES = {"keep": "", "drop": "red", "meta": "cyan", "trim": "yellow", "replace": "yellow", "repair": "green"}
_NARROW = 72
_WIDE = 130  # columns from which on owners have room beside the text


def show(found: Explanation, lines: list[Row], others: Iterable[Identity] = (), *, colored: bool = True) -> None:
    """Print one document; `others` are sources that it might have been, too."""
    buffer = io.StringIO()
    width = max(_NARROW, shutil.get_terminal_size((120, 40)).columns)
    console = Console(file=buffer, force_terminal=colored, width=width, highlight=False, legacy_windows=False)
    facts = Table.grid(padding=(0, 1))
    facts.add_column(min_width=10, style="dim")
    facts.add_column(overflow="fold")
    for name, value in heading(found.result, found.document, others):
        facts.add_row(f"{name}:", Text(visible(value), "bold yellow" if name in ("flagged", "note") else "bold"))
    console.print(facts)
    console.print()
    for laid in _wide(lines, width) if width >= _WIDE else _narrow(lines, width):
        console.print(laid, no_wrap=True, overflow="crop")
    console.print()
    console.print(Text(footer(lines, len(found.lines)), "bold"))
    for line in legend(lines):
        console.print(Text(line, "dim"))
    console.print()
    painted(buffer.getvalue().encode())


def _wide(lines: list[Row], width: int) -> Iterator[Text]:
    """Lay out the lines with their owners at the right."""
    number = max((len(str(row.line)) for row in lines), default=1)
    label = max((len(row.label) for row in lines), default=0)
    owner = max((len(_owner(row)) for row in lines), default=0)
    return (_line(row, number, label, min(owner, width // 2), width) for row in lines)


def _narrow(lines: list[Row], width: int) -> Iterator[Text]:
    """Lay out the lines for a narrow terminal: neighbours with one owner stand below it."""
    number = max((len(str(row.line)) for row in lines), default=1)
    for (fate, label, owner), run in groupby(lines, key=lambda row: (row.fate, row.label, _owner(row))):
        style = _STYLES.get(fate, "")
        if owner:
            head = Text(f"{' ' * (number + 2)}{' · '.join(filter(None, (label, owner)))}", "dim")
            yield head if len(head) <= width else Text("…", "dim") + head[1 - width :]
        for row in run:
            text = _text(row)
            text.truncate(width - number - 10, overflow="ellipsis")
            yield Text.assemble((f"{row.line:>{number}}  ", "dim"), (f"{fate:6}  ", style or "dim"), text)


def _owner(row: Row) -> str:
    """Name the rule and where it stands."""
    return f"{row.rule}  {row.at}".strip()


def _text(row: Row) -> Text:
    """Give the text of a line; what is cut out of it is struck out."""
    style = _STYLES.get(row.fate, "")
    before, cut, after = map(visible, parts(row))
    whole = f"strike {style}" if row.fate == "drop" else style
    return Text.assemble((before, whole if not cut else ""), (cut, f"strike {style}"), after)


def _line(row: Row, number: int, label: int, owner: int, width: int) -> Text:
    """Lay out one line: the text first, cut to what is left of the terminal, its owner at the right."""
    style = _STYLES.get(row.fate, "")
    text = _text(row)
    rule = Text(_owner(row), "dim")
    if len(rule) > owner:  # what stands at the end is the place to go to
        rule = Text("…", "dim") + rule[1 - owner :]
    text.truncate(max(20, width - number - label - 13 - (owner if rule else 0)), overflow="ellipsis", pad=bool(rule))
    lead = ((f"{row.line:>{number}}  ", "dim"), (f"{row.fate:6}  ", style or "dim"), (f"{row.label:{label}}  ", style))
    return Text.assemble(*lead, text, " ", rule)
