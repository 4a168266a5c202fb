"""`labels`, `sources`, `rules list`, `rules show`: the names that other commands take, and what stands behind them."""

import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import dedent
from typing import Annotated, Any

import typer

from cleaner._core import host_of, nearest
from cleaner.authoring.files import Chain, Rule
from cleaner.authoring.workspace import Workspace, listed
from cleaner.cli import completion
from cleaner.cli.configuration import rules_of
from cleaner.cli.printer import Printer, cut, print_json
from cleaner.cli.rules import Color, Json, Mine
from cleaner.errors import RuleError, UsageError
from cleaner.runs.tally import counted
from cleaner.settings import LABELS, MEANINGS, META, PARTS

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


def show_sources(words: list[str], rules: tuple[str, ...], as_json: bool, color: str) -> int:
    """List the sources that have rules; with words, those that one of them fits. 1 where there is none."""
    asked = [(host_of(word) if "/" in word else word).casefold() for word in words]
    rows = [row for row in listed(rules) if row["kind"] == "source" and not row["problems"]]
    found = sorted((row for row in rows if not asked or _fits(row, asked)), key=lambda row: row["name"])
    if as_json:
        print_json([{name: row[name] for name in ("name", "title", "hosts", "file")} for row in found])
        return int(not found)
    printer = Printer(color)
    if found:
        cells = [[row["name"], row["title"], " ".join(row["hosts"])] for row in found]
        printer.table(["SOURCE", "NAME", "HOSTS"], cells)
        printer.line()
    more = f" of {len(rows):,}" if words else ""
    printer.line(f"{counted(len(found), 'source')}{more}; pages of others are cleaned by the rules for any news page.")
    return int(not found)


def list_files(rules: Mine = None, json: Json = False, color: Color = "auto") -> int:
    """List the sources and packages: hosts, what they extend, how many rules and tests they have."""
    rows = listed(rules_of(rules))
    if json:
        print_json(rows)
    else:
        _print_files(sorted(rows, key=lambda row: row["name"]), Printer(color))
    return int(any(row["problems"] for row in rows))


def _print_files(rows: list[dict[str, Any]], printer: Printer) -> None:
    for kind in ("source", "package"):
        cells = []
        for row in rows:
            if row["kind"] == kind:
                title = row["title"] if not row["problems"] else "bad: see `cleaner rules lint`"
                numbers = str(row["rules"]), str(row["inherited"] or ""), str(row["tests"])
                cells.append([row["name"], title, *numbers, " ".join(row["extends"]), row["file"]])
        if cells:
            heads = [f"{kind.upper()}S", "NAME", "RULES", "INHERITED", "TESTS", "EXTENDS", "FILE"]
            printer.table(heads, cells, right=(2, 3, 4))
            printer.line()
    sums = [counted(sum(row[f"{word}s"] for row in rows), word) for word in ("rule", "test")]
    printer.line(", ".join([counted(len(rows), "file"), *sums]), "bold")


def _fits(row: dict[str, Any], words: list[str]) -> bool:
    """Whether a source has one of the words, or owns one as a host.

    >>> vov = {"name": "vov.vn", "title": "VOV", "hosts": ["vov.vn"]}
    >>> _fits(vov, ["en.vov.vn"]), _fits(vov, ["ov.v"]), _fits(vov, ["notvov.vn"])
    (True, True, False)
    """
    texts = [text.casefold() for text in (row["name"], row["title"], *row["hosts"])]
    owned = any(f".{word}".endswith(f".{host}") for word in words for host in row["hosts"])
    return owned or any(word in text for word in words for text in texts)


def show_source(
    name: Annotated[
        str,
        typer.Argument(
            help="A source or package, or one rule of it.", metavar="SOURCE[#RULE]", autocompletion=completion.rules
        ),
    ],
    rules: Mine = None,
    full: Annotated[bool, typer.Option("--full", help="Show each rule as it is written.")] = False,
    json: Json = False,
    color: Color = "auto",
) -> int:
    """Show all rules that hold for a source, inherited ones too, in the order in which they own lines."""
    source, sign, wanted = name.partition("#")
    workspace = Workspace(rules_of(rules))
    chain = _chain(source, workspace)
    texts = {sheet.entry.shown: sheet.data.decode("utf-8-sig", "replace") for sheet in workspace.read}
    rules_by_name = {rule.name: rule for rule in reversed(chain.rules)}  # what is written as one rule may be several
    chosen = [rules_by_name[name] for name in dict.fromkeys(rule.name for rule in chain.rules)]
    chosen = [rule for rule in chosen if not sign or wanted in (rule.id, rule.name)]
    if not chosen and sign:
        hint = nearest(wanted, [rule.id for rule in chain.rules])
        raise UsageError(f"{chain.files[0].name} has no rule {wanted!r}{f'; {hint}' if hint else ''}")
    written = [(rule, snippet(texts[rule.place.file], rule.place.line)) for rule in chosen]
    if json:
        print_json(_values(chain, written))
        return 0
    printer = Printer(color)
    if not sign:
        printer.line(f"{chain.files[0].name}  {chain.files[0].display}".rstrip(), "bold")
        for what, value in _facts(chain):
            if value:
                printer.field(f"  {what}", value, 14)
        printer.line()
    if full or sign:
        for rule, item in written:
            printer.line(f"{rule.name}  {rule.place}", "bold")
            for line in item.split("\n"):
                printer.line(f"  {line}")
            printer.line()
    elif printer.laid_out:
        _print_by_file(written, printer)
    else:
        rows = [
            [str(rank), rule.name, rule.label, cut(gist(rule, item)), cut(said(item, "where")), str(rule.place)]
            for rank, (rule, item) in enumerate(written, 1)
        ]
        printer.table(["", "RULE", "LABEL", "DOES", "WHERE", "AT"], rows, right=(0,))
    return 0


def _chain(source: str, workspace: Workspace) -> Chain:
    """Find a source by its name or a host of it; raises `RuleError` where one of its files is bad."""
    name = source
    if name not in workspace.names:
        hosts = {host: file.name for file in workspace.files.values() for host in file.hosts}
        name = hosts.get(source.lower().removeprefix("www."), "")
    if not name:
        hint = nearest(source, workspace.names)
        raise UsageError(f"unknown source {source!r}{f'; {hint}' if hint else ''}")
    file = workspace.find(name)
    if file is None:
        sheets = (sheet for sheet in (*workspace.sheets, *workspace.around) if sheet.file and sheet.file.name == name)
        raise RuleError([problem for sheet in sheets for problem in sheet.problems])
    chain = workspace.chain(file)
    if not chain.sound:
        raise RuleError(chain.problems)
    return chain


def _facts(chain: Chain) -> Iterator[tuple[str, str]]:
    """What is said of the whole document: what, its value and where it comes from."""
    own = chain.files[0]
    yield "file", own.place.file
    yield "extends", ", ".join(file.name for file in chain.files[1:])
    yield "hosts", ", ".join(own.hosts)
    yield "fingerprints", ", ".join(f'"{text}"' for text in own.fingerprints)
    for file in chain.files:
        if file.limits:
            most, least = file.limits
            told = f"at most {most:g}% of the characters go, at least {counted(least, 'sentence')} must be left"
            yield "limits", f"{told} ({file.place.file})"
            break
    for file in chain.files:
        if file.html and (selectors := (*file.html.content, *file.html.title)):
            yield "html", f"{'; '.join(selectors)} ({file.place.file})"
            break
    for file in chain.files:
        for name in file.disable:
            yield "off", f"{name} ({file.place.file})"


def _values(chain: Chain, written: list[tuple[Rule, str]]) -> dict[str, Any]:
    own = chain.files[0]
    facts = {"name": own.name, "title": own.display, "files": [file.place.file for file in chain.files]}
    facts |= {"hosts": list(own.hosts), "fingerprints": list(own.fingerprints), "digest": chain.engine().core.digest}
    rules = [
        {
            **{"rule": rule.name, "at": str(rule.place), "action": rule.action, "label": rule.label},
            **{"where": said(item, "where"), "why": rule.why, "text": item},
        }
        for rule, item in written
    ]
    return {**facts, "rules": rules}


def _print_by_file(written: list[tuple[Rule, str]], printer: Printer) -> None:
    """Print a table for each file that rules stand in, narrow enough for a screen of 80 columns."""
    for file, group in groupby(enumerate(written, 1), key=lambda item: item[1][0].place.file):
        rows = []
        for rank, (rule, item) in group:
            does = "; ".join(filter(None, (cut(gist(rule, item)), cut(said(item, "where")))))
            rows.append([str(rank), str(rule.place.line), rule.id, rule.label, does])
        printer.line(file, "bold")
        printer.table(["", "LINE", "RULE", "LABEL", "DOES"], rows, right=(0, 1), breaks=(4,))


def snippet(text: str, line: int) -> str:
    r"""A list item of a YAML text, from the line in which its first or another key stands.

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


def said(item: str, key: str) -> str:
    r"""What a key of a list item says, on one line; nothing where it is not on a line of its own.

    >>> said("- id: a\n  drop:\n    # of b\n    line: [x,\n      y]\n  where: {first: 3}", "drop")
    'line: [x, y]'
    """
    match = re.search(rf"^(?:- |  ){key}: *(.*(?:\n   .*|\n *$)*)", item, re.MULTILINE)
    lines = [line.strip() for line in match[1].split("\n")] if match else []
    text = " ".join(line for line in lines if line and not line.startswith("#"))
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def gist(rule: Rule, item: str) -> str:
    """What a rule does, as it is written."""
    does = said(item, rule.action)
    return f"{rule.action} {does}" if does else " ".join(item.split())
