"""What all formats have in common: an input is cut into pieces, pieces are read as items, items are written back.

A format cuts an input into batches of raw pieces, which is cheap and happens in one process. A batch travels to a
worker, where the format reads its items: documents (`Item`), what is none (`Passed`), and what stands between them
(`Layout`). Each knows how it is written back, and what an audit has to hold so that the input can be restored.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from cleaner.formats.fields import FIELDS, Fields
from cleaner.model import Document, Result, Skipped
from cleaner.rules.html import Html
from cleaner.side_files import MEGABYTE


class Limits(NamedTuple):
    """Bytes that one document may have, and how many times its packed size a stream may be unpacked.

    The ratio counts from `swollen` bytes on. Text packs to a fifth, and the most that gzip can do is 1,030: only what
    is made to swell goes beyond.
    """

    document: int = 256 * MEGABYTE
    ratio: int = 1000
    swollen: int = 64 * MEGABYTE

    @property
    def too_large(self) -> str:
        """Why a document is not read."""
        return f"larger than {self.document / MEGABYTE:g} MB (--max-document allows more)"


LIMITS = Limits()


class ReadOptions(NamedTuple):
    """What a call says of its inputs; `url` is the address of documents that name none.

    `selectors` gives the HTML selectors of the source that an address belongs to.
    """

    limits: Limits = LIMITS
    fields: Fields = FIELDS
    encoding: str = ""
    url: str = ""
    selectors: Callable[[str], Sequence[Html]] = lambda _: ()


class Batch(NamedTuple):
    """Neighbouring pieces of an input, as they travel to a worker; the first is record, row or line `first`.

    `places` is how many they take in the output, `size` their bytes. `others` counts what else was between them.
    They are UTF-8, and were in another `encoding` where one is there. Where there is a `problem`, the input cannot be
    read (on); it is `missing` where the caller named it. At a `pause` the next read may wait: what came before is
    written first.
    """

    pieces: Sequence[Any] = ()
    first: int = 1
    places: int = 0
    size: int = 0
    others: Mapping[str, int] = {}
    encoding: str = ""
    problem: str = ""
    missing: bool = False
    pause: bool = False


class WriteOptions(NamedTuple):
    """How items are written: as which format, with added fields or not, what is no record in a file of its own or not.

    `to` is the name of a format; what becomes a table of other records is JSON lines first.
    """

    to: str = "text"
    annotate: bool = False
    rejects: bool = False


class Item:
    """One document of an input. `name` is for messages; `line` is that of a record, 0 where it is a whole file.

    `form` is what it would have to be written as to be what it was. With a `problem`, a part of it could not be read.
    """

    document: Document
    name: str
    form: str
    line: int = 0
    problem: str = ""
    failed: bool = False

    def write(self, result: Result, writing: WriteOptions) -> bytes:
        """The bytes that go out; `ValueError` where the format cannot hold what is left of the text."""
        raise NotImplementedError

    def compare(self, result: Result, written: bytes) -> tuple[bool, bool]:
        """Whether the document changed, and whether bytes that are not plain UTF-8 are a part of that."""
        raise NotImplementedError

    def origin(self, result: Result, written: bytes) -> dict[str, Any]:
        """Say for an audit how the bytes of the input are made of the document's text."""
        raise NotImplementedError

    def diff(self, result: Result, written: bytes) -> bytes:
        raise NotImplementedError


class Passed(NamedTuple):
    """What is no document, or none that can be read. `name` and the entry's reason make the message.

    `out` stands in the output for it, where something does; it is `kept` where that is what it was. `rejected` goes
    into the file of rejects. `told` is what an audit has to hold beside the reason. An input that is lost as a whole
    has `failed`. It takes so many `places` in the output; what is `silent` goes on from something that was told of.
    """

    entry: Skipped
    name: str
    out: bytes = b""
    rejected: bytes = b""
    kept: bool = False
    changed: bool = False
    failed: bool = False
    silent: bool = False
    places: int = 1
    told: Mapping[str, Any] = {}


class Layout(NamedTuple):
    """What stands between documents. `told` is for the audit, where what goes out is not what came in."""

    out: bytes = b""
    changed: bool = False
    places: int = 1
    told: Mapping[str, Any] = {}


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


Entry = Item | Passed | Layout
"""What a batch is read as."""

Done = tuple["Item | Passed", "Result | None"]
"""An item, and what became of it."""


class Format:
    """One format, settled for one input."""

    name: str

    is_table = False
    """Whether records of a batch are written together, and not one by one."""

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:
        """Cut an input; what is wrong with all of it is an `InputError`.

        `close` ends the last line, since more will follow it in the output.
        """
        raise NotImplementedError

    def read(self, batch: Batch, path: str, reading: ReadOptions, writing: WriteOptions) -> Iterator[Entry]:
        raise NotImplementedError

    def part(self, batch: Batch, start: int, end: int) -> Batch:
        """Some of the pieces of a batch as a batch of their own."""
        some, others = batch.pieces[start:end], {} if start else batch.others
        return batch._replace(pieces=some, places=len(some), first=batch.first + start, others=others)

    def passed(self, batch: Batch, path: str, reason: str, reading: ReadOptions, writing: WriteOptions) -> Passed:
        """Pass over the only piece of a batch."""
        raise NotImplementedError

    def together(self, batch: Batch, done: Sequence[Done], writing: WriteOptions) -> tuple[list[bytes], Any]:
        """What a batch of a table is written as where it does not become text: documents, or rows."""
        raise NotImplementedError
