"""What no step about letters may touch: addresses, hashtags, handles."""

from __future__ import annotations

from cleaner.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROTECTED = late(
    r"(?:https?://|www\.|ftp://)\S+|[\w.+-]{1,64}@[\w.-]{1,255}|(?<!\w)[#@]\w+|(?<![\w.])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S*"
)


def parts(line: str) -> Iterator[tuple[str, bool]]:
    """Cut a line into pieces, each with whether it is such an address, hashtag or handle.

    >>> list(parts("xem #hoà"))
    [('xem ', False), ('#hoà', True), ('', False)]
    """
    if not ("@" in line or "#" in line or "/" in line or "www." in line):
        yield line, False
        return
    at = 0
    for found in PROTECTED.finditer(line):
        yield line[at : found.start()], False
        yield found[0], True
        at = found.end()
    yield line[at:], False


def outside(line: str, change: Callable[[str], str]) -> str:
    """Change a line, its URLs, e-mail addresses, hashtags and handles excepted.

    >>> outside("hoà #hoà a@hoà.vn https://hoà.vn/hoà hoà", str.upper)
    'HOÀ #hoà a@hoà.vn https://hoà.vn/hoà HOÀ'
    """
    return "".join(part if protected else change(part) for part, protected in parts(line))
