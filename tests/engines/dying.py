"""Work whose worker is killed with -9 in the middle, once."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.integrations.arrow import TableCleaner
from cleaner.integrations.job import ShardJob

if TYPE_CHECKING:
    from collections.abc import Callable


def once(marker: str) -> bool:
    """Tell the first who asks, of all processes."""
    try:
        Path(marker).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingJob(ShardJob):
    """Dies when its seventh shard of sixteen is written and has not got its name."""

    marker = ""

    def __call__(self, shard: tuple[str, str]) -> Any:
        from cleaner.formats.files import NewFile

        commit = NewFile.commit
        try:
            if shard == self.shards()[6] and once(self.marker):
                NewFile.commit = self._last(commit)  # type: ignore[method-assign]
            return super().__call__(shard)
        finally:
            NewFile.commit = commit  # type: ignore[method-assign]

    def _last(self, commit: Callable[..., None]) -> Any:
        return lambda _: die()


class KillingJob(DyingJob):
    """Kills its parent at that moment, and lives on: two are at one shard when the parent's work is done again."""

    def _last(self, commit: Callable[..., None]) -> Any:
        def kill(file: Any) -> None:
            os.kill(os.getppid(), signal.SIGKILL)
            commit(file)

        return kill


class DyingTable(TableCleaner):
    """Dies over the batch that holds a row it was told of."""

    marker = ""
    row = 0

    def __call__(self, data: Any) -> Any:
        if self.row in data.column("id").to_pylist() and once(self.marker):
            die()
        return super().__call__(data)


def marked(kind: Any) -> Any:
    """Make the marks of a class travel with its objects."""

    def build(*arguments: Any, **more: Any) -> Any:
        made = kind(*arguments, **more)
        made.marker, made.row = kind.marker, kind.row
        return made

    return build
