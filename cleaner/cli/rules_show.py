"""`rules show`: everything that holds for a source, and where each piece of it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner._core import nearest
from cleaner.cli.rules_output import Printer, print_json
from cleaner.errors import RuleError, UsageError
from cleaner.rulebook.compile import compile_rulebook
from cleaner.rulebook.shelf import Shelf
from cleaner.rulebook.written import gist, snippet, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rulebook.spec import Rule, RuleFile


class Shown:
    """A source with its packages, in the order in which their rules own lines."""

    def __init__(self, source: str, rules: tuple[str, ...]) -> None:
        """Read the files; raises `UsageError` for an unknown name, `RuleError` where one of its files is bad."""
        shelf = Shelf(rules)
        name = source if source in shelf.names else _by_host(source, shelf)
        if name not in shelf.names:
            hint = nearest(source, shelf.names)
            raise UsageError(f"unknown source {source!r}{f'; {hint}' if hint else ''}")
        file = shelf.find(name)
        if file is None:
            sheets = (*shelf.sheets, *shelf.around)
            raise RuleError([problem for sheet in sheets if _is(sheet.file, name) for problem in sheet.problems])
        chain = shelf.chain(file)
        if chain.problems:
            raise RuleError(chain.problems)
        self.files: list[RuleFile] = chain.files
        self.book = compile_rulebook(tuple(chain.files))
        self._texts = {sheet.entry.shown: sheet.data.decode("utf-8-sig", "replace") for sheet in shelf.read}

    @property
    def rules(self) -> list[Rule]:
        """Give the rules that hold, first owner first."""
        return [rule.spec for rule in self.book.rules]

    def written(self, rule: Rule) -> str:
        """Give a rule as it stands in its file."""
        return snippet(self._texts[rule.place.file], rule.place.line)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give what is said of the whole document: (what, value and where it comes from)."""
        own = self.files[0]
        yield "file", own.place.file
        yield "extends", ", ".join(file.name for file in self.files[1:])
        yield "hosts", ", ".join(own.hosts)
        yield "fingerprints", ", ".join(f'"{text}"' for text in own.fingerprints)
        for file in self.files:
            if file.limits:
                yield (
                    "limits",
                    f"{file.limits.max_removed:g}% of the characters may go, {file.limits.min_kept} "
                    f"sentences stay ({file.place.file})",
                )
                break
        for file in self.files:
            if file.html:
                yield "html", f"{'; '.join((*file.html.content, *file.html.title))} ({file.place.file})"
                break
        for file in self.files:
            for name in file.disable:
                yield "off", f"{name} ({file.place.file})"


def show_source(name: str, rules: tuple[str, ...], full: bool, as_json: bool, color: str) -> int:
    """Show a source or one of its rules."""
    source, sign, wanted = name.partition("#")
    shown = Shown(source, rules)
    chosen = _chosen(shown, wanted) if sign else shown.rules
    if as_json:
        print_json(_values(shown, chosen))
        return 0
    printer = Printer(color)
    if not sign:
        _head(shown, printer)
    if full or sign:
        for rule in chosen:
            printer.line(f"{rule.name}  {rule.place}", "bold")
            for line in shown.written(rule).split("\n"):
                printer.line(f"  {line}")
            printer.line()
    else:
        rows = [
            [str(rank), rule.name, rule.label, gist(rule), zone(rule.where), str(rule.place)]
            for rank, rule in enumerate(chosen, 1)
        ]
        printer.table(["", "RULE", "LABEL", "DOES", "WHERE", "AT"], rows, right=(0,))
    return 0


def _chosen(shown: Shown, wanted: str) -> list[Rule]:
    found = [rule for rule in shown.rules if wanted in (rule.id, rule.name)]
    if not found:
        hint = nearest(wanted, [rule.id for rule in shown.rules])
        raise UsageError(f"{shown.book.name} has no rule {wanted!r}{f'; {hint}' if hint else ''}")
    return found


def _head(shown: Shown, printer: Printer) -> None:
    own = shown.files[0]
    printer.line(f"{own.name}  {own.display}".rstrip(), "bold")
    for what, value in shown.facts():
        if value:
            printer.line(f"  {what:12}  {value}")
    printer.line()


def _values(shown: Shown, chosen: list[Rule]) -> dict[str, Any]:
    own = shown.files[0]
    return {
        "name": own.name,
        "title": own.display,
        "files": [file.place.file for file in shown.files],
        "hosts": list(own.hosts),
        "fingerprints": list(own.fingerprints),
        "digest": shown.book.digest,
        "rules": [
            {
                "rule": rule.name,
                "at": str(rule.place),
                "action": rule.action,
                "label": rule.label,
                "where": zone(rule.where),
                "why": rule.why,
                "text": shown.written(rule),
            }
            for rule in chosen
        ],
    }


def _by_host(host: str, shelf: Shelf) -> str:
    hosts = {known: file.name for file in shelf.files.values() for known in file.hosts}
    return hosts.get(host.lower().removeprefix("www."), "")


def _is(file: RuleFile | None, name: str) -> bool:
    return file is not None and file.name == name
