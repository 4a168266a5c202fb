"""Plain text: beside grep, ftfy, plsfix and the memory copy; in one process and as a command."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.material import Page, literals, many
from benchmarks.speed.measure import CLEANER, Row, calls, command, commands, shell
from cleaner import Cleaner
from cleaner.text import repair

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 8_000_000
FOR_FTFY = 400_000
TWENTY = 20
_ROUND = 1_000_000  # a number for each article of a round: a line that was seen in the last one is remembered


def library(some: list[Page], rounds: int) -> list[Row]:
    """Clean documents of all sources in one process."""
    import ftfy

    of_rounds = [list(many(some, SIZE, _ROUND * number)) for number in range(1, rounds + 1)]
    fresh = iter(of_rounds)
    pages = list(many(some, SIZE))
    few = list(many(some, FOR_FTFY))
    cleaner = Cleaner()
    for page in few:  # rule files are read once a process
        cleaner.clean(page.text, url=page.url)
    named: dict[str, Callable[[], object]] = {
        "cleaner": lambda: [cleaner.clean(page.text, url=page.url) for page in next(fresh)],
        "Unicode repair alone": lambda: [repair(page.text) for page in pages],
        "encode + decode": lambda: [page.text.encode().decode() for page in pages],
        "ftfy.fix_text": lambda: [ftfy.fix_text(page.text) for page in few],
    }
    try:
        import plsfix

        named["plsfix"] = lambda: [plsfix.fix_text(page.text) for page in pages]
    except ImportError:
        pass
    cleaned = dict.fromkeys(named, pages) | {"cleaner": of_rounds[0], "ftfy.fix_text": few}
    sizes = {name: sum(len(page.text.encode()) for page in these) for name, these in cleaned.items()}
    speed = {name: sizes[name] / cpu / 1e6 for name, cpu in calls(named, rounds).items()}
    rows = [Row("library, text", f"{speed['cleaner']:.1f} MB/s", "", "")]
    rows += [_beside(name, speed["cleaner"], speed[name]) for name in named if name != "cleaner"]
    return rows


def _beside(name: str, mine: float, other: float) -> Row:
    return Row("", "", f"{name}: {other:.1f} MB/s", f"{mine / other:.2f} ×")


def as_command(some: list[Page], rounds: int) -> list[Row]:
    """Clean one large text, as grep would, and a folder of documents."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        large, words, twenty, documents = (folder / name for name in ("large.txt", "literals", "twenty", "pages"))
        pages = list(many(some, SIZE))
        large.write_text("\n".join(page.text for page in pages), "utf-8")
        known = literals()
        words.write_text("".join(f"{one}\n" for one in known), "utf-8")
        twenty.write_text("".join(f"{one}\n" for one in known[:: len(known) // TWENTY][:TWENTY]), "utf-8")
        for number, page in enumerate(pages):
            path = documents / (page.url.split("/")[2] if page.url else "none") / f"{number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, "utf-8")
        runs: dict[str, Any] = {
            "folder": lambda: command([CLEANER, "clean", str(documents), "-t", "jsonl", "-q"]),
            "one": lambda: command([CLEANER, "-q"], stdin=large),
            f"grep -vFf, {len(known)} literals": lambda: shell(f"grep -vFf {words} {large} | cat > /dev/null"),
            f"grep -vFf, {TWENTY} literals": lambda: shell(f"grep -vFf {twenty} {large} | cat > /dev/null"),
        }
        found = commands(runs, rounds)
        size = large.stat().st_size / 1e6
        for name, title in (("folder", "command, a folder"), ("one", "command, one large text")):
            mine = found[name].cpu
            rows += [
                Row(title, f"{size / mine:.1f} MB/s", f"{grep}: {size / cost.cpu:.1f} MB/s", f"{cost.cpu / mine:.2f} ×")
                for grep, cost in found.items()
                if grep.startswith("grep")
            ]
    return rows
