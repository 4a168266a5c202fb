"""A bar on standard error for runs that someone may wait for; rich is loaded only then."""

from __future__ import annotations

import os
from contextlib import contextmanager

from cleaner.readers import forms
from cleaner.readers.opening import is_remote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.cli.terminal import Messages
    from cleaner.runs.plan import Target
    from cleaner.runs.tally import Tally

_FILES, _BYTES = 20, 1 << 23


def sizes(targets: list[Target]) -> int:
    """Add up the sizes of the inputs, as far as they are known."""
    total = 0
    for target in targets:
        for item in target.inputs:
            if item.stream is None and not item.problem and not forms.split(item.path)[1] and not is_remote(item.path):
                total += os.path.getsize(item.path)  # noqa: PTH202
    return total


def worth_it(targets: list[Target], inputs: int) -> bool:
    """Tell whether a run is long enough for a bar."""
    return inputs >= _FILES or sizes(targets) >= _BYTES


class Progress:
    """A bar that counts documents and bytes."""

    def __init__(self, bar: object, task: object) -> None:
        """Wrap a bar of rich."""
        self._bar = bar
        self._task = task

    def advance(self, size: int, tally: Tally) -> None:
        """Move on by a task."""
        self._bar.update(self._task, advance=size, count=f"{tally.documents:,}")  # type: ignore[attr-defined]


@contextmanager
def progress(targets: list[Target], messages: Messages) -> Iterator[Progress]:
    """Show a bar while the run goes on, and none after it."""
    from rich import progress as parts
    from rich.console import Console

    columns = (
        parts.TextColumn("{task.fields[count]} documents"),
        parts.BarColumn(),
        parts.DownloadColumn(),
        parts.TransferSpeedColumn(),
        parts.TimeRemainingColumn(),
    )
    console = Console(stderr=True, no_color=not messages.colored)
    with parts.Progress(*columns, console=console, transient=True) as bar:
        yield Progress(bar, bar.add_task("", total=sizes(targets) or None, count="0"))
