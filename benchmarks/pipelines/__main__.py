"""Measures every engine that is installed against the command line, on the same cores.

    python -m benchmarks.pipelines
    python -m benchmarks.pipelines --mb 50 --shards 16 --only files

Wall time, each engine right after the command line; a file engine's shards must have the command line's bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from benchmarks.pipelines.drive import ENGINES, WORKERS
from benchmarks.speed.material import SEEDS, many, pages, record

ROOT = Path(__file__).parents[2]
NEEDS = {"datatrove": "datatrove", "Spark": "pyspark", "Ray": "ray", "datasets": "datasets"}


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pipelines", description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=int, default=50, help="MB of records (default: 50)")
    parser.add_argument("--shards", type=int, default=16, help="in so many files (default: 16)")
    parser.add_argument("--only", default="", help="engines whose name holds this")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        size, rows = make(source, given.mb * 1_000_000, given.shards)
        print(
            f"{size / 1e6:.0f} MB, {rows:,} records, {given.shards} shards, {WORKERS} workers, {os.cpu_count()} cores\n"
        )
        print("| engine | seconds | command line | ratio |\n|---|--:|--:|--:|", flush=True)
        for name, need in wanted(given.only):
            if need and not find_spec(need):
                print(f"| {name} | {need} is not installed | | |", flush=True)
            else:
                compare(name, source, Path(folder), rows)


def wanted(part: str) -> list[tuple[str, str]]:
    """Give the engines that were asked for, each with the library that it needs."""
    return [(name, NEEDS.get(name.replace(",", "").split()[0], "")) for name in ENGINES if part in name]


def make(source: Path, size: int, shards: int) -> tuple[int, int]:
    """Write the records as JSON lines and as Parquet, a file a shard; give their bytes and their number."""
    lines = [record(page, number) for number, page in enumerate(many(pages(SEEDS), size))]
    tables = Path(f"{source}.parquet")
    source.mkdir()
    tables.mkdir()
    for shard in range(shards):
        some = lines[shard * len(lines) // shards : (shard + 1) * len(lines) // shards]
        (source / f"{shard:05d}.jsonl").write_bytes(b"".join(some))
        if find_spec("pyarrow"):
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(pa.Table.from_pylist(list(map(json.loads, some))), tables / f"{shard:05d}.parquet")
    return sum(map(len, lines)), len(lines)


def compare(name: str, source: Path, folder: Path, rows: int) -> None:
    """Let the command line and an engine do the same, and print how long each took."""
    mine, its = folder / f"mine {name}", folder / f"its {name}".replace("[", "").replace("]", "")
    command = [sys.executable, "-m", "cleaner", "clean", source, "-o", f"{mine}/", "-q", "-j", str(WORKERS)]
    seconds = timed(command)
    engine = timed([sys.executable, "-m", "benchmarks.pipelines.drive", name, source, its])
    if name.endswith("files"):
        shards = sorted(path.name for path in source.iterdir())
        assert all((mine / shard).read_bytes() == (its / shard).read_bytes() for shard in shards), (
            f"{name}: other bytes"
        )
    else:
        assert count(its) == rows, f"{name}: other rows"
    print(f"| {name} | {engine:.1f} | {seconds:.1f} | {engine / seconds:.2f} × |", flush=True)


def timed(command: list[object]) -> float:
    """Run a command; give its seconds."""
    start = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - start


def count(output: Path) -> int:
    """Count the rows of a Parquet file or folder."""
    import pyarrow.parquet as pq

    paths = [output] if output.is_file() else list(output.glob("*.parquet"))
    return sum(pq.ParquetFile(path).metadata.num_rows for path in paths)


if __name__ == "__main__":
    main()
