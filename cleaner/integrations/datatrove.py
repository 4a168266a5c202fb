"""datatrove: a step for documents, and one for shard files, under its local, Slurm and Ray executors."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from cleaner.formats.fields import Fields, document_of, summary
from cleaner.integrations import needs
from cleaner.integrations.job import ShardJob, Shipped
from cleaner.model import Result
from cleaner.settings import Settings

with needs("datatrove"):
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep


class CleanDocuments(PipelineStep):
    """Cleans the text of each document. Drops none, keeps ids and metadata, and adds ``metadata["clean"]``.

    `url` names the metadata that is the address. `removed` is a datatrove writer, as filters have for what they
    exclude: it gets, for each changed document, the lines that went, with the number and the rule of each, and what an
    edit kept of it, in ``metadata["removed"]``.
    """

    name, type = "🧹 cleaner", "🧽 - FORMAT"

    def __init__(self, settings: Settings | None = None, url: str = "url", removed: Any = None) -> None:
        super().__init__()
        self.url, self.removed, self.shipped = url, removed, Shipped(settings or Settings())

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        with self.removed or nullcontext() as writer:
            for document in data or ():
                if isinstance(document.text, str):
                    self._clean(document, writer, rank)
                else:
                    self.stat_update("total", "skipped")  # its reader lets through what is no text
                yield document

    def _clean(self, document: Any, writer: Any, rank: int) -> None:
        with self.track_time():
            values = {**document.metadata, "id": document.id}
            given = document_of(document.text, values, "", 0, Fields(url=self.url))
            result = self.shipped.cleaner.clean(given)
        changed = ["changed"] if result.text != document.text else []
        self.stat_update("total", *changed, *(f"flag_{flag}" for flag in result.flags))
        for removal in result.removals:
            self.stat_update(f"removed_{removal.label}", unit="line")
        if writer and result.removals:
            writer.write(_removed(document, result), rank)
        document.text = result.text
        document.metadata["clean"] = summary(result)


def _removed(document: Any, result: Result) -> Any:
    lines = [{"line": one.line, "rule": one.rule, "label": one.label, "kept": one.kept} for one in result.removals]
    text = "\n".join(one.text for one in result.removals)
    return Document(text=text, id=document.id, metadata={**document.metadata, "removed": lines})


class CleanShards(PipelineStep):
    """Cleans whole files, each as it is: the first and only step of a pipeline; ranks share the files out.

    Give the executor as many tasks as there are shards, or fewer. A task that is run again does what is left.
    """

    name, type = "🧹 cleaner, shards", "🧽 - FORMAT"

    def __init__(self, job: ShardJob) -> None:
        super().__init__()
        self.job = job

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        yield from data or ()
        for shard in self.job.shards()[rank::world_size]:
            with self.track_time("shard"):
                stats = self.job(shard)
            self.stat_update("shards", *["resumed"] * stats.resumed, *["failed"] * stats.failed, unit="shard")
            for name in ("documents", "changed", "skipped", "flagged", "empty"):
                self.stat_update(name, value=stats.counts.get(name, 0), unit="shard")
