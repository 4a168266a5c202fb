"""A unified diff of an input and its cleaned form, as `patch` takes it.

Which line is which is known from the cleaning, so nothing is searched for: a diff of a million lines costs one pass.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

_CONTEXT = 3
_COLORS = ((b"--- ", b"1"), (b"+++ ", b"1"), (b"@@", b"36"), (b"-", b"31"), (b"+", b"32"))
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


def unified(name: str, old: bytes, new: bytes, numbers: Sequence[int]) -> bytes:
    r"""The diff of a file; `numbers` is the old line (1-based) of each non-blank line of `new`.

    >>> print(unified("a.txt", b"menu\nb\nc", b"b\nc\n", [2, 3]).decode(), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1,3 +1,2 @@
    -menu
     b
    -c
    \ No newline at end of file
    +c
    """
    rows = list(_rows(_lines(old), _lines(new), numbers))
    changed = [at for at, row in enumerate(rows) if not row.startswith(b" ")]
    near = {at + step for at in changed for step in range(-_CONTEXT, _CONTEXT + 1)}
    body, before, after = [], 0, 0
    for shown, run in groupby(enumerate(rows), lambda row: row[0] in near):
        part = [row for _, row in run]
        gone, come = (sum(not row.startswith(sign) for row in part) for sign in (b"+", b"-"))
        if shown:
            body += [_range(before, gone, after, come), _ended(part)]
        before, after = before + gone, after + come
    return header(name) + b"".join(body) if body else b""


def _rows(before: Sequence[bytes], after: Sequence[bytes], numbers: Sequence[int]) -> Iterator[bytes]:
    """All lines of both sides, each with its sign."""
    places = [(0, 0)]  # where lines begin that are the same on both sides
    origin = iter(numbers)
    for there, line in enumerate(after):
        here = next(origin, 0) - 1 if line.strip() else -1
        if places[-1][0] <= here < len(before) and before[here] == line:
            places.append((here, there))
    for (a, c), (b, d) in zip(places, [*places[1:], (len(before), len(after))], strict=True):
        gone, come = before[a:b], after[c:d]
        head = alike(gone, come)
        gone, come, same = gone[head:], come[head:], gone[:head]
        tail = alike(gone[::-1], come[::-1])  # blank lines, as a rule
        yield from (b" " + line for line in same)
        yield from (b"-" + line for line in gone[: len(gone) - tail])
        yield from (b"+" + line for line in come[: len(come) - tail])
        yield from (b" " + line for line in gone[len(gone) - tail :])


def alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many lines, or letters, two sides begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))


def _range(before: int, gone: int, after: int, come: int) -> bytes:
    """The line above a hunk: how many lines it has on both sides, and how many come before them."""
    return f"@@ -{before + (gone > 0)},{gone} +{after + (come > 0)},{come} @@\n".encode()


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
    head = _range(number - 1, len(before), number - 1, len(after))
    return head + _ended(b"-" + line for line in before) + _ended(b"+" + line for line in after)


def _lines(data: bytes) -> list[bytes]:
    r"""Split on ``\n`` alone, line ends kept."""
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])


def _ended(lines: Iterable[bytes]) -> bytes:
    """Lines of a diff, with the note after one that has no newline."""
    return b"".join(line if line.endswith(b"\n") else line + _NO_NEWLINE for line in lines)
