"""Puts results into words for people; nothing here knows a terminal."""

from __future__ import annotations

from functools import cache

from cleaner.runs.tally import Tally
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.model import Result

_UNSEEN = (
    *(range(0x7F, 0xA0), (0x61C,), (0x180E,), range(0x200B, 0x2010), range(0x2028, 0x202F), range(0x2060, 0x2070)),
    *((0xFEFF,), range(0xFFF9, 0xFFFC), range(0x1D173, 0x1D17B), range(0xE0000, 0xE0080)),
)


@cache
def _codes() -> dict[int, str]:
    """Give the code of each character that is not to be shown."""
    return {code: f"\\x{code:02x}" for code in range(32)} | {
        code: f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}" for codes in _UNSEEN for code in codes
    }


def visible(text: str) -> str:
    r"""Make a text safe to show: what would steer a terminal, or is not to be seen, comes as its code.

    >>> visible("a\x1b[31mb\tc\u200b")
    'a\\x1b[31mb\\x09c\\u200b'
    """
    text = text if text.isprintable() else text.translate(_codes())
    return text.encode("utf-8", "backslashreplace").decode()


def shown(data: bytes) -> bytes:
    r"""Make what is written safe for a terminal, and leave its lines and tabs as they are.

    >>> shown("một\thai\r\n\x9b2J\n".encode())
    b'm\xe1\xbb\x99t\thai\r\n\\u009b2J\n'
    """
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    ends = ["\r" * line.endswith("\r") for line in lines]
    safe = (
        "\t".join(map(visible, line.removesuffix(end).split("\t"))) + end for line, end in zip(lines, ends, strict=True)
    )
    return "\n".join(safe).encode()


class Change(NamedTuple):
    """A document that is not as it should be: its file, the line where that shows first, and what would change.

    `line` is a line of the file; of JSON lines, the line of the record.
    """

    doc: str
    path: str
    line: int
    source: str
    words: str
    labels: dict[str, int]
    trimmed: int = 0
    repaired: int = 0
    recoded: bool = False


def change_of(doc: str, path: str, line: int, result: Result, recoded: bool = False) -> Change:
    """Describe what cleaning would do to a document; a `line` of 0 is that of the first line that changes.

    >>> from cleaner.model import Removal, Result
    >>> found = change_of("a", "a", 0, Result("", removals=(Removal(7, "Đọc nhiều", "a#b", "a:1", "related"),)))
    >>> found.line, found.words
    (7, '1 line removed (related 1)')
    >>> change_of("a", "a", 0, Result("a")).words
    'blank lines or line ends'
    """
    one = Tally()
    one.count(result, True, recoded)
    lines = [removal.line for removal in result.removals] + [repair.line for repair in result.repairs]
    first = min(lines, default=1)
    words = one.changes()
    return Change(doc, path, line or first, result.source, words, one.labels, one.trimmed, one.repaired, recoded)


def flag_message(where: str, result: Result) -> str:
    """Warn of a flagged document.

    >>> from cleaner.model import Result
    >>> flag_message("a.txt", Result("", flags=("limits",), notes=("limits: 99 % would go",)))
    'a.txt: flagged: limits: 99 % would go'
    """
    why = [next((note for note in result.notes if note.startswith(f"{flag}:")), flag) for flag in result.flags]
    return f"{where}: flagged: {'; '.join(why)}"
