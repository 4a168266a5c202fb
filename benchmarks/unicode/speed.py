"""How fast cleaner, ftfy and plsfix are on clean and damaged Vietnamese, in one process, in one run.

    python benchmarks/unicode/speed.py

Each is timed in turn, the best of several rounds taken; read the ratios, since seconds are the machine's. MB are of
UTF-8. plsfix, a port of ftfy in Rust, is left out where it is not installed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import ftfy

sys.path.insert(0, str(Path(__file__).parent))
from damage import REPAIRABLE
from quality import by_ftfy, texts

from cleaner.text import repair

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 2_000_000
ROUNDS = 5


def samples() -> dict[str, str]:
    """The four texts: the lines of the seeds, varied by a counter, and three kinds of damage."""
    lines = [line for text in texts()[:-1] for line in text.split("\n") if line]
    clean: list[str] = []
    size = number = 0
    while size < SIZE:
        line = f"{lines[number % len(lines)]} {number}"
        clean.append(line)
        size += len(line.encode())
        number += 1
    some = clean[: len(clean) // 8]  # ftfy is slow on damage
    bad = REPAIRABLE["UTF-8 read as Windows-1252"]
    mixed = [bad(line) if number % 20 == 0 else line for number, line in enumerate(some)]
    return {
        "clean news": "\n".join(clean),
        "NFD": REPAIRABLE["NFD"]("\n".join(some)),
        "mojibake": bad("\n".join(some)),
        "mixed (1 line of 20 mojibake)": "\n".join(mixed),
    }


def speed(run: Callable[[str], object], text: str) -> float:
    """The MB of UTF-8 a second that a function takes in, the best of a few rounds."""
    best = float("inf")
    data = text.encode()
    for _ in range(ROUNDS):
        fresh = data.decode()  # a text that was read before keeps its UTF-8
        start = time.process_time()
        run(fresh)
        best = min(best, time.process_time() - start)
        if best > 4:
            break
    return len(data) / best / 1e6


def main() -> None:
    """Print the table, as Markdown."""
    tools: dict[str, Callable[[str], object]] = {"ftfy": by_ftfy, "cleaner": repair}
    try:
        import plsfix
    except ImportError:
        print("plsfix is not installed", file=sys.stderr)
    else:
        tools["plsfix"] = plsfix.fix_text
    tools["decode + encode"] = lambda text: text.encode().decode()
    print(f"ftfy {ftfy.__version__}, Python {sys.version.split()[0]}\n")
    print("| text | " + " | ".join(f"{name} MB/s" for name in tools) + " | cleaner / ftfy |")
    print("|---|" + "--:|" * (len(tools) + 1))
    for kind, text in samples().items():
        found = {name: speed(run, text) for name, run in tools.items()}
        cells = " | ".join(f"{value:.1f}" for value in found.values())
        print(f"| {kind} | {cells} | {found['cleaner'] / found['ftfy']:.1f} × |")


if __name__ == "__main__":
    main()
