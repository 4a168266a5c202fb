#!/usr/bin/env python
"""Writes the generated parts of the documentation: `python docs/generate.py`, or with --check only looks.

Pages written by hand have marked places, ``<!-- generated: NAME -->`` to ``<!-- end generated -->``; what stands
between is made from the program. Pages about codes are made as a whole.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # beside this file: manual, picture, schema

from manual import manual, value_of
from picture import picture
from schema import LINE_KINDS, SLOTS, TABLES, schema_text

from cleaner.authoring.lint import CODES
from cleaner.authoring.workspace import Workspace
from cleaner.cli.app import examples
from cleaner.cli.rules_check import page
from cleaner.model import FLAGS
from cleaner.settings import BOILERPLATE, MEANINGS, META, PARTS

DOCS = Path(__file__).parent
RULES = DOCS.parent / "rules"
PLACE = re.compile(r"(<!-- generated: ([^>]*?) -->\n)(.*?)(<!-- end generated -->)", re.S)

KINDS = {
    "str": "text",
    "strs": "text, or a list of texts",
    "texts": "text, or a list of texts",
    "lists": "texts by name",
    "range": "range, such as `5..34`",
    "kinds": "kind, or a list of kinds",
    "patterns": "pattern, or a list of patterns",
    "matchers": "matcher, or a list of matchers",
    "lines": "marked lines, behind `|`",
    "id": "kebab-case",
    "int": "number",
    "bool": "`true` or `false`",
    "percent": "share, such as `97%`",
    "amount": "number of lines, or share",
    "label": "label",
    "same_as": "`previous`, `title` or `any`",
    "count": "number from 1",
    "shapes": "matcher, block or sequence, or a list of them",
    "until": "matcher, or `end`",
    "anchor": "matcher, `title`, `body-start` or `body-end`",
}

SLOT_EXAMPLES = {
    "title": "the document's title",
    "date": "`13/01/2025`, `13-1-25`, `2025-01-13`, `13 tháng 1, 2025`, `Thứ hai, 13/01/2025`",
    "time": "`11:26`, `11h26`, `11 giờ 26`, `9:05 PM`",
    "n": "`12`, `1.204`, `3,5k`",
    "url": "`https://tin.example.vn/a.html`, `www.example.vn`",
    "host": "`tin.example.vn`",
    "words": "one word or more",
}


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Lay out a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)


def fields(name: str) -> str:
    """Describe the keys of one mapping of the rule language."""
    rows = []
    for key, field in TABLES[name].items():
        kind = KINDS.get(field.kind, "")
        if field.kind.startswith("list:"):
            kind = f"list of {field.kind[5:]}s"
        if field.kind.startswith("several:"):
            kind = f"{field.kind[8:]}, or a list of them"
        doc = (
            field.doc
            + (" Required." if field.required else "")
            + (f" Default: {field.default}." if field.default else "")
        )
        rows.append([f"`{key}`", kind or f"{field.kind}", doc])
    return table(["key", "value", "meaning"], rows)


def labels() -> str:
    """Describe the labels and what becomes of each."""
    kinds = (
        (BOILERPLATE, "leaves the text"),
        (META, "leaves the text, kept in the record's `meta`"),
        (PARTS, "stays"),
    )
    rows = [[f"`{label}`", default, MEANINGS[label]] for names, default in kinds for label in names]
    return table(["label", "by default", "what it is"], rows)


def slots() -> str:
    """Describe the slots of templates; one without an example is a mistake."""
    return table(["slot", "stands for"], [[f"`{{{slot}}}`", SLOT_EXAMPLES[slot]] for slot in SLOTS])


def kinds() -> str:
    """Describe what `is` and `not` can say of a line."""
    return table(["kind", "a line that is"], [[f"`{kind}`", text] for kind, text in LINE_KINDS.items()])


def sources(package: bool) -> str:
    """Describe the rule files."""
    workspace = Workspace()
    rows = []
    for file in sorted((sheet.sound for sheet in workspace.sheets if sheet.sound), key=lambda file: file.name):
        if file.package is package:
            link = f"[{file.name}](../{file.place.file})"
            found = [] if package else [", ".join(file.hosts), str(len(file.fingerprints))]
            html = "yes" if file.html else ""
            extends = " ".join(file.extends)
            rows.append([link, file.display, *found, extends, str(len(file.rules)), str(len(file.tests)), html])
    heads = ["package" if package else "source", "name", *([] if package else ["hosts", "fingerprints"])]
    return table([*heads, "extends", "rules", "tests", "HTML"], rows)


def command(found: Any, path: str) -> str:
    """Describe a command and those below it, from what its help is made of."""
    inner = getattr(found, "commands", {})
    text = f"{'#' * (path.count(' ') + 1)} `{path}`\n\n{prose(found.help or '')}\n\n"
    arguments = [one for one in found.params if one.param_type_name == "argument"]
    if not inner:
        usage = " ".join([path, "[OPTIONS]", *(one.metavar or one.name.upper() for one in arguments)])
        text += f"```\n{usage}\n```\n\n"
    rows = [[f"`{one.metavar or one.name.upper()}`", prose(one.help or "")] for one in arguments]
    rows += [option(one) for one in found.params if one.param_type_name == "option" and not one.hidden]
    rows = [row for row in rows if row[0] != "`-h`, `--help`"]
    text += table(["argument or option", "what it does"], rows) + "\n" if rows else ""
    lines = examples().get(path.removeprefix("cleaner "), ())
    width = max((len(line) for line, _ in lines), default=0)
    text += "".join(["```\n", *(f"{line:{width}}  # {what}\n" for line, what in lines), "```\n\n"]) if lines else ""
    return text + "".join(command(one, f"{path} {name}") for name, one in inner.items())


def option(one: Any) -> list[str]:
    """Describe an option: its names with the value's, and what it does."""
    value = value_of(one)
    names = ", ".join(
        f"`{name} {value}`" if value and name.startswith("--") else f"`{name}`"
        for name in (*one.opts, *one.secondary_opts)
    )
    shown = isinstance(one.default, (str, int)) and not isinstance(one.default, bool) and one.default != ""
    told = prose(one.help or "") + (f" Default: `{one.default}`." if shown else "")
    return [names, told]


def prose(text: str) -> str:
    """Turn the help's markup into Markdown."""
    return re.sub(r"\[/?bold\]", "`", text).strip()


def commands() -> str:
    """Describe the whole command line."""
    root = _root()
    return "".join(command(one, f"cleaner {name}") for name, one in root.commands.items())  # type: ignore[attr-defined]


def _root() -> Any:
    """The tree of commands."""
    import typer

    from cleaner.cli.app import app, load_rules

    load_rules()
    return typer.main.get_command(app)


def part(name: str) -> str:
    """What belongs between two marks."""
    if name.startswith("table "):
        return "\n" + fields(name.removeprefix("table ")) + "\n"
    made = {
        "labels": labels,
        "slots": slots,
        "kinds": kinds,
        "flags": lambda: table(["flag", "says of a document"], [[f"`{flag}`", told] for flag, told in FLAGS.items()]),
        "commands": commands,
        "sources": lambda: sources(package=False),
        "packages": lambda: sources(package=True),
    }[name]
    return "\n" + made().rstrip("\n") + "\n\n"


def pages() -> dict[Path, str]:
    """Every page with its generated parts as they should be, and every file that is made as a whole."""
    found = {}
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text("utf-8")
        if PLACE.search(text):
            found[path] = PLACE.sub(lambda match: match[1] + part(match[2]) + match[4], text)
    index = table(
        ["code", "", "means"], [[f"[{one.code}]({one.code}.md)", one.severity, one.title] for one in CODES.values()]
    )
    intro = (
        "What `cleaner rules lint` reports. Errors stop every run that needs the file; warnings are about sense.\n\n"
    )
    found[DOCS / "codes" / "README.md"] = f"# Codes\n\n{intro}{index}"
    found |= {DOCS / "codes" / f"{one.code}.md": page(one) for one in CODES.values()}
    found[DOCS / "cleaner.svg"] = picture()
    found[DOCS / "cleaner.1"] = manual(_root())
    found[RULES / "schema" / "source.schema.json"] = schema_text()
    return found


def stale() -> list[Path]:
    """The files that say something else than they should."""
    return [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]


def main() -> int:
    """Write what differs, or only list what is stale."""
    check = "--check" in sys.argv[1:]
    found, wrong = pages(), stale()
    for path in wrong:
        print(f"{path.relative_to(DOCS.parent)}: {'stale' if check else 'written'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found[path], "utf-8")
    return int(check and bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
