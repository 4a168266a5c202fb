"""What a user can choose for a run, as one frozen value."""

from __future__ import annotations

from cleaner.text import DEFAULT, TextSettings
from cleaner.values import dataclass, field

#: The name that asks for no rules at all: Unicode repair only.
NO_SOURCE = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that decide a document's result; equal settings and equal rules give equal results.

    `rules` are files or folders that come before the built-in ones (`builtin` switches those off); `keep` and `drop`
    change what becomes of a label; `source` is taken for every document (``"none"``: no rules).
    """

    rules: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    source: str = ""
    builtin: bool = True
    text: TextSettings = field(default=DEFAULT)
