"""A unified diff of an input and its cleaned form, as `patch` takes it.

The lines that stay are known from the cleaning, so nothing is searched for: a diff of a million lines costs one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

CONTEXT = 3
_COLORS = ((b"--- ", b"1"), (b"+++ ", b"1"), (b"@@", b"36"), (b"-", b"31"), (b"+", b"32"))
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


class Change(NamedTuple):
    """Lines ``old[a:b]`` become ``new[c:d]``; counted from 0."""

    a: int
    b: int
    c: int
    d: int


def unified(name: str, old: bytes, new: bytes, numbers: Sequence[int]) -> bytes:
    r"""The diff; `numbers` is the old line (1-based) of each non-blank line of `new`.

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
    if old == new:
        return b""
    before, after = lines_of(old), lines_of(new)
    changes = list(_changes(before, after, numbers))
    out = [header(name)]
    for group in _groups(changes):
        out.extend(_hunk(group, before, after))
    return b"".join(out)


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

    >>> header("/a b.txt")
    b'--- a/a b.txt\t\n+++ b/a b.txt\t\n'
    """
    label = name.encode("utf-8", "surrogateescape").lstrip(b"/").removeprefix(b"./")
    if any(byte < 32 or byte in b'"\\' for byte in label):
        return b"--- " + _quoted(b"a/" + label) + b"\n+++ " + _quoted(b"b/" + label) + b"\n"
    end = b"\t\n" if b" " in label else b"\n"
    return b"--- a/" + label + end + b"+++ b/" + label + end


def _quoted(name: bytes) -> bytes:
    r"""Quote a name with odd characters as git and `patch` do.

    >>> _quoted(b'a/b\n"c"')
    b'"a/b\\012\\"c\\""'
    """
    shown = (b"\\%03o" % byte if byte < 32 else b"\\" * (byte in b'"\\') + bytes([byte]) for byte in name)
    return b'"' + b"".join(shown) + b'"'


def lines_of(data: bytes) -> list[bytes]:
    r"""Split on ``\n`` alone, line ends kept."""
    parts = data.split(b"\n")
    last = parts.pop()
    return [part + b"\n" for part in parts] + ([last] if last else [])


def _changes(before: list[bytes], after: list[bytes], numbers: Sequence[int]) -> Iterator[Change]:
    """Walk both sides from one unchanged line to the next, and give what differs between them."""
    a = c = 0
    origin = iter(numbers)
    for d, line in enumerate(after):
        if not line.strip():
            continue
        b = next(origin, 0) - 1
        if a <= b < len(before) and before[b] == line:
            yield from _between(before, after, Change(a, b, c, d))
            a, c = b + 1, d + 1
    yield from _between(before, after, Change(a, len(before), c, len(after)))


def _between(before: list[bytes], after: list[bytes], change: Change) -> Iterator[Change]:
    """Take the equal lines, which are blank ones, off both ends of a change; give what is left of it."""
    a, b, c, d = change
    while a < b and c < d and before[a] == after[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and before[b - 1] == after[d - 1]:
        b, d = b - 1, d - 1
    if a < b or c < d:
        yield Change(a, b, c, d)


def _groups(changes: list[Change]) -> Iterator[list[Change]]:
    """Put changes that share context into one hunk."""
    group: list[Change] = []
    for change in changes:
        if group and change.a - group[-1].b > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(group: list[Change], before: list[bytes], after: list[bytes]) -> Iterator[bytes]:
    """Write one hunk."""
    lead = min(CONTEXT, group[0].a)
    trail = min(CONTEXT, len(before) - group[-1].b)
    a, b = group[0].a - lead, group[-1].b + trail
    c, d = group[0].c - lead, group[-1].d + trail
    yield f"@@ -{_range(a, b)} +{_range(c, d)} @@\n".encode()
    at = a
    for change in group:
        yield marked(b" ", before[at : change.a])
        yield marked(b"-", before[change.a : change.b])
        yield marked(b"+", after[change.c : change.d])
        at = change.b
    yield marked(b" ", before[at:b])


def _range(start: int, end: int) -> str:
    """Write a range as the format has it: 1-based, and one less where it is empty."""
    return str(start + 1) if end - start == 1 else f"{start + (end > start)},{end - start}"


def marked(mark: bytes, lines: Sequence[bytes]) -> bytes:
    """Put the mark before each line, and the note after one that has no newline."""
    return b"".join(mark + line if line.endswith(b"\n") else mark + line + _NO_NEWLINE for line in lines)


def hunk(number: int, old: bytes, new: bytes) -> bytes:
    r"""The hunk of one changed record, which may be an object over many lines.

    >>> hunk(3, b'{"text": "a"}\n', b'{"text": "b"}\n')
    b'@@ -3,1 +3,1 @@\n-{"text": "a"}\n+{"text": "b"}\n'
    """
    before, after = lines_of(old), lines_of(new)
    head = f"@@ -{number},{len(before)} +{number},{len(after)} @@\n".encode()
    return head + marked(b"-", before) + marked(b"+", after)
