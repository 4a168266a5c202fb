"""A folder of shards as a job: an engine only says who does which shard.

Nothing of a record passes through the engine, so none of its readers or writers can change a byte of it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cleaner.integrations.workers import Shipped
from cleaner.runs.shard import clean_file, gathered, shards
from cleaner.settings import Settings

if TYPE_CHECKING:
    from cleaner.runs.shard import Name, Stats


class ShardJob:
    """Which files are cleaned into which, and how. Picklable, with its rule files.

    `job.shards()` lists the work, `job(shard)` does one piece of it on any machine that sees the folders and gives its
    counts; done twice, the second time is a look at the sidecar. `job.stats()` adds up what is complete.
    """

    def __init__(
        self,
        source: Name,
        output: Name,
        *,
        settings: Settings | None = None,
        text: str = "text",
        url: str = "url",
        to: str = "auto",
        annotate: bool = False,
        removed: Name = "",
        resume: bool = True,
    ) -> None:
        """Take the folders; `removed` is one for the audits, an audit a shard. The rest is as in `clean_file`."""
        self.source, self.output, self.removed = os.fspath(source), os.fspath(output), os.fspath(removed)
        self.text, self.url, self.to, self.annotate, self.resume = text, url, to, annotate, resume
        self._shipped = Shipped(settings or Settings())
        _ = self._shipped.cleaner  # what is wrong with the settings shows here

    def shards(self) -> list[tuple[str, str]]:
        """List the shards, each with its output, in order."""
        return shards(self.source, self.output, to=self.to)

    def __call__(self, shard: tuple[str, str]) -> Stats:
        """Clean one shard."""
        given, out = shard
        return clean_file(
            given,
            out,
            settings=self._shipped.settings,
            text=self.text,
            url=self.url,
            to=self.to,
            annotate=self.annotate,
            removed=self.audit(out),
            resume=self.resume,
        )

    def audit(self, out: str) -> str:
        """Name the audit of an output, if one is kept."""
        if not self.removed:
            return ""
        name = os.path.relpath(out, self.output).removesuffix(".gz")
        return os.path.join(self.removed, f"{name}.removed.jsonl.gz")  # noqa: PTH118

    def stats(self) -> Stats:
        """Add up the sidecars of all shards; those that are not complete count as failed."""
        return gathered(out for _, out in self.shards())
