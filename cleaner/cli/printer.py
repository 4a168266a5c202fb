"""What commands print for people: plain and aligned in a pipe, laid out by rich on a terminal. JSON for programs."""

import io
import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from cleaner.cli.terminal import use_layout
from cleaner.formats.files import NewFile
from cleaner.runs.console import out, painted, use_color, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

_FEWEST = 2  # columns that a table keeps, whatever the width
_BROKEN = 16  # letters of a cell whose words may be broken
_ROOMY = 24  # letters of a cell that is broken between words


class Printer:
    """Prints to standard output; `laid_out` tells that someone is looking, `colored` that colours are welcome."""

    def __init__(self, color: str = "auto") -> None:
        self.colored = use_color(color, sys.stdout)
        self.laid_out = use_layout(color, sys.stdout)

    def line(self, text: str = "", style: str = "") -> None:
        """Print a line in one style."""
        self.marked([(text, style)])

    def marked(self, pieces: Sequence[tuple[str, str]]) -> None:
        """Print a line made of (text, style) pieces; what could steer a terminal is made visible."""
        if not self.colored or not any(style for _, style in pieces):
            out(f"{visible(''.join(text for text, _ in pieces))}\n".encode())
            return
        from rich.text import Text

        self.show(Text.assemble(*((visible(text), style) for text, style in pieces)))

    def field(self, name: str, value: str, width: int, style: str = "") -> None:
        """Print a name and what it stands for, on a screen in as many lines as that takes, none of them too long.

        A name that is wider than its column has a line of its own there.
        """
        lines = [value]
        if self.laid_out:
            lines = textwrap.wrap(visible(value), max(self.width - width - 2, width), break_on_hyphens=False)
            if len(name) > width:
                self.line(name)
                name = ""
        for at, line in enumerate(lines):
            lead = f"{'' if at else name:{width}}  " if width else ""
            self.marked([(lead, ""), (line, style)])

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), breaks: Sequence[int] = ()
    ) -> None:
        """Print a table; the columns of `right` are numbers, and in those of `breaks` long words may be broken."""
        cells = [[visible(cell) for cell in row] for row in rows]
        if not self.laid_out:
            for line in columns([heads, *cells], right):
                self.line(line)
            return
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        most = _room_for(heads, cells, self.width, breaks)
        made = Table(box=SIMPLE_HEAD, pad_edge=False)
        for at, head in enumerate(heads[:most]):
            justify: Literal["left", "right"] = "right" if at in right else "left"
            made.add_column(head, justify=justify, overflow="fold", no_wrap=bool(breaks) and at not in breaks)
        for row in cells:
            made.add_row(*map(Text, row[:most]))
        self.show(made)
        if most < len(heads):
            self.line(f"no room for {', '.join(heads[most:])}; a wider screen shows them, and so does a pipe", "dim")

    @property
    def width(self) -> int:
        """The columns of the screen; in a pipe those of a wide one."""
        return max(72, shutil.get_terminal_size((120, 40)).columns)

    def show(self, thing: "RenderableType") -> None:
        """Print something that rich lays out; what could steer a terminal was made visible in it before."""
        from rich.console import Console

        buffer = io.StringIO()
        console = Console(file=buffer, force_terminal=self.colored, width=self.width, highlight=False)
        console.print(thing, soft_wrap=not hasattr(thing, "columns"))
        painted(buffer.getvalue().encode())


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Align cells in columns; those of `right` are numbers.

    >>> columns([["a", "10", "x"], ["bcd", "9", ""]], right=[1])
    ['a    10  x', 'bcd   9']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        [cell.rjust(w) if at in right else cell.ljust(w) for at, (cell, w) in enumerate(zip(row, widths, strict=True))]
        for row in rows
    )
    return ["  ".join(cells).rstrip() for cells in lines]


def _room_for(heads: Sequence[str], cells: list[list[str]], width: int, breaks: Sequence[int]) -> int:
    """How many columns have room, the first ones, with no word broken but in `breaks`.

    >>> _room_for(["A", "B", "FILE"], [["one", "two", "a/long/path.yaml"]], 12, breaks=[])
    2
    """
    columns = enumerate(zip(heads, *cells, strict=True))
    widths = [min(_least(column), _BROKEN) if at in breaks else _least(column) for at, column in columns]
    most = len(heads)
    while most > _FEWEST and sum(widths[:most]) + 3 * most - 1 > width:
        most -= 1
    return most


def _least(column: Sequence[str]) -> int:
    """The width that a column needs at least: its longest word, and some more where its cells have several."""
    words = max(len(word) for cell in column for word in cell.split() or [""])
    return max(words, min(_ROOMY, max(map(len, column))))


def cut(text: str, most: int = 100) -> str:
    """A text, cut to the characters that there is room for; a cell of a table has room for a hundred.

    >>> cut("drop line A", 11), cut("drop line A", 6)
    ('drop line A', 'drop …')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def print_json(value: Any) -> None:
    """Print a value for programs."""
    out((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def write(path: str, data: bytes) -> None:
    """Write a new file, or to standard output where none is named."""
    if path in ("", "-"):
        out(data)
        return
    with NewFile(path) as file:
        file.write(data)


def annotation(grade: str, file: str, line: int, column: int, title: str, message: str) -> str:
    r"""A workflow command of GitHub.

    >>> annotation("error", "a,b.yaml", 3, 7, "C102", "one\ntwo")
    '::error file=a%2Cb.yaml,line=3,col=7,title=C102::one%0Atwo'
    """
    place = f"file={_escaped(file, ':,')},line={line},col={column},title={_escaped(title, ':,')}"
    return visible(f"::{grade} {place}::{_escaped(message)}")


def _escaped(text: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
