"""What shells complete beside names of options: sources, labels and rules. typer asks, and tells bash, zsh and fish.

Whatever is wrong with rules or settings is no matter here: then there is nothing to offer, and the call itself says it.
"""

import typer

from cleaner.cli.configuration import rules_of
from cleaner.errors import CleanerError

Offered = list[tuple[str, str]]  # values with what they are


def sources(ctx: typer.Context, incomplete: str) -> Offered:
    """The sources and packages that begin so."""
    from cleaner.authoring.workspace import listed

    try:
        rows = listed(_paths(ctx))
    except (CleanerError, OSError):
        return []
    return [(row["name"], row["title"]) for row in rows if row["name"].startswith(incomplete)]


def labels(incomplete: str) -> Offered:
    """The labels that begin so, behind the last comma of a list.

    >>> labels("by"), labels("lead,by")
    ([('byline', 'who wrote it')], [('lead,byline', 'who wrote it')])
    """
    from cleaner.settings import LABELS, MEANINGS

    before, comma, begun = incomplete.rpartition(",")
    return [(f"{before}{comma}{label}", MEANINGS[label]) for label in LABELS if label.startswith(begun)]


def codes(incomplete: str) -> Offered:
    """The codes of lint that begin so.

    >>> codes("c205")
    [('C205', 'a rule that an earlier one shadows')]
    """
    from cleaner.authoring.lint import CODES

    return [(code.code, code.title) for code in CODES.values() if code.code.startswith(incomplete.upper())]


def rules(ctx: typer.Context, incomplete: str) -> Offered:
    """The sources that begin so, and behind ``SOURCE#`` the rules that hold for it, inherited ones by its name, too."""
    return _rules(ctx, incomplete, inherited=True)


def owners(ctx: typer.Context, incomplete: str) -> Offered:
    """The sources that begin so, and behind ``SOURCE#`` its own rules: by these names they own lines."""
    return _rules(ctx, incomplete, inherited=False)


def _rules(ctx: typer.Context, incomplete: str, *, inherited: bool) -> Offered:
    source, sign, _ = incomplete.partition("#")
    if not sign:
        return sources(ctx, incomplete)
    from cleaner.pipeline import Cleaner

    try:
        found = Cleaner(_paths(ctx)).rules(source)
    except CleanerError:
        return []
    names = [(rule.name.partition("#"), rule.label) for rule in found]
    offered = [(f"{source}#{last}", label) for (owner, _, last), label in names if inherited or owner == source]
    return [item for item in dict.fromkeys(offered) if item[0].startswith(incomplete)]


def _paths(ctx: typer.Context) -> tuple[str, ...]:
    """The rule files that the line names so far, else those of the settings."""
    return rules_of(list(ctx.params.get("rules") or ()))
