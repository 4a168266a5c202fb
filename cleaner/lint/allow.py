"""``# allow: C204`` in a rule file: a warning that the author has looked at and wants to keep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from cleaner.errors import Problem
from cleaner.rulebook.codes import CODES, severity

_COMMENT: Final = re.compile(r"#\s*allow:\s*(C\d+(?:\s*,\s*C\d+)*)")


@dataclass(slots=True)
class Allowed:
    """The comments of one file: each counts for its own line and the next, those above the first key for the file."""

    file: str
    codes: dict[tuple[int, str], int]
    head: int
    used: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, file: str) -> Allowed:
        """Find the comments."""
        lines = text.split("\n")
        head = next((n for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")), len(lines))
        found = {
            (number, code.strip()): line.index("allow") + 1
            for number, line in enumerate(lines, 1)
            if (match := _COMMENT.search(line))
            for code in match[1].split(",")
        }
        return cls(file, found, head)

    def silences(self, problem: Problem) -> bool:
        """Tell whether a problem is allowed; errors never are."""
        if severity(problem.code) == "error":
            return False
        lines = range(1, self.head + 1) if problem.line <= self.head else (problem.line, problem.line - 1)
        hit = next(((line, problem.code) for line in lines if (line, problem.code) in self.codes), None)
        if hit:
            self.used.add(hit)
        return hit is not None

    def unused(self) -> list[Problem]:
        """Report the comments that silence nothing."""
        return [
            Problem(self.file, line, column, "C213", f"`allow: {code}` silences nothing", _why(code))
            for (line, code), column in self.codes.items()
            if (line, code) not in self.used
        ]


def _why(code: str) -> str:
    if code not in CODES:
        return "there is no such code"
    return "only warnings can be allowed" if severity(code) == "error" else "remove it"
