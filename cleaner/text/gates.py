"""Which steps have nothing to do in a long line, told in one look.

Most steps look for letters of their own and find none. An automaton reads the line once for all of them.
"""

from __future__ import annotations

from functools import cache

from cleaner.text.automata import LONG, automata
from cleaner.text.controls import CONTROL
from cleaner.text.invisible import INVISIBLE
from cleaner.text.lookalikes import LIGATURE, LOOKALIKE, WIDE
from cleaner.text.mojibake import CLUE
from cleaner.text.scan import EASTERN, JUDGED, PLAIN
from cleaner.text.spaces import COMMON, SPACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_HALVES: Final = "\ud800-\udfff"  # a line with one of them is no UTF-8
_GATES: Final = {
    CLUE.pattern: ("mojibake",),
    CONTROL.pattern.replace(_HALVES, ""): ("controls", "newlines"),
    f"[^{PLAIN}{EASTERN}{JUDGED}{COMMON}]": ("nfc",),
    f"{LIGATURE.pattern}|{WIDE.pattern}": ("letters",),
    LOOKALIKE.pattern: ("look-alikes",),
    INVISIBLE.pattern: ("invisible",),
    SPACES.pattern: ("spaces",),
    r"  |\A | \z": ("space-runs",),
}
_GATED: Final = frozenset(name for names in _GATES.values() for name in names) | {"surrogates"}


def idle_steps(line: str) -> frozenset[str]:
    r"""Name steps that would leave a line as it is; none where it is short, or holds newlines or half a letter.

    >>> sorted(_GATED - idle_steps("Vi\u200bệt Nam " * 100))
    ['invisible', 'mojibake', 'nfc', 'space-runs']
    """
    if len(line) < LONG or "\n" in line:
        return frozenset()
    try:
        found = _look().Match(line.encode()) or ()
    except UnicodeEncodeError:
        return frozenset()
    names = tuple(_GATES.values())
    return _GATED.difference(*(names[at] for at in found))


@cache
def _look() -> Any:
    return automata(_GATES)
