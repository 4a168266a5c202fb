"""`rules list`: the rule files at hand."""

from __future__ import annotations

from typing import Any

from cleaner.cli.rules_output import Printer, counted, print_json
from cleaner.rulebook.listed import listed


def list_files(rules: tuple[str, ...], as_json: bool, color: str) -> int:
    """List the built-in files, and those of `rules` before them; 1 if one of them is bad."""
    rows = listed(rules)
    if as_json:
        print_json(rows)
    else:
        _print(rows, Printer(color))
    return int(any(row["problems"] for row in rows))


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
