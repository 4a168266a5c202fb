"""A bar on standard error for runs that someone may wait for; rich is loaded only then."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cleaner.formats import compression
from cleaner.formats.streams import is_remote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from cleaner.cli.terminal import Messages
    from cleaner.runs.plan import Target
    from cleaner.runs.tally import Tally

_FILES, _BYTES = 20, 1 << 23


def sizes(targets: list[Target]) -> int:
    """Add up the sizes of the inputs, as far as they are known."""
    total = 0
    for target in targets:
        for item in target.inputs:
            if (
                item.stream is None
                and not item.problem
                and not compression.split(item.path)[1]
                and not is_remote(item.path)
            ):
                total += os.path.getsize(item.path)  # noqa: PTH202
    return total


def worth_it(targets: list[Target], inputs: int) -> bool:
    """Tell whether a run is long enough for a bar."""
    return inputs >= _FILES or sizes(targets) >= _BYTES


class Progress:
    """A bar that counts documents and bytes, and tells below it how the run goes."""

    def __init__(self, bar: object, task: object) -> None:
        """Wrap a bar of rich."""
        self._bar = bar
        self._task = task

    def advance(self, size: int, tally: Tally) -> None:
        """Move on by a task."""
        self._bar.update(self._task, advance=size, count=f"{tally.documents:,}", told=told(tally))  # type: ignore[attr-defined]


def told(tally: Tally) -> str:
    """Say how a run goes so far.

    >>> from cleaner.runs.tally import Tally
    >>> tally = Tally()
    >>> tally.characters, tally.gone, tally.flagged, tally.skipped = 1000, 314, 3, 1
    >>> told(tally)
    '31.4 % of the text removed, 3 flagged, 1 skipped'
    """
    more = [f"{number:,} {what}" for number, what in ((tally.flagged, "flagged"), (tally.skipped, "skipped")) if number]
    return ", ".join([f"{100 * tally.share:.1f} % of the text removed", *more])


@contextmanager
def watched(targets: list[Target], messages: Messages) -> Iterator[Progress | None]:
    """Show a bar where somebody is watching and it may take long."""
    inputs = sum(len(target.inputs) for target in targets)
    if not messages.terminal or messages.quiet or not worth_it(targets, inputs):
        yield None
        return
    with progress(targets, messages) as bar:
        yield bar


@contextmanager
def progress(targets: list[Target], messages: Messages) -> Iterator[Progress]:
    """Show a bar while the run goes on, and none after it; messages appear above it."""
    from rich import progress as parts
    from rich.console import Console
    from rich.text import Text

    class Bar(parts.Progress):
        def get_renderables(self) -> Iterator[RenderableType]:
            yield self.make_tasks_table(self.tasks)
            yield from (Text(f"  {task.fields['told']}", "dim") for task in self.tasks)

    columns = (
        parts.TextColumn("{task.fields[count]} documents"),
        parts.BarColumn(None),
        parts.DownloadColumn(),
        parts.TransferSpeedColumn(),
        parts.TimeRemainingColumn(),
    )
    console = Console(stderr=True, no_color=not messages.colored)

    def above(line: str) -> None:
        console.print(Text.from_ansi(line), soft_wrap=True)

    messages.above = above
    try:
        with Bar(*columns, console=console, transient=True, expand=True) as bar:
            yield Progress(bar, bar.add_task("", total=sizes(targets) or None, count="0", told=""))
    finally:
        messages.above = None
