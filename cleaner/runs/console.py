"""The way out to standard output: what may be written to a terminal, and in which colours."""

import os
import sys

_UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # control and format characters, separators of lines


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


def visible(text: str) -> str:
    r"""Make a text safe to show: what would steer a terminal, or is not to be seen, comes as its code.

    >>> visible("a\x1b[31mb\tc\u200b")
    'a\\x1b[31mb\\x09c\\u200b'
    """
    if not text.isprintable():
        from unicodedata import category

        text = "".join(_code(one) if category(one) in _UNSEEN else one for one in text)
    return text.encode("utf-8", "backslashreplace").decode()


def _code(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 32 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(data: bytes) -> bytes:
    r"""Make what is written safe for a terminal, and leave its lines and tabs as they are.

    >>> shown("một\thai\r\n\x9b2J\n".encode())
    b'm\xe1\xbb\x99t\thai\r\n\\u009b2J\n'
    """
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    safe = ("\t".join(map(visible, line.removesuffix("\r").split("\t"))) + "\r" * line.endswith("\r") for line in lines)
    return "\n".join(safe).encode()
