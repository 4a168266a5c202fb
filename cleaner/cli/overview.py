"""`labels`, `sources` and `rules list`: the names that other commands take, with what they stand for."""

from __future__ import annotations

from typing import Any

from cleaner._core import host_of
from cleaner.authoring.workspace import listed
from cleaner.cli.printer import Printer, print_json
from cleaner.rules.labels import LABELS, MEANINGS, META, PARTS
from cleaner.runs.tally import counted

KINDS = {**dict.fromkeys(META, "becomes metadata"), **dict.fromkeys(PARTS, "stays")}


def show_labels(as_json: bool, color: str) -> int:
    """List the labels: what becomes of such a line, and what it is."""
    rows = [(label, KINDS.get(label, "leaves the text"), MEANINGS[label]) for label in LABELS]
    if as_json:
        print_json([{"label": label, "by_default": kind, "meaning": meaning} for label, kind, meaning in rows])
        return 0
    printer = Printer(color)
    printer.table(["LABEL", "BY DEFAULT", "WHAT IT IS"], rows)
    printer.line()
    printer.line("--keep LABEL and --drop LABEL change what becomes of it.")
    return 0


def show_sources(words: tuple[str, ...], rules: tuple[str, ...], as_json: bool, color: str) -> int:
    """List the sources that have rules; with words, those that one of them fits. 1 where there is none."""
    asked = [_bare(word) for word in words]
    rows = [row for row in listed(rules) if row["kind"] == "source" and not row["problems"]]
    found = [
        row for row in rows if not asked or any(_fits(row["name"], row["title"], row["hosts"], one) for one in asked)
    ]
    found.sort(key=lambda row: row["name"])
    if as_json:
        print_json([{name: row[name] for name in ("name", "title", "hosts", "file")} for row in found])
        return int(not found)
    printer = Printer(color)
    if found:
        printer.table(
            ["SOURCE", "NAME", "HOSTS"], [[row["name"], row["title"], " ".join(row["hosts"])] for row in found]
        )
        printer.line()
    more = f" of {len(rows):,}" if words else ""
    printer.line(f"{counted(len(found), 'source')}{more}; pages of others are cleaned by the rules for any news page.")
    return int(not found)


def list_files(rules: tuple[str, ...], as_json: bool, color: str) -> int:
    """List the built-in files, and those of `rules` before them; 1 if one of them is bad."""
    rows = listed(rules)
    if as_json:
        print_json(rows)
    else:
        _print_list(rows, Printer(color))
    return int(any(row["problems"] for row in rows))


def _print_list(rows: list[dict[str, Any]], printer: Printer) -> None:
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


def _bare(word: str) -> str:
    """Return the host of an address, or a word as it is compared."""
    return (host_of(word) if "/" in word else word).casefold()


def _fits(name: str, title: str, hosts: list[str], word: str) -> bool:
    """Return whether a source has a word, or owns a host.

    >>> _fits("vov.vn", "VOV", ["vov.vn"], "en.vov.vn"), _fits("vov.vn", "VOV", ["vov.vn"], "ov.v")
    (True, True)
    >>> _fits("vov.vn", "VOV", ["vov.vn"], "notvov.vn")
    False
    """
    if any(word == host or word.endswith(f".{host}") for host in hosts):
        return True
    return any(word in text.casefold() for text in (name, title, *hosts))
