"""Tasks as a run makes them, for tests that give them to a worker themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.formats.base import Batch
from cleaner.formats.json_formats import JsonLines
from cleaner.formats.text import TextFile
from cleaner.runs.worker import Place, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.formats.records import RecordFormat


def file_task(data: bytes, name: str = "a.txt", to: str = "text", position: int = 1) -> Task:
    """A file that is one document: a page by its name, else a text."""
    form = TextFile("html" if name.endswith(".html") else "text")
    return Task(Place(0, name, "-", to, position), form, Batch([(data, "")], places=1, size=len(data)))


def records_task(
    pieces: Sequence[bytes], to: str = "jsonl", form: RecordFormat | None = None, name: str = "a.jsonl"
) -> Task:
    """Neighbouring records: JSON lines, or those of another format."""
    batch = Batch(list(pieces), places=len(pieces), size=sum(map(len, pieces)))
    return Task(Place(0, name, "-", to), form or JsonLines(), batch)
