"""`explain`: every line of a document, what becomes of it, and which rule says so."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cleaner.cli.documents import Corpus
from cleaner.cli.printer import Printer, columns
from cleaner.cli.terminal import Messages, paged
from cleaner.errors import UsageError
from cleaner.formats.diff import alike
from cleaner.formats.fields import title_of
from cleaner.model import FLAGS, Document, Result
from cleaner.rules.catalogue import Identity
from cleaner.rules.engine import Explanation, Fate
from cleaner.runs.console import out, visible
from cleaner.runs.options import Options
from cleaner.runs.plan import STDIO
from cleaner.runs.tally import counted

if TYPE_CHECKING:
    from rich.text import Text

_FIELDS = ("line", "fate", "label", "rule", "at", "text", "kept", "also")  # of a line, for programs
#: What becomes of a line, by its fate, and how such a line looks on a screen.
_FATES = {
    "keep": ("stays", ""),
    "drop": ("leaves the text", "red"),
    "meta": ("becomes metadata", "cyan"),
    "trim": ("loses what is marked", "yellow"),
    "repair": ("stays, its letters repaired", "green"),
}


def explain(options: Options, messages: Messages) -> int:
    """Show the documents of all paths, but none without a line of those that are asked for; give the exit code."""
    if folder := next((path for path in options.paths if path != STDIO and os.path.isdir(path)), ""):
        raise UsageError(f"{folder}: is a folder, explain wants a file")
    corpus, printer, without = Corpus(options, messages), Printer(options.color), 0
    cleaner = corpus.worker.cleaner
    for_people = options.format == "text"
    asked = for_people and (options.rule != "" or options.only != "all")
    with paged(options.pager and for_people):
        for document in corpus.documents():
            found = cleaner.explain(document)
            corpus.tally.count(found.result, bool(found.result.removals))
            others = [one for one in cleaner.candidates(document) if one.source != found.result.source]
            lines = chosen(rows(found), options.only, options.rule)
            if asked and not lines:
                without += 1
            elif for_people:
                show(printer, found, lines, others)
            else:
                out(as_json(found, lines, others))
    if without:
        messages.say(f"{counted(without, 'document')} without such a line")
    return corpus.tally.exit_code(options.strict, checking=False)


def chosen(lines: list[Fate], only: str, rule: str) -> list[Fate]:
    """The lines that are asked for.

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
    """Whether a rule owns a line or wants it; a name without a source is that of any."""
    names = (row.rule, *row.also)
    source, sign, last = rule.rpartition("#")
    return rule in names if source and sign else any(name and name.rpartition("#")[2] == last for name in names)


def rows(found: Explanation) -> list[Fate]:
    """The lines of the page; one that stays but was repaired has the fate ``repair``, and its steps as the rule."""
    steps: dict[int, dict[str, None]] = {}
    for repair in found.result.repairs:
        steps.setdefault(repair.line, {})[f"text#{repair.step}"] = None
    lines = list(found.lines)
    for at, row in enumerate(lines):
        if row.fate == "keep" and not row.rule and row.line in steps:
            lines[at] = row._replace(fate="repair", rule=", ".join(steps[row.line]))
    return lines


def heading(result: Result, document: Document, others: Iterable[Identity] = ()) -> list[tuple[str, str]]:
    """The facts above the lines, by name; `others` are sources that it might have been, too."""
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


def as_json(found: Explanation, lines: list[Fate], others: Iterable[Identity] = ()) -> bytes:
    """A document as one line of JSON."""
    result, document = found.result, found.document
    fields = {
        **{"id": document.id, "url": document.url, "source": result.source, "evidence": result.evidence},
        "others": [{"source": one.source, "evidence": one.evidence} for one in others],
        "title": title_of(document, result),
        **{"meta": dict(result.meta), "flags": list(result.flags), "notes": list(result.notes)},
        **{"rules": result.rules, "counts": dict(_by_fate(lines))},
        "lines": [{name: getattr(row, name) for name in _FIELDS} for row in lines],
    }
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def difference(old: str, new: str) -> tuple[str, str, str, str]:
    """Part two texts into what both begin with, what only the old has, what only the new has, and their common end.

    >>> difference("(TTXVN) - Hai bên", "Hai bên")
    ('', '(TTXVN) - ', '', 'Hai bên')
    >>> difference("Ha`i bên", "Hài bên")
    ('H', 'a`', 'à', 'i bên')
    """
    lead = alike(old, new)
    tail = alike(old[lead:][::-1], new[lead:][::-1])
    return old[:lead], old[lead : len(old) - tail], new[lead : len(new) - tail], old[len(old) - tail :]


def show(printer: Printer, found: Explanation, lines: list[Fate], others: Iterable[Identity] = ()) -> None:
    """Print one document: what is known of it, its lines, and how many of them go which way."""
    facts = heading(found.result, found.document, others)
    width = max(len(name) for name, _ in facts) + 1
    for name, value in facts:
        printer.field(f"{name}:", value, width, "bold yellow" if name in ("flagged", "note") else "bold")
    printer.line()
    if printer.laid_out:
        from rich.console import Group

        printer.show(Group(*_by_owner(lines, printer)))
    else:
        cells = [(str(row.line), row.fate, row.label, row.rule, row.at, _plain(row)) for row in lines]
        for line in columns(cells, right=(0,)):
            printer.line(line)
    printer.line()
    printer.line(footer(lines, len(found.lines)), "bold")
    there = dict(_by_fate(lines))
    if told := [f"{fate} {meaning}" for fate, (meaning, _) in _FATES.items() if fate in there]:
        printer.field("", "; ".join(told), 0, "dim")
    printer.line()


def _by_owner(lines: list[Fate], printer: Printer) -> "Iterator[Text]":
    """Lay out the lines for a screen: neighbours with one owner stand below it, each cut to the width."""
    from rich.text import Text

    number = max((len(str(row.line)) for row in lines), default=1)
    for (fate, label, rule, at), run in groupby(lines, key=lambda row: (row.fate, row.label, row.rule, row.at)):
        if owner := f"{rule}  {at}".strip():
            head = Text(f"{' ' * (number + 2)}{' · '.join(filter(None, (label, owner)))}", "dim")
            yield head if len(head) <= printer.width else Text("…", "dim") + head[1 - printer.width :]
        for row in run:
            text = Text.assemble(*_pieces(row, printer.colored))
            text.truncate(printer.width - number - 10, overflow="ellipsis")
            yield Text.assemble((f"{row.line:>{number}}  ", "dim"), (f"{fate:6}  ", _FATES[fate][1] or "dim"), text)


def _pieces(row: Fate, colored: bool) -> Sequence[tuple[str, str]]:
    """The text of a line with its styles; where there are no colours, what is cut or put stands in marks."""
    style = _FATES[row.fate][1]
    if not row.kept:
        return [(visible(row.text), f"strike {style}" if row.fate == "drop" else style)]
    lead, cut, put, tail = map(visible, difference(row.text, row.kept))
    if not colored:
        cut, put = f"[-{cut}-]", f"{{+{put}+}}" if put else ""
    return [(lead, ""), (cut, f"strike {style}"), (put, f"underline {style}"), (tail, "")]


def _plain(row: Fate) -> str:
    """The text of a line without colours; what is cut out of it, or put in its place, is marked as wdiff does it.

    >>> from cleaner.rules.engine import Fate
    >>> _plain(Fate(1, "(TTXVN) - Hai bên", "trim", kept="Hai bên"))
    '[-(TTXVN) - -]Hai bên'
    """
    return "".join(text for text, _ in _pieces(row, colored=False))


def _by_fate(lines: list[Fate]) -> Sequence[tuple[str, int]]:
    return Counter(row.fate for row in lines).most_common()


def footer(lines: list[Fate], of: int = 0) -> str:
    """Sum up what is shown of a document, which has `of` lines.

    >>> from cleaner.rules.engine import Fate
    >>> footer([Fate(1, "a", "keep"), Fate(2, "b", "drop", "menu")])
    '2 lines: keep 1, drop 1'
    >>> footer([Fate(2, "b", "drop", "menu")], of=3)
    '1 of 3 lines: drop 1'
    """
    fates = ", ".join(f"{fate} {number}" for fate, number in _by_fate(lines))
    some = f"{len(lines):,} of " if of > len(lines) else ""
    return f"{some}{counted(of or len(lines), 'line')}" + (f": {fates}" if fates else "")
