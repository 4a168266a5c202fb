"""What there is to say of each rule file in one line; kept for the next time, since it takes reading all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.rulebook.folders import builtin_entries, entries
from cleaner.rulebook.store import Store

if TYPE_CHECKING:
    from cleaner.rulebook.shelf import Sheet, Shelf


def listed(paths: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Describe the built-in files, and those of `paths` before them; bad files are read, and told of, each time."""
    store = Store([*(entry for path in paths for entry in entries(path)), *builtin_entries()])
    rows: list[dict[str, Any]] | None = store.get("list")
    if rows is None:
        from cleaner.rulebook.shelf import Shelf

        shelf = Shelf(paths)
        rows = [_row(shelf, sheet) for sheet in (*shelf.sheets, *(shelf.around if paths else ()))]
        if not any(row["problems"] for row in rows):
            store.put("list", rows)
    return rows


def _row(shelf: Shelf, sheet: Sheet) -> dict[str, Any]:
    """Describe one file; `inherited` counts the rules that its packages add."""
    file = sheet.sound
    row: dict[str, Any] = {"name": str(file.name) if file else sheet.entry.name, "file": sheet.entry.shown}
    row["kind"] = "package" if (file.package if file else "/" in sheet.entry.name) else "source"
    row["title"] = str(file.display) if file else ""
    row["hosts"] = list(map(str, file.hosts)) if file else []
    row["extends"] = list(map(str, file.extends)) if file else []
    row["rules"] = len(file.rules) if file else 0
    row["inherited"] = _inherited(shelf, sheet)
    row["tests"] = len(file.tests) if file else 0
    row["problems"] = len(sheet.problems)
    return row


def _inherited(shelf: Shelf, sheet: Sheet) -> int:
    """Count the rules of the packages behind a file that it does not disable."""
    if sheet.sound is None:
        return 0
    chain = shelf.chain(sheet.sound)
    if chain.problems or not chain.whole:
        return 0
    disabled = {name for file in chain.files for name in file.disable}
    return sum(rule.name not in disabled for file in chain.files[1:] for rule in file.rules)
