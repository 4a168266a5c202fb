"""`rules stats`: rules measured on documents."""

from dataclasses import asdict
from functools import cache
from json import dumps
from typing import Annotated, Any

import typer

from cleaner.authoring.stats import FORM, Drift, Group, Stats, drifts
from cleaner.authoring.stats import baseline as baseline_of
from cleaner.cli.configuration import rules_of
from cleaner.cli.documents import Corpus, host, reading
from cleaner.cli.printer import Printer, cut, print_json, write
from cleaner.cli.rules import Color, Json, Mine, TextField, UrlField
from cleaner.errors import InputError, UsageError
from cleaner.formats.streams import read_all
from cleaner.runs.tally import counted
from cleaner.side_files import parse_json

_INDENT = 8  # of the lines of a list


def measure(
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
    json: Json = False,
    color: Color = "auto",
) -> int:
    """Measure rules on documents: what each takes, which are dead or shadowed, what recurs and nobody owns.

    With --baseline: rules whose rate fell or rose by more than half since those figures were written.
    """
    before = _baseline(baseline) if baseline else None
    read = Corpus(reading(corpus, rules_of(rules), text_field, url_field))
    stats = _count(read)
    if not stats.documents:
        raise InputError("no document could be read")
    drifted = drifts(stats, before) if before is not None else []
    if write_baseline:
        write(write_baseline, (dumps(baseline_of(stats), ensure_ascii=False, indent=1) + "\n").encode())
    if json:
        print_json(figures(stats, drifted, top))
    else:
        print_figures(stats, drifted, top, Printer(color), compared=before is not None)
    return int(bool(read.tally.skipped or (strict and drifted)))


def _count(corpus: Corpus) -> Stats:
    cleaner, stats = corpus.worker.cleaner, Stats()

    @cache
    def names(source: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.name for rule in cleaner.rules(source))) if source else ()

    for document in corpus.documents():
        found = cleaner.explain(document)
        name = found.result.source or host(document) or "none found"
        stats.add(name, found.under, names(found.under), found.lines, found.result.flags)
    return stats


def _baseline(path: str) -> dict[str, Any]:
    try:
        found = parse_json(read_all(path))
        if found["form"] == FORM and isinstance(found["rules"], dict):
            return dict(found)
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError(f"{path}: is no baseline that `cleaner rules stats --write-baseline` wrote")


def figures(stats: Stats, drifted: list[Drift], top: int) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "documents": stats.documents,
        "lines": stats.lines,
        "sources": {name: _values(group, top) for name, group in _groups(stats)},
        "rules": {
            name: {
                **{"tried": use.tried, "documents": use.documents, "lines": use.lines},
                "share": round(use.lines / stats.lines, 6) if stats.lines else 0,
                "state": use.state or "live",
                "shadowed_by": [rule for rule, _ in use.wanted.most_common(3)] if use.state == "shadowed" else [],
            }
            for name, use in sorted(stats.rules.items())
        },
        "drift": list(map(asdict, drifted)),
    }


def _values(group: Group, top: int) -> dict[str, Any]:
    return {
        **{name: getattr(group, name) for name in ("known", "documents", "lines", "owned", "flagged")},
        **{"rules": group.under, "flags": dict(sorted(group.flags.items()))},
        "unowned": [{"line": text, "documents": count} for text, count in group.recurring(top)],
    }


def print_figures(stats: Stats, drifted: list[Drift], top: int, printer: Printer, *, compared: bool) -> None:
    """Print everything for people."""
    _sources(stats, top, printer)
    _rules(stats, top, printer)
    for state, told in (("dead", "took nothing"), ("shadowed", "wanted only what others own")):
        idle = list(stats.idle(state))
        if idle:
            printer.line(f"{counted(len(idle), f'{state} rule')} ({told}):", "bold")
            for name, use in idle[:top]:
                by = ", ".join(rule for rule, _ in use.wanted.most_common(2))
                printer.line(f"  {name}  ({counted(use.tried, 'document')}{f'; by {by}' if by else ''})")
            _rest(len(idle), top, "rule", printer)
    _flags(stats, printer)
    _unowned(stats, top, printer)
    if drifted:
        printer.line(f"{counted(len(drifted), 'rule')} drifted since the baseline (lines a document):", "bold red")
        rows = [[one.rule, f"{one.before:.3f}", f"{one.now:.3f}"] for one in drifted]
        printer.table(["RULE", "BEFORE", "NOW"], rows, right=(1, 2))
    elif compared:
        printer.line("No rule drifted since the baseline.", "green")


def _groups(stats: Stats) -> list[tuple[str, Group]]:
    return sorted(stats.groups.items(), key=lambda item: (not item[1].known, -item[1].documents, item[0]))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else ""


def _sources(stats: Stats, top: int, printer: Printer) -> None:
    rows = []
    for name, group in _groups(stats):
        numbers = str(group.documents), str(group.lines), _share(group.owned, group.lines), str(group.flagged or "")
        rows.append([name, "its own" if group.known else group.under or "none", *numbers])
    printer.table(["SOURCE", "RULES", "DOCUMENTS", "LINES", "OWNED", "FLAGGED"], rows[:top], right=(2, 3, 4, 5))
    _rest(len(rows), top, "source", printer)


def _rules(stats: Stats, top: int, printer: Printer) -> None:
    used = [(name, use) for name, use in stats.rules.items() if use.lines]
    rows = [
        [name, str(use.documents), _share(use.documents, use.tried), str(use.lines), _share(use.lines, stats.lines)]
        for name, use in sorted(used, key=lambda item: (-item[1].lines, item[0]))
    ]
    if rows:
        heads = ["RULE", "DOCUMENTS", "OF ITS SOURCES", "LINES", "OF ALL LINES"]
        printer.table(heads, rows[:top], right=(1, 2, 3, 4))
        _rest(len(rows), top, "rule", printer)


def _rest(number: int, top: int, word: str, printer: Printer) -> None:
    """Say how much a table leaves out, and how to see it."""
    if number > top:
        printer.line(f"and {counted(number - top, word)} more; --top {number} or --json shows all", "dim")
    printer.line()


def _flags(stats: Stats, printer: Printer) -> None:
    rows = [(count, flag, name) for name, group in stats.groups.items() for flag, count in group.flags.items()]
    if rows:
        printer.line("Documents with a flag:", "bold")
        for count, flag, name in sorted(rows, key=lambda row: (-row[0], row[1:])):
            printer.line(f"  {count:>4}  {flag}  {name}")
        printer.line()


def _unowned(stats: Stats, top: int, printer: Printer) -> None:
    """Show what recurs and nobody owns, sources without rules first: what the next rule is for."""
    for name, group in sorted(_groups(stats), key=lambda item: item[1].known):
        lines = group.recurring(top)
        if lines:
            told = "" if group.known else f", cleaned by {group.under}" if group.under else ", which has no rules"
            where = f"{name}{told} ({counted(group.documents, 'document')})"
            printer.line(f"Recurring lines without an owner: {where}", "bold")
            for text, count in lines:
                printer.line(f"  {count:>4}  {cut(text, printer.width - _INDENT)}")
            printer.line()
