"""The options that the commands of `cleaner rules` share. Each command is in the file that does its work."""

from typing import Annotated, Literal

import typer

Color = Annotated[
    Literal["auto", "always", "never"], typer.Option("--color", help="Colours; auto: on a terminal, NO_COLOR obeyed.")
]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Paths = Annotated[
    list[str] | None,
    typer.Argument(help="Rule files or folders; the built-in ones when none are given.", metavar="[PATH]..."),
]
Extra = Annotated[
    list[str] | None,
    typer.Option("--rules", help="Rule files or folders that those may extend; repeatable.", metavar="PATH"),
]
Mine = Annotated[
    list[str] | None,
    typer.Option("--rules", help="A rule file or folder, before the built-in ones; repeatable.", metavar="PATH"),
]
TextField = Annotated[str, typer.Option("--text-field", help="JSON field with the text.", metavar="NAME")]
UrlField = Annotated[str, typer.Option("--url-field", help="JSON field with the address.", metavar="NAME")]
