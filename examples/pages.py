"""Makes pages to try the other examples on: the five seed documents as records with a text and an address.

python examples/pages.py FOLDER
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def records() -> list[dict[str, str]]:
    """Read the seeds; the addresses stand beside them."""
    rows = (line.split("\t") for line in (SEEDS / "URLS.tsv").read_text("utf-8").splitlines()[1:])
    return [{"id": name, "url": url, "text": (SEEDS / name).read_text("utf-8")} for name, url in rows]


def main(folder: str) -> None:
    """Write pages.jsonl, and pages.parquet where that can be written."""
    found = records()
    Path(folder).mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found)
    Path(folder, "pages.jsonl").write_text(lines, "utf-8")
    if find_spec("pyarrow"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(found), Path(folder, "pages.parquet"))


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 2 else sys.exit(__doc__)
