"""`rules list`: the rule files at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.cli.rules_output import Printer, counted, print_json
from cleaner.rulebook.shelf import Shelf

if TYPE_CHECKING:
    from cleaner.rulebook.shelf import Sheet


def list_files(rules: tuple[str, ...], as_json: bool, color: str) -> int:
    """List the built-in files, and those of `rules` before them; 1 if one of them is bad."""
    shelf = Shelf(rules)
    sheets = [*shelf.sheets, *(shelf.around if rules else ())]
    rows = [_row(shelf, sheet) for sheet in sheets]
    if as_json:
        print_json(rows)
    else:
        _print(rows, Printer(color))
    return int(any(row["problems"] for row in rows))


def _row(shelf: Shelf, sheet: Sheet) -> dict[str, Any]:
    """Describe one file; `inherited` counts the rules that its packages add."""
    file = sheet.sound
    row: dict[str, Any] = {"name": file.name if file else sheet.entry.name, "file": sheet.entry.shown}
    row["kind"] = "package" if (file.package if file else "/" in sheet.entry.name) else "source"
    row["title"] = file.display if file else ""
    row["hosts"] = list(file.hosts) if file else []
    row["extends"] = list(file.extends) if file else []
    row["rules"] = len(file.rules) if file else 0
    book = shelf.rulebook(file) if file else None
    row["inherited"] = sum(rule.spec.owner != row["name"] for rule in book.rules) if book else 0
    row["tests"] = len(file.tests) if file else 0
    row["problems"] = len(sheet.problems)
    return row


def _print(rows: list[dict[str, Any]], printer: Printer) -> None:
    for kind in ("source", "package"):
        chosen = sorted((row for row in rows if row["kind"] == kind), key=lambda row: row["name"])
        if not chosen:
            continue
        cells = [
            [
                row["name"],
                row["title"] if not row["problems"] else "bad: see `cleaner rules lint`",
                str(row["rules"]),
                str(row["inherited"]) if row["inherited"] else "",
                str(row["tests"]),
                " ".join(row["extends"]),
                row["file"],
            ]
            for row in chosen
        ]
        heads = [f"{kind.upper()}S", "NAME", "RULES", "INHERITED", "TESTS", "EXTENDS", "FILE"]
        printer.table(heads, cells, right=(2, 3, 4))
        printer.line()
    sums = [
        counted(len(rows), "file"),
        *(counted(sum(row[f"{word}s"] for row in rows), word) for word in ("rule", "test")),
    ]
    printer.line(", ".join(sums), "bold")
