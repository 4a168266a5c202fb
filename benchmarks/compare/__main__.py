"""Says whether two builds of cleaner clean alike, or every difference.

    python -m benchmarks.compare old/bin/python new/bin/python FOLDER --mutants 1000

The documents are those of the folder (`*.txt`, `*.html`) and mutants of them. Both builds clean each with its address,
without, and by the generic rules alone; texts, removals with their owners, repairs, metadata, titles, flags and notes
are compared. Exit status 1 says that something differs.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PROBE = Path(__file__).with_name("probe.py")
Given = dict[str, str]


def main() -> int:
    """Compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__.split("\n")[0])
    parser.add_argument("old", help="the Python of an environment with the one build")
    parser.add_argument("new", help="that of the other")
    parser.add_argument("folder", type=Path, help="texts and pages; addresses as for `benchmarks.quality`")
    parser.add_argument("--mutants", type=int, default=0, help="how many mutants of them (default: none)")
    given = parser.parse_args()
    whole = documents(given.folder)
    if not whole:
        raise SystemExit(f"{given.folder}: no *.txt and no *.html in it")
    results = differing = 0
    for old, new in both(given.old, given.new, whole + [mutant(whole, seed) for seed in range(given.mutants)]):
        found = differences(old, new)
        results += 1
        differing += bool(found)
        if found:
            print(f"{new['document']} ({new['way']})", *found, sep="\n  ", flush=True)
    print(f"{results:,} results of {len(whole) + given.mutants:,} documents, {differing:,} differ")
    return int(differing > 0)


def documents(folder: Path) -> list[Given]:
    """Read the documents of a folder, with addresses from URLS.tsv, else from the names of folders."""
    table = next((one for one in (folder / "URLS.tsv", folder.parent / "URLS.tsv") if one.is_file()), None)
    lines = table.read_text("utf-8").splitlines() if table else []
    urls = dict(line.split("\t")[:2] for line in lines if "\t" in line)
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".html")):
        name, host = path.relative_to(folder).as_posix(), path.parent.name
        url = urls.get(name) or (f"https://{host}/a" if "." in host else "")
        text = path.read_text("utf-8", errors="replace")
        is_page = path.suffix == ".html"
        found.append({"name": name, "url": url, "text": "" if is_page else text, "html": text if is_page else ""})
    return found


def mutant(whole: list[Given], seed: int) -> Given:
    """Change a document at one to five places; the same seed makes the same one."""
    chance = random.Random(seed)
    base, other = chance.choice(whole), chance.choice(whole)
    kind, joint = ("html", "") if base["html"] else ("text", "\n")
    pieces, others = _pieces(base), _pieces(other)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(pieces))
        before, piece, after = pieces[:at], pieces[at], pieces[at + 1 :]
        changed = (
            [*before, *after],
            [*before, piece, piece, *after],
            [*before, chance.choice(others), piece, *after],
            [piece, *after, *before],
            [*before, piece],
            [*before[:-1], " ".join((*before[-1:], piece)), *after],
            [*before, *piece.partition(". "), *after],
            [*before, piece[: len(piece) // 2], *after],
            [*before, piece.upper(), *after],
            [*before, unicodedata.normalize("NFD", piece), *after],
        )
        pieces = chance.choice(changed) or [""]
    return {**base, "name": f"{base['name']}, mutant {seed}", kind: joint.join(pieces)}


def _pieces(given: Given) -> list[str]:
    return re.split("(?=<)", given["html"]) if given["html"] else given["text"].split("\n")


def both(old: str, new: str, given: list[Given]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Have the documents cleaned by both at the same time."""
    with tempfile.TemporaryDirectory() as made:
        file = Path(made, "documents.jsonl")
        file.write_text("".join(json.dumps(one) + "\n" for one in given), "ascii")
        runs = [
            subprocess.Popen([python, "-I", PROBE, file], stdout=subprocess.PIPE, encoding="ascii")
            for python in (old, new)
        ]
        for lines in zip_longest(*(run.stdout or () for run in runs)):
            if None in lines:
                raise SystemExit("one of the two ended before the other")
            yield json.loads(lines[0]), json.loads(lines[1])
        if any(run.wait() for run in runs):
            raise SystemExit("one of the two broke off")


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Tell how two results of one document differ, a line for each thing that only one of them has."""
    found = []
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            rows = [list(map(str, _rows(one.get(name)))) for one in (old, new)]
            told = list(difflib.unified_diff(*rows, n=0, lineterm=""))[2:]
            found += [f"{name} {row}" for row in told if not row.startswith("@@")]
    return found


def _rows(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.items())
    return value if isinstance(value, list) else str(value).split("\n")


if __name__ == "__main__":
    sys.exit(main())
