"""A unified diff of an input and its cleaned form, as `patch` takes it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

_COLORS = ((b"--- ", b"1"), (b"+++ ", b"1"), (b"@@", b"36"), (b"-", b"31"), (b"+", b"32"))
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def unified(name: str, old: bytes, new: bytes) -> bytes:
    r"""The diff of a file.

    >>> print(unified("a.txt", b"menu\nb\nc", b"b\nc\n").decode(), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1,3 +1,2 @@
    -menu
     b
    -c
    \ No newline at end of file
    +c
    """
    import difflib  # a run without --diff has no use for it

    found = difflib.diff_bytes(difflib.unified_diff, _lines(old), _lines(new), b"", b"")
    body = _ended(islice(found, 2, None))  # its own lines on top know nothing of odd names
    return header(name) + body if body else b""


def colored(diff: bytes) -> bytes:
    r"""Paint the lines of a diff for a terminal: those that go, those that come, and where they stand.

    >>> colored(b"@@ -1 +1 @@\n-a\n+b\n c\n")
    b'\x1b[36m@@ -1 +1 @@\x1b[0m\n\x1b[31m-a\x1b[0m\n\x1b[32m+b\x1b[0m\n c\n'
    """
    lines = diff.split(b"\n")
    codes = (next((code for start, code in _COLORS if line.startswith(start)), b"") for line in lines)
    return b"\n".join(
        b"\x1b[" + code + b"m" + line + b"\x1b[0m" if code else line for code, line in zip(codes, lines, strict=True)
    )


def header(name: str) -> bytes:
    r"""The two lines that name the file; a tab ends a name that holds a space, as `patch` wants it.

    >>> header("/a b.txt"), header('b\n"c"')
    (b'--- a/a b.txt\t\n+++ b/a b.txt\t\n', b'--- "a/b\\012\\"c\\""\n+++ "b/b\\012\\"c\\""\n')
    """
    label = name.encode("utf-8", "surrogateescape").lstrip(b"/").removeprefix(b"./")
    quote, end = b"", b"\t\n" if b" " in label else b"\n"
    if any(byte < 32 or byte in b'"\\' for byte in label):  # as git and patch do
        shown = (b"\\%03o" % byte if byte < 32 else b"\\" * (byte in b'"\\') + bytes([byte]) for byte in label)
        label, quote, end = b"".join(shown), b'"', b"\n"
    return b"".join(mark + quote + side + label + quote + end for mark, side in ((b"--- ", b"a/"), (b"+++ ", b"b/")))


def hunk(number: int, old: bytes, new: bytes) -> bytes:
    r"""The hunk of one changed record, which may be an object over many lines.

    >>> hunk(3, b'{"text": "a"}\n', b'{"text": "b"}\n')
    b'@@ -3,1 +3,1 @@\n-{"text": "a"}\n+{"text": "b"}\n'
    """
    before, after = _lines(old), _lines(new)
    head = f"@@ -{number},{len(before)} +{number},{len(after)} @@\n".encode()
    return head + _ended(b"-" + line for line in before) + _ended(b"+" + line for line in after)


def _lines(data: bytes) -> list[bytes]:
    r"""Split on ``\n`` alone, line ends kept."""
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _ended(lines: Iterable[bytes]) -> bytes:
    """Lines of a diff, with the note after one that has no newline."""
    return b"".join(line if line.endswith(b"\n") else line + _NO_NEWLINE for line in lines)
