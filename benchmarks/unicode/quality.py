"""How much of damaged Vietnamese comes back: character error rates before, after ftfy, after cleaner.

    python benchmarks/unicode/quality.py            # the table of docs/unicode.md

The texts are the seeds and own.txt, line by line the same in every run; there is no chance in it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import ftfy
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).parent))
from damage import BEYOND, REPAIRABLE

from cleaner.text import repair

ROOT = Path(__file__).resolve().parents[2]


def texts() -> list[str]:
    """The clean texts: every line of the seeds and of own.txt, as cleaner leaves them."""
    seeds = (path for path in sorted((ROOT / "seeds").glob("*_*.txt")) if "." not in path.stem)
    paths = [*seeds, Path(__file__).with_name("own.txt")]
    return [repair(path.read_text(encoding="utf-8")).text for path in paths]


def error_rate(found: list[str], wanted: list[str]) -> float:
    """The edits per hundred characters."""
    edits = sum(Levenshtein.distance(one, other) for one, other in zip(found, wanted, strict=True))
    return 100 * edits / sum(map(len, wanted))


def by_ftfy(text: str) -> str:
    """Run ftfy as its documentation advises, quotes kept curly."""
    return ftfy.fix_text(text, uncurl_quotes=False)


def row(kind: str, wanted: list[str]) -> tuple[str, float, float, float, int]:
    """Measure one kind of damage."""
    dirty = [(REPAIRABLE | BEYOND)[kind](text) for text in wanted]
    cleaned = [repair(text) for text in dirty]
    flagged = sum(any(flag.startswith("residual-damage") for flag in one.flags) for one in cleaned)
    return (
        kind,
        error_rate(dirty, wanted),
        error_rate([by_ftfy(text) for text in dirty], wanted),
        error_rate([one.text for one in cleaned], wanted),
        flagged,
    )


def main() -> None:
    """Print the table, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", help="one kind of damage only, with what stays wrong")
    chosen = parser.parse_args().kind
    wanted = texts()
    print("| damage | CER before | after ftfy | after cleaner | flagged |")
    print("|---|--:|--:|--:|--:|")
    for kind in REPAIRABLE | BEYOND:
        if chosen in (None, kind):
            name, before, theirs, ours, flagged = row(kind, wanted)
            print(f"| {name} | {before:.1f} % | {theirs:.2f} % | {ours:.2f} % | {flagged} of {len(wanted)} |")
    if chosen:
        show(chosen, wanted)


def show(kind: str, wanted: list[str]) -> None:
    """Print the lines that stay wrong."""
    for text in wanted:
        damaged = (REPAIRABLE | BEYOND)[kind](text)
        for right, dirty, found in zip(
            text.split("\n"), damaged.split("\n"), repair(damaged).text.split("\n"), strict=False
        ):
            if right != found:
                print(f"- {dirty}\n< {found}\n> {right}\n")


if __name__ == "__main__":
    main()
