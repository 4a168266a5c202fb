"""`cleaner rules …`: the commands of those who write rules. What each one does is loaded when it is called."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cleaner.cli import completion
from cleaner.cli.configuration import rules_of

rules_app = typer.Typer(
    name="rules",
    help="Work on rule files: list, show, check, test, measure, begin new ones.",
    rich_markup_mode="rich",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Color = Literal["auto", "always", "never"]
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
ColorOption = Annotated[Color, typer.Option("--color", help="Colours; auto: on a terminal, NO_COLOR obeyed.")]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs.")]
Whose = Annotated[
    str,
    typer.Option(
        "-s",
        "--source",
        help="Whose pages; else as their addresses or folders say.",
        metavar="HOST",
        autocompletion=completion.sources,
    ),
]
TextField = Annotated[str, typer.Option("--text-field", help="JSON field with the text.", metavar="NAME")]
UrlField = Annotated[str, typer.Option("--url-field", help="JSON field with the address.", metavar="NAME")]


@rules_app.command("list")
def list_(rules: Mine = None, json: JsonOption = False, color: ColorOption = "auto") -> None:
    """List the sources and packages: hosts, what they extend, how many rules and tests they have."""
    from cleaner.cli.overview import list_files

    raise typer.Exit(list_files(rules_of(rules), json, color))


@rules_app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            help="A source or package, or one rule of it.", metavar="SOURCE[#RULE]", autocompletion=completion.rules
        ),
    ],
    rules: Mine = None,
    full: Annotated[bool, typer.Option("--full", help="Show each rule as it is written.")] = False,
    json: JsonOption = False,
    color: ColorOption = "auto",
) -> None:
    """Show all rules that hold for a source, inherited ones too, in the order in which they own lines."""
    from cleaner.cli.rules_show import show_source

    raise typer.Exit(show_source(name, rules_of(rules), full, json, color))


@rules_app.command()
def new(
    host: Annotated[str, typer.Argument(help="The host of the new source, such as example.vn.", metavar="HOST")],
    output: Annotated[
        str, typer.Option("-o", "--output", help="A file, or a folder to put HOST.yaml in.", metavar="PATH")
    ] = "",
) -> None:
    """Begin a source: a commented rule file that passes lint and test. To standard output, or with -o to a file.

    In a folder the schema is put beside it, so that editors complete and check.
    """
    from cleaner.cli.rules_learn import new_source

    raise typer.Exit(new_source(host, output))


@rules_app.command()
def schema(
    output: Annotated[str, typer.Option("-o", "--output", help="A file; else standard output.", metavar="FILE")] = "",
) -> None:
    """Print the JSON Schema of rule files, for editors and other programs."""
    from cleaner.cli.rules_learn import write_schema

    raise typer.Exit(write_schema(output))


@rules_app.command()
def lint(
    paths: Paths = None,
    rules: Extra = None,
    format: Annotated[
        Literal["text", "json", "github", "sarif"], typer.Option("--format", help="How problems are told.")
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    color: ColorOption = "auto",
) -> None:
    """Find every mistake in rule files, with its place, a code and the right word.

    A warning that you looked at and want to keep: [bold]# allow: C204[/bold] on its line, or the line above.
    Exit codes: 0 fine; 1 an error, or with --strict a warning; 2 wrong use or unreadable.
    """
    from cleaner.cli.rules_lint import lint_files

    raise typer.Exit(lint_files(tuple(paths or ()), rules_of(rules), format, strict, color))


@rules_app.command("explain-code")
def explain_code(
    code: Annotated[
        str | None,
        typer.Argument(
            help="A code such as C104; without one all are listed.", metavar="[CODE]", autocompletion=completion.codes
        ),
    ] = None,
) -> None:
    """Say what a code of lint means, with an example and its cure."""
    from cleaner.cli.rules_lint import explain_problem

    raise typer.Exit(explain_problem(code or ""))


@rules_app.command("test")
def verify(
    paths: Paths = None,
    rules: Extra = None,
    update: Annotated[
        bool, typer.Option("--update", help="Accept what whole documents give now; shows what changed.")
    ] = False,
    filter: Annotated[
        str, typer.Option("--filter", help="Only tests with this in their file's or their own name.", metavar="TEXT")
    ] = "",
    require_tests: Annotated[bool, typer.Option("--require-tests", help="A file without tests fails.")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="List the rules that no test shows.")] = False,
    format: Annotated[
        Literal["text", "json", "github"], typer.Option("--format", help="How results are told.")
    ] = "text",
    color: ColorOption = "auto",
) -> None:
    """Run the tests inside rule files: a failing line is shown with the rule that owned it, and where that stands.

    Verdicts: ok; missed (should go, stays); noisy (should stay, goes); wrong owner (goes as boilerplate where
    metadata was promised, or the other way round); unstable (cleaning again changes it); new (no snapshot yet).
    """
    from cleaner.cli.rules_test import run_tests

    chosen = {"update": update, "filter": filter, "require_tests": require_tests, "coverage": coverage}
    raise typer.Exit(run_tests(tuple(paths or ()), rules_of(rules), format, color, **chosen))  # type: ignore[arg-type]


@rules_app.command()
def check(paths: Paths = None, rules: Extra = None, color: ColorOption = "auto") -> None:
    """Lint, and if that finds no error, test: what rule files must pass before they are committed."""
    from cleaner.cli.rules_lint import lint_files
    from cleaner.cli.rules_test import run_tests

    given = (tuple(paths or ()), rules_of(rules), "text")
    raise typer.Exit(lint_files(*given, False, color) or run_tests(*given, color))


@rules_app.command()
def stats(
    corpus: Annotated[list[str], typer.Argument(help="Documents: files, folders, or - .", metavar="CORPUS...")],
    rules: Mine = None,
    baseline: Annotated[
        str, typer.Option("--baseline", help="Compare with figures that were written before.", metavar="FILE")
    ] = "",
    write_baseline: Annotated[
        str, typer.Option("--write-baseline", help="Write the figures, to compare with later.", metavar="FILE")
    ] = "",
    top: Annotated[
        int, typer.Option("--top", help="Rows of a table, and recurring lines without an owner per source.", min=0)
    ] = 10,
    text_field: TextField = "text",
    url_field: UrlField = "url",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when a rule drifted.")] = False,
    json: JsonOption = False,
    color: ColorOption = "auto",
) -> None:
    """Measure rules on documents: what each takes, which are dead or shadowed, what recurs and nobody owns.

    With --baseline: rules whose rate fell or rose by more than half since those figures were written.
    """
    from cleaner.cli.rules_stats import measure

    code = measure(
        corpus, rules_of(rules), baseline=baseline, write_baseline=write_baseline, top=top, text_field=text_field,
        url_field=url_field, strict=strict, json=json, color=color,
    )  # fmt: skip
    raise typer.Exit(code)


@rules_app.command()
def learn(
    corpus: Annotated[
        list[str], typer.Argument(help="Whole pages of one source: files, folders, or - .", metavar="CORPUS...")
    ],
    source: Whose = "",
    output: Annotated[
        str, typer.Option("-o", "--output", help="A file, or a folder to put HOST.yaml in.", metavar="PATH")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file rather than add to it.")] = False,
    against: Annotated[
        list[str] | None,
        typer.Option("--against", help="Documents of others: what stands in their articles stays.", metavar="PATH"),
    ] = None,
    extends: Annotated[
        list[str] | None,
        typer.Option(
            "--extends",
            help="What a new file builds on, or none; else what fits best.",
            metavar="NAME",
            autocompletion=completion.sources,
        ),
    ] = None,
    from_scratch: Annotated[
        bool, typer.Option("--from-scratch", help="As if the source had no file of its own yet.")
    ] = False,
    min_documents: Annotated[
        int, typer.Option("--min-documents", help="Different articles that a line must stand with.", min=2, metavar="N")
    ] = 3,
    share: Annotated[
        int, typer.Option("--share", help="The share of them, in percent.", min=1, max=100, metavar="N")
    ] = 25,
    pages: Annotated[
        int,
        typer.Option("--pages", help="Learn from so many; of more, the same are chosen each time.", min=3, metavar="N"),
    ] = 1000,
    rules: Mine = None,
    text_field: TextField = "text",
    url_field: UrlField = "url",
    json: JsonOption = False,
) -> None:
    """Write the first draft of a rule file from whole pages of a source: what recurs on them and is no article.

    What the packages take already, or the source's own file, is not learnt again; where there is such a file, the new
    rules are added behind its own. Every rule is tried on the pages first; one that could take a line of an article
    is put into the file as a comment, with the reason. The file has tests, and passes lint.
    """
    from cleaner.authoring.learn.learning import Lesson
    from cleaner.authoring.learn.pages import Needs
    from cleaner.cli.documents import reading
    from cleaner.cli.rules_learn import learn_rules

    lesson = Lesson(source, Needs(min_documents, share), tuple(extends or ()), from_scratch)
    options = reading(corpus, rules_of(rules), text_field, url_field)
    raise typer.Exit(learn_rules(lesson, options, output, tuple(against or ()), pages, force, json))
