"""JSON lines: beside the libraries that only read and write them, with two processes, and in how much memory.

And in one process beside what people run over such records otherwise: plsfix, and the line filter of C4.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.material import Page, many, record
from benchmarks.speed.measure import CLEANER, Row, calls, command, commands, peak
from cleaner import Cleaner
from cleaner.formats.base import LIMITS
from cleaner.formats.json_formats import JsonLines
from cleaner.runs.options import Options
from cleaner.runs.worker import Place, Task, Worker

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 20_000_000
LARGE = 100_000_000  # for two processes, so that start-up does not count
LIBRARY = 8_000_000
ORJSON = (
    "import orjson,sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(orjson.dumps(orjson.loads(line))+b'\\n')"
)
MSGSPEC = (
    "import msgspec,sys\nread,write=msgspec.json.Decoder().decode,msgspec.json.Encoder().encode\n"
    "for line in sys.stdin.buffer: sys.stdout.buffer.write(write(read(line))+b'\\n')"
)
UNZIPPED = (
    "import gzip,sys\nwith gzip.open(sys.argv[1]) as lines, gzip.open(sys.argv[2],'wb') as out:\n"
    " for line in lines: out.write(line)"
)


def records(some: list[Page], rounds: int) -> list[Row]:
    """Clean a file of records."""
    with tempfile.TemporaryDirectory() as made:
        plain, zipped, out = (Path(made, name) for name in ("a.jsonl", "a.jsonl.gz", "out.jsonl"))
        plain.write_bytes(b"".join(record(page, number) for number, page in enumerate(many(some, SIZE))))
        zipped.write_bytes(gzip.compress(plain.read_bytes(), 6))
        size = plain.stat().st_size / 1e6
        clean = [CLEANER, "clean", "-q", "-j", "1", "-o", str(out)]
        python = [sys.executable, "-c"]
        found = commands(
            {
                "cleaner": lambda: command([*clean, str(plain)]),
                "bare": lambda: command([*clean, "--no-source", str(plain)]),
                "orjson": lambda: command([*python, ORJSON], plain, out),
                "msgspec": lambda: command([*python, MSGSPEC], plain, out),
                "gz": lambda: command([*clean[:-1], f"{out}.gz", str(zipped)]),
                "gzip": lambda: command([*python, UNZIPPED, str(zipped), f"{out}.gz"]),
            },
            rounds,
        )
    speed = {name: size / cost.cpu for name, cost in found.items()}
    rows = [
        Row(f"JSONL{' without rules' * (mine == 'bare')}", f"{speed[mine]:.1f} MB/s", f"{name}: {speed[name]:.0f} MB/s",
            f"{speed[mine] / speed[name]:.2f} ×")
        for mine in ("cleaner", "bare")
        for name in ("orjson", "msgspec")
    ]  # fmt: skip
    rows.append(Row("JSONL.gz", f"{speed['gz']:.1f} MB/s", f"gzip module alone: {speed['gzip']:.0f} MB/s",
                    f"{speed['gz'] / speed['gzip']:.2f} ×"))  # fmt: skip
    return rows


def jobs(some: list[Page], rounds: int) -> list[Row]:
    """Clean a large file of records in one process and in two."""
    with tempfile.TemporaryDirectory() as made:
        plain, out = Path(made, "a.jsonl"), Path(made, "out.jsonl")
        with plain.open("wb") as stream:
            stream.writelines(record(page, number) for number, page in enumerate(many(some, LARGE)))
        size = plain.stat().st_size / 1e6
        clean = [CLEANER, "clean", "-q", "-o", str(out), str(plain), "-j"]
        found = commands({number: lambda number=number: command([*clean, number]) for number in ("1", "2")}, rounds)
    one, two = found["1"], found["2"]
    rows = []
    for what, before, behind in (("wall time", one.wall, two.wall), ("CPU time", one.cpu, two.cpu)):
        mine, other = f"{size / behind:.1f} MB/s", f"-j 1: {size / before:.1f} MB/s"
        rows.append(Row(f"JSONL, -j 2, {what}", mine, other, f"{before / behind:.2f} ×"))
    return rows


def peers(some: list[Page], rounds: int) -> list[Row]:
    """Read records, change their texts and write them, in this process; orjson reads and writes for the others."""
    import orjson
    import plsfix
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    lines = [record(page, number) for number, page in enumerate(many(some, LIBRARY))]
    cleaner, worker, form = Cleaner(), Worker(Options()), JsonLines()
    c4 = C4QualityFilter(min_num_sentences=-1)  # counting sentences takes a tokenizer

    def own() -> None:
        for batch in form.batches("a.jsonl", BytesIO(b"".join(lines)), LIMITS):
            worker.do(Task(Place(0, "a.jsonl", "-", form.name), form, batch))

    def filtered(read: dict[str, Any]) -> str:
        document = Document(text=read["text"], id="")
        c4.filter(document)
        return document.text

    def through(change: Callable[[dict[str, Any]], str]) -> Callable[[], None]:
        def run() -> None:
            for line in lines:
                read = orjson.loads(line)
                orjson.dumps({**read, "text": change(read)})

        return run

    named: dict[str, Callable[[], object]] = {
        "cleaner": own,
        "cleaner between orjson's": through(lambda read: cleaner.clean(read).text),
        "plsfix": through(lambda read: plsfix.fix_text(read["text"])),
        "datatrove's C4 filter": through(filtered),
        "orjson loads + dumps": through(lambda read: read["text"]),
    }
    size = sum(map(len, lines)) / 1e6
    first = size / calls({"first": named["cleaner"]}, 1)["first"]
    speed = {name: size / cpu for name, cpu in calls(named, rounds).items()}
    mine = speed.pop("cleaner")
    rows = [
        Row("records in one process", f"{mine:.1f} MB/s", f"{name}: {other:.1f} MB/s", f"{mine / other:.2f} ×")
        for name, other in speed.items()
    ]
    rows.append(Row("the same, first look at each source", f"{first:.1f} MB/s", f"later: {mine:.1f} MB/s",
                    f"{first / mine:.2f} ×"))  # fmt: skip
    return rows


def memory(some: list[Page], sizes: tuple[int, ...]) -> list[Row]:
    """Clean streams of different lengths; the most memory must not grow with them."""
    with tempfile.TemporaryDirectory() as made:
        part = Path(made, "a.jsonl")
        part.write_bytes(b"".join(record(page, number) for number, page in enumerate(many(some, SIZE))))
        size = part.stat().st_size
        peaks = []
        for wanted in sizes:
            times = max(1, round(wanted / size))
            peaks.append(peak(f"for i in $(seq {times}); do cat {part}; done | exec {CLEANER} -q -f jsonl"))
    first = f"{sizes[0] / 1e6:.0f} MB: {peaks[0]:.0f} MB"
    return [
        Row(f"peak memory, a stream of {wanted / 1e6:.0f} MB", f"{most:.0f} MB", first, f"{most / peaks[0]:.2f} ×")
        for wanted, most in list(zip(sizes, peaks, strict=True))[1:]
    ]
