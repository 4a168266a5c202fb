"""What the repair of a text gives: its lines, where each came from, and every change."""

from __future__ import annotations

from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.model import Repair


LEGACY = "legacy-encoding"  # a flag: with the name of an encoding that only the words of a text told


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text.

    `text` has runs of blank lines made one, none at either end, and no newline at its end. `lines` are all repaired
    lines in order, blank ones as ``""``; `numbers` gives the 1-based input line of each (a `range` where no line was
    split). `repairs` are the changes in the order they were made: the records of one line lead from the input line to
    its repaired form, which holds a newline where a separator inside it became one. `flags` are warnings.
    """

    text: str
    lines: list[str]
    numbers: Sequence[int]
    repairs: tuple[Repair, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Give the lines as one text, runs of blank ones and those at the ends among them."""
        return self.text if self.text.count("\n") + 1 == len(self.lines) else "\n".join(self.lines)


def squeeze(text: str) -> str:
    r"""Make each run of blank lines one, and drop those at either end.

    >>> squeeze("\na\n\n\n\nb\n")
    'a\n\nb'
    """
    text = text.strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
