"""Growth: the time for one unit must not depend on how many there are."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed.measure import Row
from cleaner import Cleaner

if TYPE_CHECKING:
    from collections.abc import Callable

PROSE = "Sáng nay, hai bên gặp nhau ở Hà Nội và trao đổi về nhiều vấn đề của năm tới. "
BLOCK = """source: bao.test
rules:
  - {id: box, label: related, drop: {from: {line: [Tin liên quan]}, until: {line: [Hết]}, max: 40}}
"""


#: What the rules of the file are found by, in turn.
WORDS = (
    "line: [Mục {}]",
    "starts: [Mục {} của]",
    "has: [của mục {}]",
    "like: 'Mục {}, {{date}}'",
    r"regex: ['^Mục {} \d+$']",
)


def _rules(count: int) -> str:
    words = (WORDS[n % len(WORDS)].format(n) for n in range(count))
    made = (f"  - {{id: r{n}, label: menu, drop: {{{word}, words: ..9}}}}\n" for n, word in enumerate(words))
    return "source: bao.test\nrules:\n" + "".join(made)


def growth() -> list[Row]:
    """Measure each at two sizes; the ratio is that of the time for one unit, so 1 is linear."""
    shut = ("Tin liên quan\n" + "Một tin khác\n" * 3 + "Hết\n" + PROSE + "\n").__mul__
    open_ = ("Tin liên quan\n" + "Một tin khác\n" * 3 + PROSE + "\n").__mul__
    cases: list[tuple[str, str, Callable[[int], str], tuple[int, int]]] = [
        ("one line of {:,} MB", "", lambda size: PROSE * (size * 1_000_000 // len(PROSE.encode())), (5, 50)),
        ("{:,} empty lines", "", lambda count: "\n" * count, (1_000_000, 10_000_000)),
        ("{:,} equal lines", "", lambda count: (PROSE + "\n") * count, (10_000, 100_000)),
        ("{:,} equal short lines", "", lambda count: "Xem thêm nữa\n" * count, (10_000, 100_000)),
        ("a block opened {:,} times and closed", BLOCK, shut, (1_000, 10_000)),
        ("a block opened {:,} times, never closed", BLOCK, open_, (1_000, 10_000)),
    ]
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for title, rules, text, sizes in cases:
            small, large = (_seconds(_cleaner(rules, made), text(size)) for size in sizes)
            rows.append(_row(title, sizes, small, large, large / small * sizes[0] / sizes[1]))
        mixed = "".join(f"{PROSE}\nXem thêm {n} tin\n" for n in range(3000))
        few, many = (_seconds(_cleaner(_rules(count), made), mixed) for count in (10, 1000))
        rows.append(_row("{:,} rules on one text", (10, 1000), few, many, many / few))
    return rows


def _row(title: str, sizes: tuple[int, int], small: float, large: float, ratio: float) -> Row:
    """Show the whole time of both; the ratio is by unit, but for rules, whose number should not matter at all."""
    first, second = (title.format(size) for size in sizes)
    return Row(f"growth, {second}", f"{large * 1e3:.0f} ms", f"{first}: {small * 1e3:.1f} ms", f"{ratio:.2f} ×")


def _cleaner(rules: str, folder: str) -> Cleaner:
    if not rules:
        return Cleaner(source="vi/news")
    path = Path(folder, "bao.test.yaml")
    path.write_text(rules, "utf-8")
    return Cleaner([path], source="bao.test")


def _seconds(cleaner: Cleaner, text: str) -> float:
    cleaner.clean(text[:2000])
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        cleaner.clean(text)
        best = min(best, time.process_time() - start)
    return best
