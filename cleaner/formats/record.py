"""What all formats of records have in common: a record is a piece of the input with one literal in it, its text.

Pieces put together are the input, byte for byte. So a record is written back by replacing the literal, and what no
format can know (spaces, the order of fields, how a number is spelled) cannot get lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, Protocol

    from cleaner.formats.streams import Part
    from cleaner.model import Document, Result, Skipped

    class Format(Protocol):
        """A format of records, settled for one input: it knows the fields, and what the head of the input says."""

        @property
        def name(self) -> str:
            """What it is called: ``jsonl json array csv tsv``."""

        @property
        def lead(self) -> int:
            """How many pieces on top of an input name the fields."""

        def told(self) -> dict[str, object]:
            """Give what an audit has to hold so that an output of this format can be cut and read again."""

        def cut(self, stream: BinaryIO, size: int, longest: int) -> Iterator[list[bytes] | Part]:
            """Give the pieces of a stream in batches of about `size` bytes.

            An empty batch means that the next read may wait. A piece of more than `longest` bytes comes as parts, which
            are passed on as they are; what comes after such parts in the stream may be parts, too.
            """

        def read(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
            """Read a piece that begins in line `number` of `name`; None where it is layout and no record."""

        def style(self, raw: bytes) -> str:
            """Tell how a literal was written, so that `literal` can write another one the same way."""

        def literal(self, text: str, style: str) -> bytes:
            """Write a text as a literal; `ValueError` where this format cannot hold it."""

        def annotate(self, piece: bytes, document: Document, result: Result) -> bytes:
            """Add ``source title meta clean`` to a record; a field that is there stays."""

        def head(self, piece: bytes) -> bytes:
            """Add their names to a piece that names the fields."""

        def as_line(self, piece: bytes) -> bytes:
            """Give a record as a line of JSON; nothing where a piece that is no record cannot be one."""


class Fields(NamedTuple):
    """The names of the fields that hold the text and the address; each may be a path such as ``metadata.url``."""

    text: str = "text"
    url: str = "url"


class Record(NamedTuple):
    """One record: its document, its bytes as they were read, and where in them the literal of the text stands.

    `number` is the line of the input in which it begins.
    """

    document: Document
    line: bytes
    start: int
    end: int
    number: int = 0

    @property
    def raw(self) -> bytes:
        """The literal of the text, quotes included."""
        return self.line[self.start : self.end]


DEFAULT = Fields()


def splice(form: Format, record: Record, text: str) -> bytes:
    """Put a new text into a record; every other byte stays, and so do all where the text is the same."""
    if text == record.document.text:
        return record.line
    return record.line[: record.start] + form.literal(text, form.style(record.raw)) + record.line[record.end :]


MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """Bytes that one document may have, and how many times its packed size a stream may be unpacked.

    The ratio counts from `swollen` bytes on. Text packs to a fifth, and the most that gzip can do is 1,030: only what
    is made to swell goes beyond. A document takes some ten times its size in memory while it is cleaned;
    one of very short lines takes 80 bytes a line and more.
    """

    document: int = 256 * MEGABYTE
    ratio: int = 1000
    swollen: int = 64 * MEGABYTE


LIMITS = Limits()


def too_large(limits: Limits) -> str:
    """Say why a document is not read.

    >>> too_large(LIMITS)
    'larger than 256 MB (--max-document allows more)'
    """
    return f"larger than {limits.document / MEGABYTE:g} MB (--max-document allows more)"
