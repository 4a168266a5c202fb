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


def _rules(count: int) -> str:
    made = (f"  - {{id: r{n}, label: menu, drop: {{line: [Mục {n}], max_words: 9}}}}\n" for n in range(count))
    return "source: bao.test\nrules:\n" + "".join(made)


def growth() -> list[Row]:
    """Measure each at two sizes; the ratio is that of the time for one unit."""
    blocks = ("Tin liên quan\n" + "Một tin khác\n" * 3 + PROSE + "\n").__mul__
    prose = (PROSE + "\n") * 3000
    cases: list[tuple[str, str, Callable[[int], str], tuple[int, int]]] = [
        ("one line, MB", "", lambda size: PROSE * (size * 1_000_000 // len(PROSE.encode())), (5, 50)),
        ("empty lines", "", lambda count: "\n" * count, (1_000_000, 10_000_000)),
        ("equal lines", "", lambda count: (PROSE + "\n") * count, (10_000, 100_000)),
        ("equal short lines", "", lambda count: "Xem thêm nữa\n" * count, (10_000, 100_000)),
        ("a block opened and not closed", BLOCK, blocks, (1_000, 10_000)),
    ]
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for title, rules, text, sizes in cases:
            per = [_seconds(_cleaner(rules, made), text(size)) / size for size in sizes]
            rows.append(_row(title, sizes, per))
        per = [_seconds(_cleaner(_rules(count), made), prose) for count in (10, 1000)]
        rows.append(_row("rules, the same text", (10, 1000), per))
    return rows


def _row(title: str, sizes: tuple[int, int], per: list[float]) -> Row:
    small, large = (f"{one * 1e6:.2f} µs" for one in per)
    return Row(f"growth, {title}: {sizes[1]:,}", f"{large} each", f"{sizes[0]:,}: {small}", f"{per[1] / per[0]:.2f} ×")


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
