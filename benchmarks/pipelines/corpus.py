"""The records that every engine gets, as JSON lines and as Parquet, and the proof that it gave them back cleaned."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.speed.material import SEEDS, many, pages, record

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.pipelines.drive import Engine


class Corpus(NamedTuple):
    """Where the records lie: the folder `lines` of JSON lines, the folder `tables` of Parquet; and how much it is."""

    lines: Path
    tables: Path
    size: int
    records: int

    def source(self, shape: str) -> Path:
        """The folder that engines of a shape read."""
        return self.tables if shape == "table" else self.lines


def make(folder: Path, size: int, shards: int) -> Corpus:
    """Write about `size` bytes of records, a file a shard. No id is 0, which datatrove's writer leaves out."""
    lines = [record(page, number) for number, page in enumerate(many(pages(SEEDS), size), 1)]
    made = Corpus(folder / "lines", folder / "tables", sum(map(len, lines)), len(lines))
    made.lines.mkdir(parents=True)
    made.tables.mkdir()
    for shard in range(shards):
        some = lines[shard * len(lines) // shards : (shard + 1) * len(lines) // shards]
        (made.lines / f"{shard:05d}.jsonl").write_bytes(b"".join(some))
        pq.write_table(pa.Table.from_pylist(list(map(json.loads, some))), made.tables / f"{shard:05d}.parquet")
    return made


def check(engine: Engine, mine: Path, its: Path) -> None:
    """Hold what an engine wrote against what the command line did: bytes of shards, or the texts by their ids."""
    if engine.shape == "files":
        wrong = [path.name for path in shown(mine) if path.read_bytes() != (its / path.name).read_bytes()]
    else:
        wanted, found = texts(mine), texts(its)
        wrong = [number for number in wanted.keys() | found.keys() if wanted.get(number) != found.get(number)]
    if wrong:
        raise SystemExit(f"{engine.title}: {len(wrong)} not as at the command line, {wrong[0]} the first")


def shown(folder: Path) -> list[Path]:
    """The files of a folder that are no manifests or sidecars."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def texts(output: Path) -> dict[int, str]:
    """The texts that lie in the files of a folder by their ids; an id is there once."""
    rows: list[dict[str, Any]] = []
    for path in shown(output):
        if path.suffix == ".parquet":
            rows += pq.read_table(path, columns=["id", "text"]).to_pylist()
        elif path.suffix in {".jsonl", ".gz"}:
            data = path.read_bytes()
            lines = gzip.decompress(data) if path.suffix == ".gz" else data
            rows += map(json.loads, lines.splitlines())
    found = {int(row["id"]): row["text"] for row in rows}
    if len(found) < len(rows):
        raise SystemExit(f"{output}: records are doubled")
    return found
