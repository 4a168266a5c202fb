"""How a run goes: a bar while it lasts where somebody is watching, and its figures when it is over.

The figures are JSON for programs (``--summary``), and a table for whoever sits at a terminal.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cleaner._core import __version__
from cleaner.cli.terminal import Messages
from cleaner.formats import compression
from cleaner.formats.streams import is_remote
from cleaner.pipeline import Cleaner
from cleaner.runs.plan import Target
from cleaner.runs.tally import Stopwatch, Tally

if TYPE_CHECKING:
    from rich.console import RenderableType

_FILES, _BYTES = 20, 1 << 23  # of a run that is long enough for a bar
_LABELS = 8  # of a table; the others are counted together

Advance = Callable[[int, Tally], None]  # moves on by so many bytes, and tells how the run goes so far


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
def watched(targets: list[Target], messages: Messages) -> Iterator[Advance]:
    """Show a bar where somebody is watching and it may take long, and none after it; messages appear above it."""
    inputs = [item for target in targets for item in target.inputs]
    paths = [item.path for item in inputs if item.stream is None and not item.problem]
    # the size of what is packed does not tell how much there is to read
    total = sum(os.path.getsize(path) for path in paths if not (compression.split(path)[1] or is_remote(path)))
    if not messages.terminal or messages.quiet or (len(inputs) < _FILES and total < _BYTES):
        yield lambda *_: None
        return
    from rich import progress as parts
    from rich.console import Console
    from rich.text import Text

    class Bar(parts.Progress):
        def get_renderables(self) -> "Iterator[RenderableType]":
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
    messages.above = lambda line: console.print(Text.from_ansi(line), soft_wrap=True)
    try:
        with Bar(*columns, console=console, transient=True, expand=True) as bar:
            task = bar.add_task("", total=total or None, count="0", told="")
            yield lambda size, tally: bar.update(task, advance=size, count=f"{tally.documents:,}", told=told(tally))
    finally:
        messages.above = None


def figures(tally: Tally, watch: Stopwatch, rules: str, code: int | None) -> dict[str, Any]:
    """All figures. `code` is the exit code, None for a run that was broken off; `counts` are those of a manifest.

    >>> from cleaner.runs.tally import Stopwatch, Tally
    >>> tally = Tally()
    >>> tally.characters, tally.gone, tally.labels = 200, 50, {"menu": 3}
    >>> made = figures(tally, Stopwatch(), "5eed", 0)
    >>> made["complete"], made["share_removed"], made["lines_removed"], made["counts"]["labels"]
    (True, 0.25, 3, {'menu': 3})
    """
    return {
        "summary of": f"cleaner {__version__}",
        "rules": rules,
        "complete": code is not None,
        "exit_code": code,
        "seconds": round(watch.seconds, 3),
        "bytes": watch.size,
        "megabytes_per_second": round(watch.speed, 3),
        "share_removed": round(tally.share, 6),
        "lines_removed": tally.removed,
        "counts": tally.counts(),
    }


class Summary:
    """The file that the figures of a run go to; one that cannot be written is told of before the run begins."""

    def __init__(self, path: str, cleaner: Cleaner) -> None:
        from cleaner.formats.files import NewFile
        from cleaner.runs.manifest import rules_digest

        self._rules = rules_digest(cleaner)
        self._file = NewFile(path)

    def write(self, tally: Tally, watch: Stopwatch, code: int | None) -> None:
        made = figures(tally, watch, self._rules, code)
        with self._file as file:
            file.write((json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace"))


def table(tally: Tally, watch: Stopwatch) -> str:
    """Lay out the figures for people.

    >>> from cleaner.runs.tally import Stopwatch, Tally
    >>> tally = Tally()
    >>> tally.documents, tally.changed, tally.flagged, tally.labels = 1204, 1100, 3, {"menu": 1300, "ad": 20}
    >>> tally.characters, tally.gone = 1000, 314
    >>> print(table(tally, Stopwatch()).split("  time")[0].rstrip())
      documents      1,204  1,100 changed, 3 flagged
      lines removed  1,320  31.4 % of the text
        menu         1,300
        ad              20
    """
    from cleaner.cli.printer import columns

    told = [(tally.changed, "changed"), (tally.flagged, "flagged"), (tally.skipped, "skipped")]
    ordered = sorted(tally.labels.items(), key=lambda item: (-item[1], item[0]))
    rows = [("documents", tally.documents, ", ".join(f"{n:,} {what}" for n, what in told if n))]
    rows += [("lines removed", tally.removed, f"{100 * tally.share:.1f} % of the text" if tally.removed else "")]
    rows += [(f"  {label}", number, "") for label, number in ordered[:_LABELS]]
    if others := ordered[_LABELS:]:
        rows += [("  others", sum(number for _, number in others), f"{len(others)} more labels")]
    more = [("lines trimmed", tally.trimmed), ("lines repaired", tally.repaired), ("documents recoded", tally.recoded)]
    rows += [(name, number, "") for name, number in more if number]
    rows += [(f"passed over: {kind}", number, "") for kind, number in sorted(tally.others.items())]
    speed = f", {watch.speed:.1f} MB/s" if watch.size else ""
    lines = columns([(f"  {name}", f"{number:,}", words) for name, number, words in rows], right=[1])
    width = max(len(name) for name, _, _ in rows)
    return "\n".join([*lines, f"  {'time':{width}}  {watch.seconds:.1f} s{speed}"])
