"""Every code that a problem in a rule file can have, as the core has them, with an example of each.

`cleaner rules explain-code`, the pages of ``docs/codes/`` and the reports of `cleaner rules lint` all read this table.
A code never changes its meaning; one that falls out of use is not given again. C1 is the form of a file, which every
run needs to be right; C2 is what only lint looks at.
"""

from __future__ import annotations

from typing import Final, Literal, cast

from cleaner._core import codes
from cleaner.rulebook.codes_examples import EXAMPLES
from cleaner.values import dataclass

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. `bad` and `good` are pieces of a rule file, without and with the cure."""

    code: str
    severity: Severity
    title: str
    text: str

    @property
    def bad(self) -> str:
        """Give a piece of a rule file that has the problem."""
        return EXAMPLES[self.code][0]

    @property
    def good(self) -> str:
        """Give the same piece put right."""
        return EXAMPLES[self.code][1]


def severity(code: str) -> Severity:
    """Tell how grave a code is; one that the table does not know is an error."""
    return CODES[code].severity if code in CODES else "error"


CODES: Final[dict[str, Code]] = {
    code: Code(code, cast("Severity", grave), title, text) for code, grave, title, text in codes()
}
