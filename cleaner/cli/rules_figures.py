"""The figures of `rules stats`, as tables and as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.cli.rules_output import Printer, counted

if TYPE_CHECKING:
    from cleaner.engine.drift import Drift
    from cleaner.engine.stats import Group, Stats, Tally


def figures(stats: Stats, drifted: list[Drift], top: int) -> dict[str, Any]:
    """Give everything as plain values."""
    return {
        "documents": stats.documents,
        "lines": stats.lines,
        "sources": {
            name: {
                "known": group.known,
                "documents": group.documents,
                "lines": group.lines,
                "owned": group.owned,
                "flagged": group.flagged,
                "unowned": [{"line": text, "documents": count} for text, count in group.recurring(top)],
            }
            for name, group in _groups(stats)
        },
        "rules": {
            name: {
                "tried": tally.tried,
                "documents": tally.documents,
                "lines": tally.lines,
                "share": round(tally.lines / stats.lines, 6) if stats.lines else 0,
                "state": tally.state or "live",
                "shadowed_by": [rule for rule, _ in tally.wanted.most_common(3)] if tally.state == "shadowed" else [],
            }
            for name, tally in sorted(stats.rules.items())
        },
        "drift": [{"rule": one.rule, "before": one.before, "now": one.now} for one in drifted],
    }


def print_figures(stats: Stats, drifted: list[Drift], top: int, printer: Printer, *, compared: bool) -> None:
    """Print everything for people."""
    _sources(stats, top, printer)
    _rules(stats, top, printer)
    for state, told in (("dead", "took nothing"), ("shadowed", "wanted only what others own")):
        idle = list(stats.idle(state))
        if idle:
            printer.line(f"{counted(len(idle), f'{state} rule')} ({told}):", "bold")
            for name, tally in idle:
                by = ", ".join(rule for rule, _ in tally.wanted.most_common(2))
                printer.line(f"  {name}  ({counted(tally.tried, 'document')}{f'; by {by}' if by else ''})")
            printer.line()
    _unowned(stats, top, printer)
    if compared:
        _drift(drifted, printer)


def _groups(stats: Stats) -> list[tuple[str, Group]]:
    return sorted(stats.groups.items(), key=lambda item: (not item[1].known, -item[1].documents, item[0]))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else ""


def _sources(stats: Stats, top: int, printer: Printer) -> None:
    rows = [
        [
            name,
            "yes" if group.known else "no rules",
            str(group.documents),
            str(group.lines),
            _share(group.owned, group.lines),
            str(group.flagged or ""),
        ]
        for name, group in _groups(stats)
    ]
    printer.table(["SOURCE", "KNOWN", "DOCUMENTS", "LINES", "OWNED", "FLAGGED"], rows[:top], right=(2, 3, 4, 5))
    _rest(len(rows), top, "source", printer)


def _rules(stats: Stats, top: int, printer: Printer) -> None:
    def order(item: tuple[str, Tally]) -> tuple[int, str]:
        return -item[1].lines, item[0]

    rows = [
        [
            name,
            str(tally.documents),
            _share(tally.documents, tally.tried),
            str(tally.lines),
            _share(tally.lines, stats.lines),
        ]
        for name, tally in sorted(stats.rules.items(), key=order)
        if tally.lines
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


def _unowned(stats: Stats, top: int, printer: Printer) -> None:
    """Show what recurs and nobody owns, sources without rules first: what the next rule is for."""
    for name, group in sorted(_groups(stats), key=lambda item: item[1].known):
        lines = group.recurring(top)
        if lines:
            told = "" if group.known else ", which has no rules"
            where = f"{name}{told} ({counted(group.documents, 'document')})"
            printer.line(f"Recurring lines without an owner in {where}:", "bold")
            for text, count in lines:
                printer.line(f"  {count:>4}  {text[:110]}")
            printer.line()


def _drift(drifted: list[Drift], printer: Printer) -> None:
    if not drifted:
        printer.line("No rule drifted since the baseline.", "green")
        return
    printer.line(f"{counted(len(drifted), 'rule')} drifted since the baseline (lines a document):", "bold red")
    rows = [[one.rule, f"{one.before:.3f}", f"{one.now:.3f}"] for one in drifted]
    printer.table(["RULE", "BEFORE", "NOW"], rows, right=(1, 2))
