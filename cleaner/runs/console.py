"""The way out to standard output: what may be written to a terminal, and in which colours."""

from __future__ import annotations

import os
import sys
from functools import cache

_UNSEEN = (
    *(range(0x7F, 0xA0), (0x61C,), (0x180E,), range(0x200B, 0x2010), range(0x2028, 0x202F), range(0x2060, 0x2070)),
    *((0xFEFF,), range(0xFFF9, 0xFFFC), range(0x1D173, 0x1D17B), range(0xE0000, 0xE0080)),
)


def is_terminal(stream: object) -> bool:
    """Whether a stream is a terminal; a closed one is none."""
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:
        return False


def use_color(choice: str, stream: object) -> bool:
    """Decide on colours: as told, else on a terminal unless NO_COLOR is set to something."""
    if choice != "auto":
        return choice == "always"
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def out(data: bytes) -> None:
    """Write to standard output, whose locale has no say; to a terminal without what would steer it.

    There is no other way there, but for `painted`.
    """
    if sys.stdout.isatty():
        data = shown(data)
    painted(data)


def painted(data: bytes) -> None:
    """Write what holds colours of ours, and of what others wrote only what was made visible before."""
    sys.stdout.buffer.write(data)


@cache
def _codes() -> dict[int, str]:
    """The code of each character that is not to be shown."""
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
