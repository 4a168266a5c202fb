"""`explain`: every line of a document, what becomes of it, and which rule says so."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cleaner.cli.documents import documents
from cleaner.cli.printer import Printer
from cleaner.cli.terminal import paged
from cleaner.errors import InputError, UsageError
from cleaner.formats.fields import title_of
from cleaner.model import FLAGS, Document, Repair, Skipped
from cleaner.runs.console import out, visible
from cleaner.runs.plan import STDIO
from cleaner.runs.tally import Tally, counted
from cleaner.runs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.text import Text

    from cleaner.cli.terminal import Messages
    from cleaner.model import Result
    from cleaner.rules.catalogue import Identity
    from cleaner.rules.engine import Explanation, Fate
    from cleaner.runs.options import Options


_FIELDS = ("line", "fate", "label", "rule", "at", "text", "kept", "also")  # of a line, for programs
MEANINGS = {
    "keep": "stays",
    "drop": "leaves the text",
    "meta": "becomes metadata",
    "trim": "loses what is marked",
    "repair": "stays, its letters repaired",
}
"""What becomes of a line, by its fate."""


def explain(options: Options, messages: Messages) -> int:
    """Show the documents of all paths, but none without a line of those that are asked for; give the exit code."""
    for path in options.paths:
        if path != STDIO and os.path.isdir(path):
            raise UsageError(f"{path}: is a folder, explain wants a file")
    worker = Worker(options)
    tally, without = Tally(), 0
    show = _shower(options)
    asked = options.format == "text" and (options.rule != "" or options.only != "all")
    with paged(options.pager and options.format == "text"):
        for document in _wanted(documents(worker, options, messages), options.record):
            if isinstance(document, Skipped):
                messages.problem(document.reason)
                tally.skipped += 1
                tally.missing += document.line
                continue
            found = worker.cleaner.explain(document)
            tally.count(found.result, bool(found.result.removals))
            others = [one for one in worker.cleaner.candidates(document) if one.source != found.result.source]
            lines = chosen(rows(found), options.only, options.rule)
            if lines or not asked:
                show(found, lines, others)
            else:
                without += 1
    if without:
        messages.say(f"{counted(without, 'document')} without such a line")
    return tally.exit_code(options.strict, checking=False)


def _wanted(found: Iterable[Document | Skipped], record: str) -> Iterator[Document | Skipped]:
    """Yield all documents, or the one with an id; where none has it, the one of that number."""
    if not record:
        yield from found
        return
    numbered: Document | Skipped | None = None
    number = 0
    for number, one in enumerate(found, 1):
        if one.id == record:
            yield one
            return
        if str(number) == record:
            numbered = one
    if numbered is None:
        raise InputError(f"--record {record}: no record has this id or number, of {number:,}")
    yield numbered


def chosen(lines: list[Fate], only: str, rule: str) -> list[Fate]:
    """Return the lines that are asked for.

    >>> from cleaner.rules.engine import Fate
    >>> menu, trim = Fate(1, "Menu", "drop", "menu", "a#m"), Fate(2, "(A) B", "trim", "", "a#t", kept="B")
    >>> [row.line for row in chosen([menu, trim, Fate(3, "C", "keep")], "unowned", "")]
    [3]
    >>> chosen([menu, trim], "removed", "#m") == [menu], chosen([menu, trim], "all", "a#t") == [trim]
    (True, True)
    """
    return [row for row in lines if _ONLY[only](row) and (not rule or _of_rule(row, rule))]


_ONLY: dict[str, Callable[[Fate], bool]] = {
    "all": lambda _: True,
    "removed": lambda row: row.fate == "drop" or bool(row.kept),
    "kept": lambda row: row.fate not in ("drop", "meta"),
    "meta": lambda row: row.fate == "meta",
    "unowned": lambda row: row.fate == "repair" or not row.rule,
}


def _of_rule(row: Fate, rule: str) -> bool:
    """Return whether a rule owns a line or wants it; a name without a source is that of any."""
    names = (row.rule, *row.also)
    source, sign, last = rule.rpartition("#")
    return rule in names if source and sign else any(name and name.rpartition("#")[2] == last for name in names)


def rows(found: Explanation) -> list[Fate]:
    """The lines of the page; one that stays but was repaired has the fate ``repair``, and its steps as the rule."""
    repairs: dict[int, list[Repair]] = {}
    for repair in found.result.repairs:
        repairs.setdefault(repair.line, []).append(repair)

    def told(fate: Fate) -> Fate:
        if fate.fate != "keep" or fate.rule or fate.line not in repairs:
            return fate
        steps = dict.fromkeys(repair.step for repair in repairs[fate.line])
        return replace(fate, fate="repair", rule=", ".join(f"text#{step}" for step in steps))

    return list(map(told, found.lines))


def heading(result: Result, document: Document, others: Iterable[Identity] = ()) -> list[tuple[str, str]]:
    """Return the facts above the lines, by name; `others` are sources that it might have been, too."""
    source = f"{result.source} ({result.evidence})" if result.source else result.evidence or "none found"
    facts = [("document", document.id or "-"), ("url", document.url), ("source", source)]
    facts += [("perhaps", ", ".join(f"{one.source} ({one.evidence})" for one in others))]
    facts += [("title", title_of(document, result))]
    facts += [(label, value.replace("\n", " · ")) for label, value in result.meta.items()]
    facts += [("flagged", f"{flag} ({FLAGS[flag.partition(' ')[0]]})") for flag in result.flags]
    facts += [("note", note) for note in _by_reason(result.notes)]
    return [(name, value) for name, value in facts if value]


def _by_reason(notes: Iterable[str]) -> list[str]:
    """Put together the notes that say the same of several rules.

    >>> _by_reason(["a#x: did not fire", "a#y: opened at 'Z'", "b#x: did not fire", "a#x: did not fire"])
    ['a#x, b#x: did not fire', "a#y: opened at 'Z'"]
    """
    rules: dict[str, dict[str, None]] = {}
    for note in notes:
        rule, colon, reason = note.partition(": ")
        rules.setdefault(colon + reason, {})[rule] = None
    return [", ".join(names) + reason for reason, names in rules.items()]


def counts(lines: Iterable[Fate]) -> dict[str, int]:
    """Count the lines by fate."""
    found: dict[str, int] = {}
    for row in lines:
        found[row.fate] = found.get(row.fate, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _shower(options: Options) -> Any:
    """Choose how to show: for a program, in colours, or plain."""
    if options.format == "json":
        return lambda found, lines, others: out(as_json(found, lines, others))
    printer = Printer(options.color)
    if printer.laid_out:
        return partial(show, printer)
    return lambda found, lines, others: out(as_text(found, lines, others).encode())


def as_json(found: Explanation, lines: list[Fate], others: Iterable[Identity] = ()) -> bytes:
    """Return a document as one line of JSON."""
    result, document = found.result, found.document
    fields = {
        "id": document.id,
        "url": document.url,
        "source": result.source,
        "evidence": result.evidence,
        "others": [{"source": one.source, "evidence": one.evidence} for one in others],
        "title": title_of(document, result),
        "meta": dict(result.meta),
        "flags": list(result.flags),
        "notes": list(result.notes),
        "rules": result.rules,
        "counts": counts(lines),
        "lines": [{name: getattr(row, name) for name in _FIELDS} for row in lines],
    }
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def as_text(found: Explanation, lines: list[Fate], others: Iterable[Identity] = ()) -> str:
    """Return a document as a page without colours, in columns."""
    head = [f"{name + ':':11}{visible(value)}" for name, value in heading(found.result, found.document, others)]
    cells = [(str(row.line), row.fate, row.label, row.rule, row.at) for row in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)] if cells else []
    body = [
        "  ".join([cell[0].rjust(widths[0]), *map(str.ljust, cell[1:], widths[1:]), shown(row)]).rstrip()
        for cell, row in zip(cells, lines, strict=True)
    ]
    return "\n".join([*head, "", *body, "", footer(lines, len(found.lines)), *legend(lines), "", ""])


def legend(lines: list[Fate]) -> list[str]:
    """Say what the fates mean that there are.

    >>> from cleaner.rules.engine import Fate
    >>> legend([Fate(1, "b", "drop", "menu", "a#b", "a:1")])
    ['drop leaves the text']
    """
    told = [f"{fate} {meaning}" for fate, meaning in MEANINGS.items() if fate in counts(lines)]
    return ["; ".join(told)] if told else []


def difference(old: str, new: str) -> tuple[str, str, str, str]:
    """Part two texts into what both begin with, what only the old has, what only the new has, and their common end.

    >>> difference("(TTXVN) - Hai bên", "Hai bên")
    ('', '(TTXVN) - ', '', 'Hai bên')
    >>> difference("Ha`i bên", "Hài bên")
    ('H', 'a`', 'à', 'i bên')
    """
    lead = _alike(old, new)
    tail = _alike(old[lead:][::-1], new[lead:][::-1])
    return old[:lead], old[lead : len(old) - tail], new[lead : len(new) - tail], old[len(old) - tail :]


def _alike(one: str, other: str) -> int:
    """The number of characters with which both begin."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def shown(row: Fate) -> str:
    """The text of a line; what is cut out of it, or put in its place, stands in marks, as wdiff has them.

    >>> from cleaner.rules.engine import Fate
    >>> shown(Fate(1, "(TTXVN) - Hai bên", "trim", kept="Hai bên"))
    '[-(TTXVN) - -]Hai bên'
    """
    if not row.kept:
        return visible(row.text)
    lead, cut, put, tail = map(visible, difference(row.text, row.kept))
    return f"{lead}[-{cut}-]{f'{{+{put}+}}' if put else ''}{tail}"


def footer(lines: list[Fate], of: int = 0) -> str:
    """Sum up what is shown of a document, which has `of` lines.

    >>> from cleaner.rules.engine import Fate
    >>> footer([Fate(1, "a", "keep"), Fate(2, "b", "drop", "menu")])
    '2 lines: keep 1, drop 1'
    >>> footer([Fate(2, "b", "drop", "menu")], of=3)
    '1 of 3 lines: drop 1'
    """
    fates = ", ".join(f"{fate} {number}" for fate, number in counts(lines).items())
    some = f" of {of}" if of > len(lines) else ""
    return f"{len(lines)}{some} line{'s' * ((of or len(lines)) != 1)}" + (f": {fates}" if fates else "")


_STYLES = {"keep": "", "drop": "red", "meta": "cyan", "trim": "yellow", "repair": "green"}


def show(printer: Printer, found: Explanation, lines: list[Fate], others: Iterable[Identity] = ()) -> None:
    """Print one document on a screen; `others` are sources that it might have been, too."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    facts = Table.grid(padding=(0, 1))
    facts.add_column(min_width=10, style="dim")
    facts.add_column(overflow="fold")
    for name, value in heading(found.result, found.document, others):
        facts.add_row(f"{name}:", Text(visible(value), "bold yellow" if name in ("flagged", "note") else "bold"))
    printer.show(facts)
    printer.line()
    printer.show(Group(*_laid_out(lines, printer.width)))
    printer.line()
    sums = Table.grid()
    for text, style in ((footer(lines, len(found.lines)), "bold"), *((line, "dim") for line in legend(lines))):
        sums.add_row(Text(text, style))
    printer.show(sums)
    printer.line()


def _laid_out(lines: list[Fate], width: int) -> Iterator[Text]:
    """Lay out the lines: neighbours with one owner stand below it, each cut to the width."""
    from rich.text import Text

    number = max((len(str(row.line)) for row in lines), default=1)
    for (fate, label, owner), run in groupby(lines, key=lambda row: (row.fate, row.label, _owner(row))):
        style = _STYLES.get(fate, "")
        if owner:
            head = Text(f"{' ' * (number + 2)}{' · '.join(filter(None, (label, owner)))}", "dim")
            yield head if len(head) <= width else Text("…", "dim") + head[1 - width :]
        for row in run:
            text = _text(row)
            text.truncate(width - number - 10, overflow="ellipsis")
            yield Text.assemble((f"{row.line:>{number}}  ", "dim"), (f"{fate:6}  ", style or "dim"), text)


def _owner(row: Fate) -> str:
    """The rule, and where it stands."""
    return f"{row.rule}  {row.at}".strip()


def _text(row: Fate) -> Text:
    """The text of a line; what is cut out of it is struck out."""
    from rich.text import Text

    style = _STYLES.get(row.fate, "")
    if not row.kept:
        return Text(visible(row.text), f"strike {style}" if row.fate == "drop" else style)
    lead, cut, put, tail = map(visible, difference(row.text, row.kept))
    return Text.assemble(lead, (cut, f"strike {style}"), (put, f"underline {style}"), tail)
