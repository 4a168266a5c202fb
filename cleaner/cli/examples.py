"""Examples of every command, for its help, the manual and docs/cli.md. A test runs each of them."""

from typing import Final

Example = tuple[str, str]
"""A line for the shell, and what it does."""

EXAMPLES: Final[dict[str, tuple[Example, ...]]] = {
    "": (
        ("cleaner < page.txt > clean.txt", "clean a text; its source is found in it"),
        ("cleaner explain page.txt", "why each line goes or stays"),
        ("cleaner report corpus -o report.html", "look at what goes in all of a corpus"),
    ),
    "clean": (
        ("cleaner clean page.txt --source vov.vn", "a text of a source that is known"),
        ("cleaner clean pages.jsonl -o clean.jsonl -j 2", "JSON lines, with two processes"),
        ("cleaner clean corpus -o cleaned --resume", "a folder into another; go on where a run broke off"),
        ("cleaner clean page.txt -o clean.txt --removed gone.jsonl", "keep what went, so that it can be restored"),
        ("cleaner clean --drop caption --keep byline page.txt", "decide otherwise about two labels"),
    ),
    "check": (
        ("cleaner check corpus", "list what would change"),
        ("cleaner check corpus --format github", "the same as annotations of a pull request"),
        ("cleaner check pages.jsonl -q --summary figures.json", "only the figures, as JSON"),
    ),
    "explain": (
        ("cleaner explain page.txt", "each line with its rule"),
        ("cleaner explain page.txt --rules my-rules --source example.vn", "with rules of your own"),
        ("cleaner explain pages.jsonl --record 3 --only unowned", "what stays of the third record, with no rule"),
        ("cleaner explain pages.jsonl --format json", "for programs"),
    ),
    "restore": (
        ("cleaner clean page.txt -o clean.txt --removed gone.jsonl", "a run that keeps its audit"),
        ("cleaner restore clean.txt --removed gone.jsonl -o again.txt", "and its input again"),
    ),
    "report": (
        ("cleaner report corpus -o report.html", "a page to look through"),
        ("cleaner report pages.jsonl -o report.html --documents 50", "with at most fifty documents"),
    ),
    "labels": (("cleaner labels", "what --keep and --drop take"),),
    "sources": (
        ("cleaner sources", "all sources that have rules"),
        ("cleaner sources https://vov.vn/", "whose page would this be?"),
    ),
    "rules": (
        ("cleaner rules new example.org -o my-rules/", "begin a source"),
        ("cleaner rules check my-rules", "lint and test it"),
        ("cleaner --rules my-rules < page.txt", "use it"),
    ),
    "rules list": (("cleaner rules list", "all rule files"),),
    "rules show": (
        ("cleaner rules show vov.vn", "the rules of a source, inherited ones too"),
        ("cleaner rules show vov.vn --full", "as they are written"),
    ),
    "rules new": (("cleaner rules new news.example.org -o my-rules/", "into a folder, with the schema beside it"),),
    "rules schema": (("cleaner rules schema -o source.schema.json", "for an editor"),),
    "rules lint": (
        ("cleaner rules lint my-rules", "find mistakes"),
        ("cleaner rules lint my-rules --format sarif", "for programs"),
    ),
    "rules explain-code": (("cleaner rules explain-code C104", "what a code means"),),
    "rules test": (
        ("cleaner rules test my-rules", "run the tests inside rule files"),
        ("cleaner rules test my-rules --coverage", "and list the rules that none shows"),
    ),
    "rules check": (("cleaner rules check my-rules", "what rule files must pass"),),
    "rules stats": (("cleaner rules stats corpus", "how much each rule takes, and what nobody owns"),),
    "rules learn": (
        ("cleaner rules learn corpus --source example.vn -o draft.yaml", "a first draft of rules, from whole pages"),
    ),
}


def epilog(command: str) -> str:
    """Lay out the examples of a command for its help."""
    found = EXAMPLES.get(command, ())
    lines = [f"  [dim]# {what}[/dim]\n  [cyan]{line}[/cyan]" for line, what in found]
    return "\n".join(["[bold]Examples[/bold]", *lines]) if found else ""
