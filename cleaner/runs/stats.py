"""What became of shards: counts that add up, whatever machine they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.runs.manifest import merged
from cleaner.values import dataclass, field, replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaner.runs.manifest import Record

TOLD = 20
"""How many problems are told one by one; the audit has them all."""


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of one shard or of many; they are added with ``+`` or `sum`.

    `done` shards are complete, `resumed` of them were so before, `failed` ones broke off. `read` and `written` are
    bytes on the disk. `rules` has the digest of the rule files, `cleaner` the version: more than one of either in a
    corpus means that it was cleaned in two ways. `counts` are those of the command line: documents, changed, labels …

    >>> one = Stats(done=1, rules=("5eed",), counts={"documents": 2, "labels": {"menu": 3}})
    >>> sum([one, one], Stats()).counts
    {'documents': 4, 'labels': {'menu': 6}}
    """

    done: int = 0
    resumed: int = 0
    failed: int = 0
    read: int = 0
    written: int = 0
    rules: tuple[str, ...] = ()
    cleaner: tuple[str, ...] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Record, resumed: int = 0) -> Stats:
        """Give the counts of a complete shard."""
        rules, version = (record.rules,), (record.cleaner,)
        return cls(1, resumed, 0, record.size, record.written, rules, version, record.counts)

    def told(self, problems: Sequence[str]) -> Stats:
        """Give the same counts with the first problems."""
        return replace(self, problems=tuple(problems[:TOLD]))

    def __add__(self, other: Stats) -> Stats:
        """Add up."""
        return Stats(
            self.done + other.done,
            self.resumed + other.resumed,
            self.failed + other.failed,
            self.read + other.read,
            self.written + other.written,
            tuple(sorted({*self.rules, *other.rules})),
            tuple(sorted({*self.cleaner, *other.cleaner})),
            merged([self.counts, other.counts]),
            (self.problems + other.problems)[:TOLD],
        )

    @property
    def documents(self) -> int:
        """How many documents were cleaned."""
        return int(self.counts.get("documents", 0))
