"""Puts results into words for people; nothing here knows a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.runs.tally import Tally, removed_words

if TYPE_CHECKING:
    from cleaner.model import Result

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    code: f"\\u{code:04x}" for code in (*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}


def visible(text: str) -> str:
    r"""Make a text safe to show: what would steer a terminal, or is not to be seen, comes as its code.

    >>> visible("a\x1b[31mb\tc\u200b")
    'a\\x1b[31mb\\x09c\\u200b'
    """
    text = text if text.isprintable() else text.translate(_CONTROL)
    return text.encode("utf-8", "backslashreplace").decode()


def changes_of(result: Result) -> str:
    """Say what would change in one document.

    >>> from cleaner.model import Removal, Result
    >>> changes_of(Result("", removals=(Removal(1, "Đọc nhiều", "a#b", "a:1", "related"),)))
    '1 line removed (related 1)'
    """
    tally = Tally()
    tally.count(result, True)
    trimmed = sum(bool(removal.kept) for removal in result.removals)
    parts = [removed_words(tally.labels)] if tally.removed else []
    parts += [f"{trimmed} trimmed"] if trimmed else []
    parts += [f"{tally.repaired} repaired"] if tally.repaired else []
    return ", ".join(parts) or "blank lines or line ends"


def flag_message(where: str, result: Result) -> str:
    """Warn of a flagged document.

    >>> from cleaner.model import Result
    >>> flag_message("a.txt", Result("", flags=("limits",), notes=("limits: 99 % would go",)))
    'a.txt: flagged: limits: 99 % would go'
    """
    why = [next((note for note in result.notes if note.startswith(f"{flag}:")), flag) for flag in result.flags]
    return f"{where}: flagged: {'; '.join(why)}"
