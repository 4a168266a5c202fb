r"""The steps that one line goes through, in their order, until none changes it any more.

A step is a pure function of a line. It may bring newlines into it (a separator that was no ``\n``); the steps behind
it then see the pieces one by one, so that a document cut there at once would have come out the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleaner.text.automata import LONG
from cleaner.text.controls import break_lines, drop_controls, join_surrogates
from cleaner.text.entities import decode_entities
from cleaner.text.gates import idle_steps
from cleaner.text.invisible import drop_invisible
from cleaner.text.lookalikes import plain_letters, right_letters
from cleaner.text.marks import compose
from cleaner.text.mojibake import undo_mojibake
from cleaner.text.proof import is_clean
from cleaner.text.quotes import straight_quotes
from cleaner.text.scan import touched
from cleaner.text.spaces import plain_spaces, single_spaces
from cleaner.text.tone import right_placement, tone_style

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.text.settings import TextSettings

    Step = tuple[str, Callable[[str], str]]
    Change = tuple[str, str, str]

PASSES = 12


@lru_cache(maxsize=32)
def steps_for(settings: TextSettings, *, entities: bool) -> tuple[Step, ...]:
    """List the steps that these settings ask for, each with the name its repairs bear."""
    steps: list[Step] = [("html-entities", decode_entities)] if entities else []
    steps += [
        ("mojibake", undo_mojibake),
        ("surrogates", join_surrogates),
        ("controls", drop_controls),
        ("newlines", break_lines),
        ("nfc", compose),
        ("letters", plain_letters),
        ("look-alikes", right_letters),
        ("invisible", drop_invisible),
        ("spaces", plain_spaces),
        ("space-runs", single_spaces),
    ]
    if settings.quotes == "straight":
        steps.append(("quotes", straight_quotes))
    if settings.placement:
        steps.append(("tone-placement", right_placement))
    if settings.tone != "keep":
        steps.append(("tone", lambda line: tone_style(line, settings.tone)))
    return tuple(steps)


def run(line: str, steps: tuple[Step, ...], *, default: bool = False) -> tuple[str, tuple[Change, ...]]:
    r"""Take a line through the steps until it is stable; give it and each change as (step, before, after).

    Where there are but the `default` steps, the scan can tell that a line is stable, and saves the last pass.

    >>> from cleaner.text.settings import DEFAULT
    >>> run("Vie\u0323\u0302t\xa0Nam\r", steps_for(DEFAULT, entities=True))[0]
    'Việt Nam\n'
    """
    changes: list[Change] = []
    idle = idle_steps(line)
    for _ in range(PASSES):
        start = line
        for name, step in steps:
            if name in idle:
                continue
            after = step(line) if "\n" not in line else "\n".join(map(step, line.split("\n")))
            if after != line:
                changes.append((name, line, after))
                line = after
                idle = idle_steps(line)
        if line == start or (default and _is_stable(line)):
            break
    return line, tuple(changes)


run_short = lru_cache(maxsize=2048)(run)


def _is_stable(line: str) -> bool:
    return (len(line) >= LONG and is_clean(line)) or not touched(line)
