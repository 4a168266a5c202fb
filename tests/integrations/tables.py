"""Rows with odd columns, and what the command line makes of the same records."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tests.golden.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("text", pa.string()),
        ("url", pa.string()),
        ("big", pa.decimal128(38, 0)),
        ("score", pa.float64()),
        ("nested", pa.struct([("text", pa.string()), ("tags", pa.list_(pa.string()))])),
        ("metadata", pa.struct([("source", pa.string()), ("url", pa.string()), ("text", pa.string())])),
        ("when", pa.timestamp("us", "UTC")),
        ("raw", pa.binary()),
    ]
)
ODD = (
    "",
    "\r\n\r\n",
    "Trang chủ",
    "Một câu.\r\nHai câu.\r\n",
    "Trang chu\u0309",
    None,
    "HÃ´m nay, hai bÃªn gáº·p nhau.",
)


def table(rounds: int = 3) -> pa.Table:
    """A table of real documents in several dresses and odd rows; every other one says where it is from."""
    rows: list[dict[str, Any]] = []
    for number in range(rounds):
        for seed in seeds():
            text = f"{seed.text}\nCâu số {number}."
            dressed = (text, text.replace("\n", "\r\n"), unicodedata.normalize("NFD", text))[number % 3]
            rows.append({"text": dressed, "url": seed.url if len(rows) % 2 else None})
        rows += [{"text": text, "url": None} for text in ODD]
    for at, row in enumerate(rows):
        row |= {"id": (1 << 60) + at, "big": Decimal(10**37 + at), "score": (float("nan"), 0.1, None)[at % 3]}
        row |= {"nested": {"text": "Trang chủ", "tags": [None, "a"]} if at % 2 else None, "raw": b"\xff\x00"}
        metadata = {"source": "vov.vn", "text": "x"} if row["text"] == "Trang chủ" else {"url": "https://vtv.vn/a"}
        row |= {"metadata": metadata if at % 4 == 2 else None, "when": at * 1_000_003}
    return pa.Table.from_pylist(rows, SCHEMA)


def expected(some: pa.Table) -> list[dict[str, Any]]:
    """What the command line says of the same records, by id: text, source, meta and clean."""
    rows = some.select(["id", "text", "url", "metadata"]).to_pylist()
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    command = [sys.executable, "-m", "cleaner", "clean", "--annotate", "-f", "jsonl", "-q"]
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr  # the rows without a text are reported
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert any(row.get("meta") for row in found)
    return [{name: row.get(name) for name in ("id", "text", "source", "meta", "clean")} for row in found]


def same_rows(some: pa.Table, cleaned: pa.Table, wanted: list[dict[str, Any]] | None = None) -> bool:
    """Whether a cleaned table has all rows and columns, and the values of the command line; any order will do.

    `wanted` is what the command line gives, where it is known.
    """
    assert cleaned.schema.names == [*some.schema.names, "source", "meta", "clean"]
    rows = sorted(cleaned.to_pylist(), key=lambda row: row["id"])
    wanted = wanted or expected(some)
    assert [row["id"] for row in rows] == [row["id"] for row in wanted]  # none lost, none doubled
    assert [at for at, row in enumerate(rows) if plain(row) != wanted[at]] == []
    kept = [name for name in some.schema.names if name != "text"]
    before, after = some.select(kept).to_pylist(), [{name: row[name] for name in kept} for row in rows]
    assert repr(after) == repr(before)  # NaN is not equal to itself
    return True


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the command line writes it: facts that are not there are left out, counts by rule by name."""
    clean = row["clean"] and {**row["clean"], "by_rule": {one["rule"]: one["lines"] for one in row["clean"]["by_rule"]}}
    meta = row["meta"] and {name: value for name, value in row["meta"].items() if value is not None}
    return {"id": row["id"], "text": row["text"], "source": row["source"], "meta": meta, "clean": clean}


def write(path: Path, some: pa.Table, group: int = 7) -> Path:
    """Write a table as Parquet, so many rows a group."""
    import pyarrow.parquet as pq

    pq.write_table(some, path, row_group_size=group)
    return path
