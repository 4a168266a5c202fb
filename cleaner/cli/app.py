"""The typer app. Its commands that read or write documents are made from the declarations of `Options`."""

import inspect
import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from cleaner._core import __version__
from cleaner.cli import completion
from cleaner.cli.configuration import rules_of
from cleaner.cli.main import COMMANDS, COMPLETING, declared, execute, gathered, means_clean
from cleaner.cli.rules import Color, Json, Mine
from cleaner.errors import UsageError
from cleaner.option import Option, Setting

_HELP = """Turn dirty news text into clean text.

[bold]cleaner < dirty.txt > clean.txt[/bold] and [bold]cleaner PATH…[/bold] need no verb: they clean.
Several documents: [bold]cleaner clean -t jsonl PATH…[/bold] gives one record each.
Exit codes: 0 fine; 1 something would change, was skipped or flagged; 2 wrong use or unreadable input; 130 interrupted.
"""

_HELPS = {
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
_OFFERS: dict[str, Callable[..., completion.Offered]] = {
    "source": completion.sources,
    "rule": completion.owners,
    "keep": completion.labels,
    "drop": completion.labels,
}
_OWN = ("-h", "--help", "--version", "--install-completion", "--show-completion")
_WRONG_USE: Any = typer.BadParameter.__base__  # a command line that makes no sense; typer has no public name for it


@cache
def examples() -> dict[str, list[tuple[str, str]]]:
    """The examples of each command: lines for the shell, each with what it does. A test runs them."""
    found: dict[str, list[tuple[str, str]]] = {}
    command = ""
    with open(os.path.join(os.path.dirname(__file__), "examples.txt"), encoding="utf-8") as lines:
        for line in lines:
            call, _, what = line.rstrip("\n").partition("  # ")
            if what:
                found[command].append((call, what))
            else:
                command = call.strip("[]")
                found[command] = []
    return found


def _epilog(command: str) -> str:
    """Lay out the examples of a command for its help."""
    lines = [f"  [dim]# {what}[/dim]\n  [cyan]{line}[/cyan]" for line, what in examples().get(command, ())]
    return "\n".join(["[bold]Examples[/bold]", *lines]) if lines else ""


class _CleanByDefault(TyperGroup):
    """Takes a call without a command for one of `clean`, when it is run and when a shell completes it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0].partition("=")[0] not in _OWN and means_clean(args):
            args = ["clean", *args]
        return super().parse_args(ctx, args)


_SHARED: dict[str, Any] = {
    **{"rich_markup_mode": "rich", "no_args_is_help": True},
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
app = typer.Typer(
    name="cleaner", cls=_CleanByDefault, help=_HELP, epilog=_epilog(""), pretty_exceptions_enable=False, **_SHARED
)


def _version(wanted: bool) -> None:
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


def _typer_name(one: Setting, option: Option) -> str:
    """The name of an option for typer."""
    return one.name if option.const is None else option.key.replace("-", "_")


def _parameter(one: Setting, option: Option) -> inspect.Parameter:
    """Describe an option as typer reads it."""
    if option.arity:
        info: Any = typer.Argument(help=option.help, metavar=option.metavar, show_default=False)
        default: Any = None if option.arity == "many" else inspect.Parameter.empty
    else:
        info = _option(one, option)
        default = list(one.default) if isinstance(one.default, tuple | frozenset) else one.default
        default = inspect.Parameter.empty if option.required else False if option.const is not None else default
    kind: Any = Annotated[_kind(one, option), info]
    name = _typer_name(one, option)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _option(one: Setting, option: Option) -> Any:
    number = isinstance(one.default, int) and not isinstance(one.default, bool)
    bounds: dict[str, Any] = {"min": one.least, "max": one.most} if number else {}
    choices = option.choices or one.choices
    listed = f" One of {', '.join(choices)}." if choices and option.metavar else ""
    return typer.Option(
        *(["/".join((*option.names, option.off))] if option.off else option.names),
        autocompletion=_OFFERS.get(one.name) if option.const is None else None,
        help=option.help + listed,
        metavar=option.metavar or None,
        rich_help_panel=option.panel,
        show_default=number or bool(one.choices),
        **bounds,
    )


def _kind(one: Setting, option: Option) -> Any:
    """The type of an option's value."""
    if option.const is not None:
        return bool
    if choices := option.choices or one.choices:
        return Literal[choices]
    if option.arity:
        return {"many": list[str] | None, "some": list[str], "one": str}[option.arity]
    return list[str] if isinstance(one.default, tuple | frozenset) else type(one.default)


def _said(command: str, ctx: typer.Context, values: dict[str, Any]) -> Iterator[tuple[Setting, Option, Any]]:
    """What typer read of the options of a call."""
    for one, option in declared(command):
        source = ctx.get_parameter_source(_typer_name(one, option))
        if not option.arity and source is not None and source.name == "COMMANDLINE":
            value = values[_typer_name(one, option)] if option.const is None else option.const
            yield one, option, tuple(value) if isinstance(value, list) else value


def _command(name: str) -> Callable[..., int]:
    """Make the function that typer calls for a command."""

    def run(ctx: typer.Context, **values: Any) -> int:
        paths = values["paths"]
        paths = (paths,) if isinstance(paths, str) else tuple(paths or ())
        return execute(name, {**gathered(_said(name, ctx, values)), "paths": paths})

    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    parameters = [context, *(_parameter(*found) for found in declared(name))]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__doc__ = _paragraphs(_HELPS[name])
    return run


def _paragraphs(text: str) -> str:
    """A text without the breaks inside its paragraphs: help is wrapped for the screen that it is on."""
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n"))


for _name in COMMANDS:
    app.command(_name, epilog=_epilog(_name))(_command(_name))


@app.command(epilog=_epilog("labels"))
def labels(json: Json = False, color: Color = "auto") -> int:
    """List the labels: what kinds of lines there are, and what becomes of each."""
    from cleaner.cli.overview import show_labels

    return show_labels(json, color)


@app.command(epilog=_epilog("sources"))
def sources(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="Addresses, hosts or parts of names; else all.",
            metavar="[WORD]...",
            show_default=False,
            autocompletion=completion.sources,
        ),
    ] = None,
    rules: Mine = None,
    json: Json = False,
    color: Color = "auto",
) -> int:
    """List the sources that have rules, or find the one that an address belongs to.

    Exits with 1 where none is found.
    """
    from cleaner.cli.overview import show_sources

    return show_sources(words or [], rules_of(rules), json, color)


rules_app = typer.Typer(
    name="rules", help="Work on rule files: list, show, check, test, measure, begin new ones.", **_SHARED
)
app.add_typer(rules_app, name="rules", epilog=_epilog("rules"))


@cache
def load_rules() -> None:
    """Add the commands of `rules`, in the order of the help: what they import would slow down all other calls."""
    from cleaner.cli import overview, rules_check, rules_learn, rules_stats

    commands: dict[str, Callable[..., int]] = {
        "list": overview.list_files,
        "show": overview.show_source,
        "new": rules_learn.new_source,
        "schema": rules_learn.write_schema,
        "lint": rules_check.lint,
        "explain-code": rules_check.explain_code,
        "test": rules_check.verify,
        "check": rules_check.check,
        "stats": rules_stats.measure,
        "learn": rules_learn.learn_rules,
    }
    for name, function in commands.items():
        help = _paragraphs(function.__doc__ or "")
        rules_app.command(name, help=help, epilog=_epilog(f"rules {name}"))(function)


def call(argv: list[str]) -> int:
    """Run the app; wrong use is a `UsageError` that points to the help."""
    first = argv[0] if argv else "--help"
    completing = COMPLETING in os.environ
    if first == "rules" or completing:
        load_rules()
    if completing:  # typer wants numbers, whatever a shell says of its line
        os.environ.setdefault("COMP_WORDS", "")
        if not os.environ.get("COMP_CWORD", "").isdecimal():
            os.environ["COMP_CWORD"] = "0"
    elif not means_clean([first]) and ("." in first or os.sep in first):
        raise UsageError(f"{first}: no such file, and no command either", hint="cleaner --help names the commands")
    try:
        return int(app(argv, prog_name="cleaner", standalone_mode=False) or 0)
    except typer.Abort:
        return 1
    except _WRONG_USE as error:
        path = error.ctx.command_path if error.ctx is not None else "cleaner"
        if type(error).__name__ == "NoArgsIsHelpError":  # the help was printed, and is what was wanted
            return 0
        message = error.format_message().rstrip(".")
        raise UsageError(message[:1].lower() + message[1:], hint=f"{path} --help") from None
