"""`rules show`: everything that holds for a source, in the order in which rules own lines."""

from __future__ import annotations

import re
from itertools import groupby
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from cleaner._core import nearest
from cleaner.authoring.files import Amount, Block, Matcher, Rule, RuleFile, Sequence, Shape, Where
from cleaner.authoring.workspace import Workspace
from cleaner.cli.printer import Printer, print_json
from cleaner.errors import RuleError, UsageError
from cleaner.runs.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterator


_LITERAL = 30  # characters of a literal in a table
_CELL = 100  # characters of what a rule does in a table; `rules show NAME#RULE` tells all


class Shown:
    """A source with its packages, in the order in which their rules own lines."""

    def __init__(self, source: str, rules: tuple[str, ...]) -> None:
        """Read the files; raises `UsageError` for an unknown name, `RuleError` where one of its files is bad."""
        workspace = Workspace(rules)
        name = source if source in workspace.names else _by_host(source, workspace)
        if name not in workspace.names:
            hint = nearest(source, workspace.names)
            raise UsageError(f"unknown source {source!r}{f'; {hint}' if hint else ''}")
        file = workspace.find(name)
        if file is None:
            sheets = (*workspace.sheets, *workspace.around)
            raise RuleError([problem for sheet in sheets if _is(sheet.file, name) for problem in sheet.problems])
        chain = workspace.chain(file)
        if not chain.sound:
            raise RuleError(chain.problems)
        self.files = chain.files
        self.rules = chain.rules
        self.digest = chain.engine().digest
        self._texts = {sheet.entry.shown: sheet.data.decode("utf-8-sig", "replace") for sheet in workspace.read}

    def written(self, rule: Rule) -> str:
        """Return a rule as it stands in its file."""
        return snippet(self._texts[rule.place.file], rule.place.line)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Return what is said of the whole document: (what, value and where it comes from)."""
        own = self.files[0]
        yield "file", own.place.file
        yield "extends", ", ".join(file.name for file in self.files[1:])
        yield "hosts", ", ".join(own.hosts)
        yield "fingerprints", ", ".join(f'"{text}"' for text in own.fingerprints)
        for file in self.files:
            if file.limits:
                least = counted(file.limits.min_kept, "sentence")
                told = f"at most {file.limits.max_removed:g}% of the characters go, at least {least} must be left"
                yield "limits", f"{told} ({file.place.file})"
                break
        for file in self.files:
            if file.html and (selectors := (*file.html.content, *file.html.title)):
                yield "html", f"{'; '.join(selectors)} ({file.place.file})"
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
        for rule in (ways[0] for ways in _by_name(chosen)):
            printer.line(f"{rule.name}  {rule.place}", "bold")
            for line in shown.written(rule).split("\n"):
                printer.line(f"  {line}")
            printer.line()
    elif printer.laid_out:
        _print_by_file(chosen, printer)
    else:
        rows = [
            [
                str(rank),
                ways[0].name,
                ways[0].label,
                _gists(ways),
                _zones(ways),
                str(ways[0].place),
            ]
            for rank, ways in enumerate(_by_name(chosen), 1)
        ]
        printer.table(["", "RULE", "LABEL", "DOES", "WHERE", "AT"], rows, right=(0,))
    return 0


def _print_by_file(rules: list[Rule], printer: Printer) -> None:
    """Print a table for each file that rules stand in, narrow enough for a screen of 80 columns."""
    ranked = enumerate(_by_name(rules), 1)
    for file, group in groupby(ranked, key=lambda item: item[1][0].place.file):
        rows = [
            [
                str(rank),
                str(ways[0].place.line),
                ways[0].id,
                ways[0].label,
                "; ".join(filter(None, (_gists(ways), _zones(ways)))),
            ]
            for rank, ways in group
        ]
        printer.line(file, "bold")
        printer.table(["", "LINE", "RULE", "LABEL", "DOES"], rows, right=(0, 1), breaks=(4,))


def _by_name(rules: list[Rule]) -> list[list[Rule]]:
    """Put together what was written as one rule."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.name, []).append(rule)
    return list(found.values())


def _gists(ways: list[Rule]) -> str:
    return _some([gist(rule) for rule in ways])


def _zones(ways: list[Rule]) -> str:
    return _some([zone(rule.where) for rule in ways])


def _some(ways: list[str]) -> str:
    """Tell the ways, as far as a table has room.

    >>> _some(["drop line A", "drop line A", "drop line B"]), len(_some(["drop line A", "drop line B" * 20]))
    ('drop line A or drop line B', 100)
    """
    text = " or ".join(dict.fromkeys(ways))
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _chosen(shown: Shown, wanted: str) -> list[Rule]:
    found = [rule for rule in shown.rules if wanted in (rule.id, rule.name)]
    if not found:
        hint = nearest(wanted, [rule.id for rule in shown.rules])
        raise UsageError(f"{shown.files[0].name} has no rule {wanted!r}{f'; {hint}' if hint else ''}")
    return found


def _head(shown: Shown, printer: Printer) -> None:
    own = shown.files[0]
    printer.line(f"{own.name}  {own.display}".rstrip(), "bold")
    for what, value in shown.facts():
        if value:
            printer.field(what, value, 12)
    printer.line()


def _values(shown: Shown, chosen: list[Rule]) -> dict[str, Any]:
    own = shown.files[0]
    return {
        "name": own.name,
        "title": own.display,
        "files": [file.place.file for file in shown.files],
        "hosts": list(own.hosts),
        "fingerprints": list(own.fingerprints),
        "digest": shown.digest,
        "rules": [
            {
                "rule": rule.name,
                "at": str(rule.place),
                "action": rule.action,
                "label": rule.label,
                "where": _zones([rule, *others]),
                "why": rule.why,
                "text": shown.written(rule),
            }
            for rule, *others in _by_name(chosen)
        ],
    }


def _by_host(host: str, workspace: Workspace) -> str:
    hosts = {known: file.name for file in workspace.files.values() for known in file.hosts}
    return hosts.get(host.lower().removeprefix("www."), "")


def _is(file: RuleFile | None, name: str) -> bool:
    return file is not None and file.name == name


def snippet(text: str, line: int) -> str:
    r"""Return a list item of a YAML text, from the line in which its first or another key stands.

    >>> snippet("rules:\n  - id: a\n    drop: {line: [x]}\n  # of b\n  - id: b\n", 2)
    '- id: a\n  drop: {line: [x]}'
    """
    lines = text.split("\n")
    first = line - 1
    while first and not lines[first].lstrip().startswith("- "):
        first -= 1
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or re.match(rf" {{{depth + 1}}}", lines[last])):
        last += 1
    return dedent("\n".join(lines[first:last])).rstrip()


def gist(rule: Rule) -> str:
    """Say what a rule does, short enough for a table.

    >>> from cleaner.authoring.files import Place, Range
    >>> here = Place("a.yaml", 1, 1)
    >>> matcher = Matcher(here, line=("Xem thêm", "Đọc nhiều"), words=Range(None, 9))
    >>> gist(Rule("a", "b", "drop", matcher, here, "related"))
    'drop line "Xem thêm" +1, words ..9'
    """
    return f"{rule.action} {_shape(rule.shape)}"


def zone(where: Where | None) -> str:
    """Say where a rule may act.

    >>> zone(Where(last=Amount(80, percent=True), after="title"))
    'last 80%, after title'
    """
    if where is None:
        return ""
    parts = []
    for name in ("first", "last", "after", "before"):
        value = getattr(where, name)
        if isinstance(value, Amount):
            parts.append(f"{name} {value.value:g}{'%' * value.percent}")
        elif value is not None:
            parts.append(f"{name} {value if isinstance(value, str) else f'({_shape(value)})'}")
    return ", ".join(parts)


def _shape(shape: Shape) -> str:
    if isinstance(shape, Sequence):
        times = f" ×{shape.rounds}" if shape.rounds > 1 else ""
        return f"sequence of {len(shape.items)}{times}"
    if isinstance(shape, Block):
        until = shape.until if isinstance(shape.until, str) else f"({_shape(shape.until)})"
        return f"from ({'; '.join(map(_shape, shape.opening))}) until {until}"
    return ", ".join(_word(word, value) for word, value in shape.said.items())


def _word(word: str, value: object) -> str:
    if isinstance(value, Matcher):
        return f"{word} ({_shape(value)})"
    if word in ("is", "not"):
        return f"{word} {' '.join(value)}"  # type: ignore[arg-type]
    if isinstance(value, tuple):
        first, others = str(value[0]), f" +{len(value) - 1}" if len(value) > 1 else ""
        text = first if len(first) <= _LITERAL else f"{first[:_LITERAL].rstrip()}…"
        return f'{word} "{text}"{others}'
    return f"{word} {value}"
