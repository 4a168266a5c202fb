"""Runs all extractors over the same pages and prints one table.

python -m benchmarks.html
python -m benchmarks.html --data FOLDER --rounds 5
python -m benchmarks.html --set SET.jsonl.xz SET.jsonl.xz
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
import warnings
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from benchmarks.html import sets
from benchmarks.html.pages import Page, pages
from benchmarks.html.peers import Peer, peers

SEEDS = Path(__file__).parents[2] / "seeds"


class Figures(NamedTuple):
    """Means over the pages, in percent, the worst page, and pages a second."""

    precision: float
    recall: float
    f1: float
    worst: float
    speed: float


def score(page: Page, text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 in words, by their longest common subsequence.

    >>> score(Page("a", "", b"", "một hai", "một hai ba"), "không một hai ba")
    (0.75, 1.0, 0.8571428571428571)
    """
    got, wanted, allowed = sets.words(text), sets.words(page.wanted), sets.words(page.allowed)
    precision = LCSseq.similarity(got, allowed) / max(1, len(got))
    recall = LCSseq.similarity(got, wanted) / max(1, len(wanted))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def measure(some: list[Page], all_of: list[Peer], rounds: int) -> dict[str, Figures]:
    """Let each extractor read all pages, in turn, one round after the other; of the CPU times the median."""
    scores = {peer.name: [score(page, peer.extract(page.html, page.url).text) for page in some] for peer in all_of}
    times: dict[str, list[float]] = {peer.name: [] for peer in all_of}
    for _ in range(rounds):
        for peer in all_of:
            times[peer.name].append(_seconds(peer, some))
    found = {}
    for name, rows in scores.items():
        means = (100 * statistics.mean(column) for column in zip(*rows, strict=True))
        found[name] = Figures(*means, 100 * min(one[2] for one in rows), len(some) / statistics.median(times[name]))
    return found


def _seconds(peer: Peer, some: list[Page]) -> float:
    gc.collect()  # nobody pays for what the one before left behind
    start = time.process_time()
    for page in some:
        peer.extract(page.html, page.url)
    return time.process_time() - start


def table(found: dict[str, Figures]) -> str:
    """Write the table; speed also as a multiple of trafilatura's."""
    base = next((one.speed for name, one in found.items() if name.startswith("trafilatura")), 0.0)
    rows = ["| | P | R | F1 | worst F1 | pages/s | × trafilatura |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, one in found.items():
        times = f"{one.speed / base:.1f} ×" if base else ""
        figures = " | ".join(f"{value:.1f}" for value in one[:4])
        rows.append(f"| {name} | {figures} | {one.speed:.0f} | {times} |")
    return "\n".join(rows)


def _of_set(path: Path) -> str:
    """Score everybody on a set."""
    known = sets.read(path)
    return f"{path.name}: {len(known)} pages\n\n{sets.table(sets.measure(known, list(peers())))}\n"


def main(argv: list[str] | None = None) -> None:
    """Read the command line and run."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.html", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--data", type=Path, help="a folder of labelled pages HOST/NNN.html (default: pages of the seeds)"
    )
    parser.add_argument("--set", type=Path, nargs="+", default=[], help="public sets of pages with known articles")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed (default: 3)")
    parser.add_argument("--json", action="store_true", help="print the figures for programs")
    options = parser.parse_args(argv)
    if options.set:
        for path in options.set:
            print(_of_set(path))
        return
    some = pages(options.data or SEEDS, made=options.data is None)
    found = measure(some, peers(), options.rounds)
    size = sum(len(page.html) for page in some) / 1e6
    print(json.dumps({name: one._asdict() for name, one in found.items()}) if options.json else table(found))
    if not options.json:
        print(f"\n{len(some)} pages, {size:.1f} MB")


if __name__ == "__main__":
    main()
