"""The columns that cleaning adds to a table: ``source``, ``meta`` and ``clean``, as Arrow types and values.

Structs and lists only: every engine and every Parquet reader knows these, while maps are unknown to some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cleaner.rulebook.labels import META
from cleaner.writers.jsonl import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.model import Result

SOURCE = pa.string()
META_TYPE = pa.struct([(label, pa.string()) for label in META])
CLEAN = pa.struct(
    [
        ("source", pa.string()),
        ("rules", pa.string()),
        ("removed_lines", pa.int64()),
        ("removed_chars", pa.int64()),
        ("by_rule", pa.list_(pa.struct([("rule", pa.string()), ("lines", pa.int64())]))),
        ("flags", pa.list_(pa.string())),
    ]
)
ADDED = (pa.field("source", SOURCE), pa.field("meta", META_TYPE), pa.field("clean", CLEAN))
"""The fields in the order in which they follow those of the input; one that is there already stays what it is."""


def added(results: Sequence[Result | None]) -> dict[str, pa.Array]:
    """Give the values of the added columns; a row that is no document (None) has nulls."""
    return {
        "source": pa.array([result and result.source for result in results], SOURCE),
        "meta": pa.array([result and dict(result.meta) for result in results], META_TYPE),
        "clean": pa.array([result and _clean(result) for result in results], CLEAN),
    }


def _clean(result: Result) -> dict[str, Any]:
    """Give the summary of JSON lines, with the counts by rule as a list."""
    found: dict[str, Any] = dict(summary(result))
    found["by_rule"] = [{"rule": rule, "lines": lines} for rule, lines in found["by_rule"].items()]
    return found
