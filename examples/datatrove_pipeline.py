"""JSON lines in, clean JSON lines out, with datatrove.

    python examples/datatrove_pipeline.py IN OUT [TASKS]

IN is a folder of ``.jsonl`` files (or .jsonl.gz), a record a line. In OUT there will be:

    documents/   what is clean, with metadata.clean: what went, by rule
    aside/       flagged documents and very short ones, for somebody to look at
    removed/     of each document the lines that went, with the rules that took them
    logs/        of datatrove; a task that is complete is not done again
"""

from __future__ import annotations

import sys
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters import LambdaFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner.integrations.datatrove import CleanDocuments

SHORTEST = 200
"""Characters that a clean document should have."""


def is_worth_it(document: Any) -> bool:
    """Tell whether a document goes on: nothing is odd about it, and there is something left."""
    return not document.metadata["clean"]["flags"] and len(document.text) >= SHORTEST


def pipeline(source: str, output: str) -> list[Any]:
    """Give the steps: read, clean, set aside, write."""
    return [
        JsonlReader(source),
        CleanDocuments(removed=JsonlWriter(f"{output}/removed")),
        LambdaFilter(is_worth_it, exclusion_writer=JsonlWriter(f"{output}/aside")),
        JsonlWriter(f"{output}/documents"),
    ]


def main(source: str, output: str, tasks: str = "4") -> None:
    """Run on this machine; SlurmPipelineExecutor and RayPipelineExecutor take the same steps."""
    steps = pipeline(source, output)
    LocalPipelineExecutor(steps, tasks=int(tasks), workers=int(tasks), logging_dir=f"{output}/logs").run()


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) in (3, 4) else sys.exit(__doc__)
