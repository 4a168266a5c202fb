"""Every code that a problem in a rule file can have, as the core has them, with an example of each.

`cleaner rules explain-code`, the pages of ``docs/codes/`` and the reports of `cleaner rules lint` all read this table.
A code never changes its meaning; one that falls out of use is not given again. C1 is the form of a file, which every
run needs to be right; C2 is what only lint looks at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from cleaner import _core
from cleaner.rules.catalogue import builtin_folder

Severity = Literal["error", "warning"]

_EXAMPLE: Final = re.compile(r"^## (C\d+)\n\nWrong:\n\n```yaml\n(.*?)```\n\nRight:\n\n```yaml\n(.*?)```\n", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem."""

    code: str
    severity: Severity
    title: str
    text: str

    @property
    def bad(self) -> str:
        """A piece of a rule file that has the problem; empty where none shows it."""
        return examples().get(self.code, ("", ""))[0]

    @property
    def good(self) -> str:
        """The same piece put right."""
        return examples().get(self.code, ("", ""))[1]


CODES: Final[dict[str, Code]] = {
    code: Code(code, cast("Severity", grave), title, text) for code, grave, title, text in _core.codes()
}


def severity(code: str) -> Severity:
    """Tell how grave a code is; one that the table does not know is an error."""
    return CODES[code].severity if code in CODES else "error"


@cache
def examples() -> dict[str, tuple[str, str]]:
    """Read the examples that come with the rules: for each code a piece with the problem, and the same put right.

    C120 and C123 have none: one is a matter of size, the other of a file's place.
    """
    text = (Path(builtin_folder()) / "schema" / "codes.md").read_text("utf-8")
    return {code: (bad, good) for code, bad, good in _EXAMPLE.findall(text)}
