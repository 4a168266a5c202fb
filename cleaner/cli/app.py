"""The typer app: help, errors about the command line, and the verbs that are used rarely.

Its options are made from the table that the quick front reads.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable  # noqa: TC003 - typer reads annotations
from typing import Annotated, Any, Literal

import typer

from cleaner.cli import CLEAN, VERBS
from cleaner.cli import completion as shell
from cleaner.cli.configured import rules_of
from cleaner.cli.examples import epilog
from cleaner.cli.front import means_clean
from cleaner.cli.rules import ColorOption, JsonOption, Mine, rules_app
from cleaner.cli.table import Option, options
from cleaner.errors import UsageError
from cleaner.version import __version__

_HELP = """Turn dirty news text into clean text.

[bold]cleaner < dirty.txt > clean.txt[/bold] and [bold]cleaner PATH…[/bold] need no verb: they clean.
Several documents: [bold]cleaner clean -t jsonl PATH…[/bold] gives one record each.
Exit codes: 0 fine; 1 something would change, was skipped or flagged; 2 wrong use or unreadable input; 130 interrupted.
"""

_VERBS = {
    "clean": """Clean files, folders or standard input.

    Text and HTML become text, JSON lines stay JSON lines; -t says otherwise. Several text documents on one stream are
    parted by a form feed line: for several documents -t jsonl is the better choice.
    """,
    "check": "Clean, but write nothing: list what would change, and exit with 1 if anything would.",
    "explain": "Show every line, what becomes of it, which rule says so, and how the source was found.",
    "report": """Write one page that shows what cleaning takes out, by source, label and rule, with the documents.

    Changes nothing. The page needs no other file, and shows documents as text only.
    """,
    "restore": "Rebuild the input of a run, byte for byte (a table: value for value), from its output and its audit.",
}

#: What shells offer for the value of an option.
_OFFERS: dict[str, Callable[..., shell.Offered]] = {
    "source": shell.sources,
    "rule": shell.rules,
    "keep": shell.labels,
    "drop": shell.labels,
}
_OWN = ("-h", "--help", "--version", "--install-completion", "--show-completion")

app = typer.Typer(
    name="cleaner",
    help=_HELP,
    rich_markup_mode="rich",
    epilog=epilog(""),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options of the command itself."""


def _parameter(option: Option) -> inspect.Parameter:
    """Make an entry of the table a parameter as typer reads it."""
    info, default = _option(option) if option.names else _argument(option)
    return inspect.Parameter(
        option.field, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[_kind(option), info]
    )


def _argument(option: Option) -> tuple[Any, Any]:
    """Describe the positional arguments; `many` may be none, which means standard input."""
    info = typer.Argument(help=option.help, metavar=option.metavar, show_default=False)
    return info, None if option.kind == "many" else inspect.Parameter.empty


def _option(option: Option) -> tuple[Any, Any]:
    """Describe an option and its default."""
    extra: dict[str, Any] = {"min": 0, "max": option.most} if option.kind == "number" else {}
    names = ["/".join((*option.names, *option.off))] if option.off else list(option.names)
    info = typer.Option(
        *names,
        autocompletion=_OFFERS.get(option.field),
        help=option.help,
        metavar=option.metavar or None,
        rich_help_panel=option.panel,
        show_default=option.default not in ("", (), False, None) and option.kind != "flag",
        **extra,
    )
    if option.kind == "needed":
        return info, inspect.Parameter.empty
    return info, list(option.default) if option.kind == "list" else option.default


def _kind(option: Option) -> Any:
    """Give the type of an entry's value."""
    if option.choices:
        return Literal[option.choices]
    kinds = {"flag": bool, "number": int, "list": list[str], "many": list[str] | None, "some": list[str]}
    return kinds.get(option.kind, str)


def _verb(name: str) -> Callable[..., None]:
    """Make the function that typer calls for a verb."""

    def run(ctx: typer.Context, **values: Any) -> None:
        from cleaner.cli.main import execute

        paths = values.pop("paths")
        given = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in values.items()
            if (source := ctx.get_parameter_source(key)) is not None and source.name == "COMMANDLINE"
        }
        raise typer.Exit(execute(name, {**given, "paths": (paths,) if isinstance(paths, str) else tuple(paths or ())}))

    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    parameters = [context, *(_parameter(option) for option in options(name))]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__doc__ = inspect.cleandoc(_VERBS[name])
    return run


for _name in VERBS:
    app.command(_name, epilog=epilog(_name))(_verb(_name))


@app.command(epilog=epilog("labels"))
def labels(json: JsonOption = False, color: ColorOption = "auto") -> None:
    """List the labels: what kinds of lines there are, and what becomes of each."""
    from cleaner.cli.overview import show_labels

    raise typer.Exit(show_labels(json, color))


@app.command(epilog=epilog("sources"))
def sources(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Addresses, hosts or parts of names; else all.", metavar="[WORD]...", show_default=False),
    ] = None,
    rules: Mine = None,
    json: JsonOption = False,
    color: ColorOption = "auto",
) -> None:
    """List the sources that have rules, or find the one that an address belongs to.

    Exits with 1 where none is found.
    """
    from cleaner.cli.overview import show_sources

    raise typer.Exit(show_sources(tuple(words or ()), rules_of(rules), json, color))


for _command in rules_app.registered_commands:
    _command.epilog = epilog(f"rules {_command.name or getattr(_command.callback, '__name__', '')}")
app.add_typer(rules_app, name="rules", epilog=epilog("rules"))


def call(argv: list[str]) -> int:
    """Run the app; a call without a verb is one of `clean`, as the front has it."""
    first = argv[0] if argv else "--help"
    if shell.ASKED in os.environ:
        shell.prepare()
    elif first.partition("=")[0] not in _OWN and means_clean(argv):
        argv = [CLEAN, *argv]
    elif first not in _commands() and not first.startswith("-") and ("." in first or os.sep in first):
        raise UsageError(f"{first}: no such file, and no command either (cleaner --help names them)")
    try:
        app(argv, prog_name="cleaner")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def _commands() -> set[str | None]:
    """Give the names of all commands."""
    return {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
