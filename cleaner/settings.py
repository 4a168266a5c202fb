"""What a user can choose for the cleaning of a document, as one frozen value."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner import _core
from cleaner.option import READING, RULES, Option, check, setting
from cleaner.rules.labels import labels
from cleaner.text import DEFAULT as LETTERS_AS_USUAL
from cleaner.text import TextSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_SOURCE = _core.NO_SOURCE
"""The name that asks for no rules at all: Unicode repair only."""
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that decide a document's result; equal settings and equal rules give equal results.

    `rules` are files or folders that come before the built-in ones (`builtin` switches those off); `keep` and `drop`
    change what becomes of a label; `source` is taken for every document (``"none"``: no rules). Any iterable does for
    what becomes a tuple or a set, a single rule file or label, too.

    >>> Settings("my-rules", drop=["related, caption"]) == Settings(("my-rules",), drop={"caption", "related"})
    True
    """

    rules: tuple[str, ...] = setting(
        (),
        Option("--rules PATH", READING, "A rule file or folder, before the built-in ones; repeatable.", RULES),
    )
    keep: frozenset[str] = setting(
        _NOTHING,
        Option("--keep LABEL", READING, "Let lines with this label stay; repeatable, or a,b.", RULES),
        decides=True,
    )
    drop: frozenset[str] = setting(
        _NOTHING,
        Option("--drop LABEL", READING, "Remove lines with this label; repeatable, or a,b.", RULES),
        decides=True,
    )
    source: str = setting(
        "",
        Option("-s --source NAME", READING, "Use the rules of this source, or of a package such as vi/news.", RULES),
        Option("--no-source", READING, "Use no rules: only repair the Unicode.", RULES, const=NO_SOURCE),
        decides=True,
    )
    builtin: bool = setting(True)
    text: TextSettings = LETTERS_AS_USUAL

    def __post_init__(self) -> None:
        """Take in any iterable, and refuse what a field does not take."""
        object.__setattr__(self, "rules", paths(self.rules))
        object.__setattr__(self, "keep", labels(self.keep))
        object.__setattr__(self, "drop", labels(self.drop))
        check(self)


def paths(given: Iterable[str | os.PathLike[str]] | str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the paths that a caller names: one, or several."""
    found = (given,) if isinstance(given, str | os.PathLike) else given
    return tuple(os.fspath(path) for path in found)


DEFAULT = Settings()
