"""What `make demo` shows: the five seeds before and after, line by line, and which rule took what.

It calls the `cleaner` command as a user would, prints each call, and leaves the clean texts in build/demo.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = "build/demo"
COLORS = {"drop": "31", "meta": "34", "trim": "33", "head": "1", "dim": "2"}
MARKS = {"drop": "-", "meta": "~", "trim": "±"}
#: Lines of a run that are shown at its beginning; the others are counted.
SHOWN = 2
#: Columns for the label and the rule at the end of a line that left.
ASIDE = 44
#: What a shell makes the five documents of, and not their accepted outputs.
SEEDS = "seeds/00?_????????????????.txt"

Line = dict[str, Any]


def main() -> int:
    """Clean the seeds, and show them one after the other."""
    names = sorted(name for name in json.loads((ROOT / "seeds/labels.json").read_text("utf-8")) if name[0] != "_")
    seeds = [f"seeds/{name}" for name in names]
    marks = "Lines with - leave the text, with ~ become metadata, with ± lose a part; the rest stays."
    print(paint("head", f"Five real news pages. {marks}\n"))
    shutil.rmtree(ROOT / OUT, ignore_errors=True)
    (ROOT / OUT).mkdir(parents=True)
    run("clean", *seeds, "--output", OUT, "--removed", f"{OUT}/removed.jsonl")
    explained = run("explain", "--format", "json", *seeds).splitlines()
    documents = [json.loads(line) for line in explained]
    print()
    for number, (path, document) in enumerate(zip(seeds, documents, strict=True), 1):
        show(f"{number}/{len(seeds)}  {path}", document)
    print(paint("head", "All five"))
    for path, document in zip(seeds, documents, strict=True):
        print(f"   {path}  {document['source']:18}{share(document)}")
    print(f"\nThe clean texts are in {OUT}, all that went in {OUT}/removed.jsonl. Try it on a file of yours:")
    print(paint("dim", "   .venv/bin/cleaner < page.txt        .venv/bin/cleaner explain page.txt"))
    return 0


def run(*arguments: str) -> str:
    """Call the command, and say so."""
    words = [SEEDS if word.startswith("seeds/") else word for word in arguments]
    print(paint("dim", "$ cleaner " + " ".join(word for word, _ in groupby(words))))
    command = Path(sys.executable).with_name("cleaner")
    done = subprocess.run([command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return done.stdout


def show(heading: str, document: dict[str, Any]) -> None:
    """Show one document: what it was taken for, its lines, and what went."""
    print(paint("head", heading))
    print(f"   source: {document['source'] or 'not known'} ({document['evidence'] or 'general rules only'})\n")
    for (fate, _), group in groupby(document["lines"], key=lambda line: (fate_of(line), line["rule"])):
        lines = list(group)
        for line in lines if len(lines) <= SHOWN + 1 else lines[:SHOWN]:
            print(row(fate, line))
        if len(lines) > SHOWN + 1:
            verb = "stay" if fate == "keep" else "go with them"
            print(paint("dim", f"        … {len(lines) - SHOWN} more lines {verb}"))
    print()
    summary(document)
    print()


def fate_of(line: Line) -> str:
    """Tell what becomes of a line; one that was only repaired stays."""
    return line["fate"] if line["fate"] in MARKS else "keep"


def row(fate: str, line: Line) -> str:
    """Give a line with its mark in front, and the label and rule of one that left behind it."""
    width = max(shutil.get_terminal_size((140, 24)).columns - 6, 80)
    if fate == "keep":
        return f"      {clip(line['text'], width)}"
    text = f"{line['text']}  →  {line['kept']}" if line["kept"] else line["text"]
    aside = f"{line['label'] or 'trim'} · {line['rule'].rpartition('#')[2]}"
    room = width - ASIDE
    return paint(fate, f"   {MARKS[fate]}  {clip(text, room):{room}}  {clip(aside, ASIDE - 2)}")


def summary(document: dict[str, Any]) -> None:
    """Count what went, by label and rule."""
    went = [line for line in document["lines"] if fate_of(line) != "keep"]
    labels = Counter(line["label"] or "trimmed" for line in went)
    for label, number in labels.most_common():
        rules = Counter(line["rule"] for line in went if (line["label"] or "trimmed") == label)
        print(f"   {label:12}{number:4}  " + ", ".join(f"{rule} {count}" for rule, count in rules.most_common()))
    for label, value in document["meta"].items():
        print(f"   {label:>12} = {clip(value.replace(chr(10), ' · '), 100)}")
    print(f"   {share(document)}")


def share(document: dict[str, Any]) -> str:
    """Say how much of the document was not the article."""
    before = sum(len(line["text"]) for line in document["lines"])
    left = [line["kept"] or line["text"] for line in document["lines"] if fate_of(line) in ("keep", "trim")]
    after = sum(map(len, left))
    gone = 100 * (before - after) / before
    return f"{len(document['lines']):3} lines → {len(left):2}, {gone:4.1f}% of the characters gone"


def clip(text: str, width: int) -> str:
    """Cut a text to a width."""
    return text if len(text) <= width else text[: width - 1] + "…"


def paint(kind: str, text: str) -> str:
    """Colour a text where a terminal shows it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{COLORS[kind]}m{text}\x1b[0m"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
