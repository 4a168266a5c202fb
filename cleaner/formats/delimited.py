"""Tables as text: CSV and TSV, with a row of names on top; a row is a record, and its cells are fields.

Rows are taken apart as Python's `csv` does it (quotes, doubled quotes, newlines within quotes), but as bytes, so that
each cell but the text is written back as it stood. What a file's own way is (commas, semicolons or tabs; with quotes or
without) is read off its first rows. A row that does not fit the names on top is passed on, and told of: a quote that is
never closed must not make one document of many rows.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, BinaryIO

from cleaner._core import Utf8
from cleaner.errors import InputError
from cleaner.formats.base import Record
from cleaner.formats.fields import ADDED, FIELDS, TEXTS, Fields, added, document_of, likely, others
from cleaner.formats.json_record import encoded
from cleaner.formats.records import EXTRA, RecordFormat, TableEncoder, json_text
from cleaner.formats.streams import PEEK, Part, lines
from cleaner.model import Document, Result, Skipped

_BOM = b"\xef\xbb\xbf"
_SEP = re.compile(rb"(?i)sep=(.)\r?\n")  # the first line by which a spreadsheet is told what parts the cells

_DELIMITERS: dict[str, tuple[bytes, ...]] = {"csv": (b",", b";", b"\t", b"|"), "tsv": (b"\t", b",", b";", b"|")}
_CLOSED = re.compile(rb'[^"]*(?:""[^"]*)*"(?!")')
_PLAIN = {one: re.compile(rb"[^\n" + re.escape(one) + rb"]*") for one in _DELIMITERS["csv"]}

Span = tuple[int, int]


@dataclass(frozen=True)
class Dialect:
    """What parts the cells, and whether quotes hold cells together."""

    delimiter: bytes = b","
    quoted: bool = True

    def cells(self, row: bytes, at: int = 0, inside: bool = False) -> tuple[list[Span], bool]:
        r"""Where the cells of a row stand, from place `at` on; and whether a quote is open at its end.

        `inside` tells that one was open before.

        >>> Dialect().cells(b'a,"b,""c"" d",\r\n')
        ([(0, 1), (2, 13), (14, 14)], False)
        >>> Dialect().cells(b'a,"b\n')
        ([(0, 1)], True)
        """
        spans: list[Span] = []
        plain = _PLAIN[self.delimiter]
        while True:
            end = at
            if inside or (self.quoted and row.startswith(b'"', at)):
                closed = _CLOSED.match(row, at + (not inside))
                if closed is None:
                    return spans, True
                end, inside = closed.end(), False
            end = _end(plain.match(row, end))
            if row.startswith(self.delimiter, end):
                spans.append((at, end))
                at = end + 1
                continue
            spans.append((at, max(at, end - row.startswith(b"\r\n", end - 1))))
            return spans, False

    def value(self, raw: bytes) -> tuple[bytes, bytes]:
        r"""What a cell holds, and what follows its closing quote.

        >>> Dialect().value(b'"a ""b"" c" '), Dialect().value(b"a")
        ((b'a "b" c', b' '), (b'a', b''))
        """
        if not (self.quoted and raw.startswith(b'"')):
            return raw, b""
        closed = _end(_CLOSED.match(raw, 1))
        inner, rest = (raw[1 : closed - 1], raw[closed:]) if closed > 0 else (raw[1:], b"")
        return inner.replace(b'""', b'"'), rest

    def shown(self, raw: bytes) -> str:
        """What a cell holds, as well as it can be read."""
        return b"".join(self.value(raw)).decode("utf-8", "replace")

    def literal(self, text: str | Utf8, quoted: bool) -> bytes:
        r"""Write a cell, within quotes if it is to be `quoted`, or else if it has to be.

        >>> Dialect(b";").literal("a;b", False), Dialect().literal("a", True), Dialect(b"\t", False).literal('5"', True)
        (b'"a;b"', b'"a"', b'5"')
        """
        raw = text.encode() if isinstance(text, Utf8) else text.encode("utf-8", "surrogateescape")
        special = any(sign in raw for sign in (self.delimiter, b"\n", b"\r"))
        if not self.quoted and special:
            raise ValueError("it would need quotes, and this table has none")
        if not self.quoted or not (quoted or special or b'"' in raw):
            return raw
        return b'"' + raw.replace(b'"', b'""') + b'"'


def _end(found: re.Match[bytes] | None) -> int:
    return found.end() if found else -1


@dataclass(frozen=True)
class Delimited(RecordFormat):
    """A table of one input: its dialect, the names on top, and which of its columns is the text."""

    name: str
    dialect: Dialect
    names: tuple[str, ...]
    text: int
    url: str = "url"
    lead: int = 1
    """Rows on top that are no records."""

    @classmethod
    def of(cls, name: str, head: bytes, fields: Fields, where: str) -> "Delimited":
        """Settle the format by the first bytes of an input; one without a column for the text is an `InputError`."""
        if b"\r" in head and b"\n" not in head:
            raise InputError(f"{where}: its lines end in carriage returns alone; make them end in newlines first")
        bare = head.removeprefix(_BOM)
        if not bare.strip():
            return cls(name, Dialect(), (), 0, fields.url)
        candidates, rows = _DELIMITERS[name], head
        told = _SEP.match(bare)
        if told:
            rows = bare[told.end() :]
            candidates = (told[1],) if told[1] in _PLAIN else candidates
        looks = (_look(name, Dialect(one, quoted), rows, fields) for one in candidates for quoted in (True, False))
        _, form, below, texts = max(looks, key=lambda look: look[0])
        if not texts:
            first = form._values(below[0], form.dialect.cells(below[0])[0]) if below else {}
            help = "--text-field names another; the first row holds the names"
            raise InputError(f"{where}: there is no column {fields.text!r}{others(form.names, likely(first), help)}")
        if len(texts) > 1:
            columns = " and ".join(repr(form.names[at]) for at in texts)
            raise InputError(f"{where}: the columns {columns} could be the text (--text-field says which)")
        return replace(form, text=texts[0], lead=1 + bool(told))

    def told(self) -> dict[str, Any]:
        return {"dialect": self.dialect.delimiter.decode() + '"' * self.dialect.quoted, "cell": self.text}

    @classmethod
    def from_audit(cls, name: str, told: Mapping[str, Any]) -> "Delimited":
        """Settle the format of an output by what an audit tells of it; its columns have no names then."""
        dialect = str(told["dialect"])
        return cls(name, Dialect(dialect[:1].encode(), '"' in dialect), (), int(told["cell"]))

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
        """The rows; a row ends where no quote is open. One that is too long is passed on up to its end."""
        row: list[bytes] = []  # the lines of one that is not at its end
        held, inside, begun = 0, False, False  # `begun`: a part of it was passed on
        for line in lines(stream, longest):
            if line is None:
                yield None
                continue
            data = line.data if isinstance(line, Part) else line
            start = len(_BOM) if not row and not begun and data.startswith(_BOM) else 0
            if self.dialect.quoted and b'"' in data:
                inside = self.dialect.cells(data, start, inside)[1]
            row.append(data)
            held += len(data)
            ends = not inside and data.endswith(b"\n")
            if begun or held > longest:
                yield Part(b"".join(row), begins=not begun)
                row, held, begun = [], 0, not ends
            elif ends:
                yield b"".join(row)
                row, held = [], 0
        if row:
            yield b"".join(row)

    def parse(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
        if piece.isspace() and self.dialect.delimiter not in piece:
            return None

        def skipped(reason: str) -> Skipped:
            return Skipped(f"{name}:{number}", reason, number)

        column = self.names[self.text] if self.names else f"cell {self.text + 1}"
        spans, is_open = self.dialect.cells(piece)
        if is_open:
            return skipped("a quote is opened in this row and never closed")
        if self.names and len(spans) > len(self.names):
            return skipped(f"has {len(spans)} cells, and the row of names {len(self.names)}")
        if len(spans) <= self.text:
            return skipped(f"has no cell for {column!r}")
        start, end = spans[self.text]
        data, rest = self.dialect.value(piece[start:end])
        if rest.strip():  # spaces stay where they are
            return skipped(f"{column!r}: more follows after its closing quote")
        try:
            text = Utf8(data)
        except UnicodeDecodeError as error:
            place = f"byte {start + error.start + 1} of the row"
            return skipped(f"{column!r} is not UTF-8 ({place}); --encoding names another")
        spans[self.text] = (start, start)  # the text is no value beside itself
        values = self._values(piece, spans)
        values.pop(column, None)
        document = document_of(text, values, name, number, Fields(url=self.url))
        return Record(document, piece, start, end - len(rest), number)

    def _values(self, piece: bytes, spans: list[Span]) -> dict[str, str]:
        cells = (self.dialect.shown(piece[start:end]) for start, end in spans)
        return dict(zip(self.names, cells, strict=False))

    def style(self, raw: bytes) -> str:
        return "q" * raw.startswith(b'"')

    def literal(self, text: str | Utf8, style: str) -> bytes:
        return self.dialect.literal(text, style.endswith("q"))  # earlier versions told the dialect before that

    def annotate(self, piece: bytes, document: Document, result: Result) -> bytes:
        values = added(document, result)
        missing = len(self.names) - len(self.dialect.cells(piece)[0])
        return self._longer(piece, [""] * missing + [_cell(values[name]) for name in self._added])

    def head(self, piece: bytes) -> bytes:
        return self._longer(piece, self._added) if len(self.dialect.cells(piece)[0]) == len(self.names) else piece

    @cached_property
    def _added(self) -> list[str]:
        """The names of the fields that are added: those that no column has."""
        return [name for name in ADDED if name not in self.names]

    def _longer(self, piece: bytes, texts: Iterable[str]) -> bytes:
        body = piece.rstrip(b"\r\n")
        more = (self.dialect.delimiter + self.dialect.literal(text, quoted=False) for text in texts)
        return body + b"".join(more) + piece[len(body) :]

    def as_line(self, piece: bytes) -> bytes:
        """A row as a line of JSON, every cell a string; a row that does not fit the names has none."""
        spans, is_open = self.dialect.cells(piece)
        if is_open or len(spans) > len(self.names) or len(set(self.names)) < len(self.names):
            return b""
        return encoded(self._values(piece, spans)) + b"\n"


def _look(
    name: str, dialect: Dialect, head: bytes, fields: Fields
) -> tuple[tuple[Any, ...], Delimited, list[bytes], list[int]]:
    """A table by its first rows: how well a dialect fits them, the rows below, which columns may be the text."""
    form = Delimited(name, dialect, (), 0, fields.url)
    pieces = form.pieces(io.BytesIO(head), len(head))
    first, *rows = [row for row in pieces if isinstance(row, bytes) and row.strip()] or [b""]
    spans = dialect.cells(first, len(_BOM) * first.startswith(_BOM))[0]
    names = tuple(dialect.shown(first[start:end]).strip() for start, end in spans)
    wanted = [fields.text] if fields.text in names or fields.text != FIELDS.text else TEXTS
    texts = [at for at, column in enumerate(names) if column in wanted]
    whole = rows[:-1] if len(head) >= PEEK and len(rows) > 1 else rows  # the last may be cut through
    share = sum(_fit(dialect, row, len(names)) for row in whole) / len(whole) if whole else 1.0
    rank = (bool(texts), share, len(names) > 1, dialect.quoted)
    return rank, replace(form, names=names), rows, texts


def _fit(dialect: Dialect, row: bytes, width: int) -> float:
    """1 for a row with as many cells as there are names, and quotes only where they are; less for one that is cut.

    In a table of one column it counts as much, for there each line of a text would be a row that fits.
    """
    spans, is_open = dialect.cells(row)
    odd = len(spans) != width or any(dialect.value(row[start:end])[1] for start, end in spans)
    return 1 / min(width, 2) if is_open else float(not odd)


class DelimitedEncoder(TableEncoder):
    r"""Makes a CSV or TSV table of JSON lines; lists and objects are JSON.

    >>> encoder = DelimitedEncoder("csv")
    >>> (encoder.add([b'{"id": 1, "text": "a, b"}\n', b'{"text": "c"}\n']) + encoder.finish()).decode()
    'id,text\n1,"a, b"\n,c\n'
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._dialect = Dialect(_DELIMITERS[name][0])
        self._names: list[str] = []

    def begin(self, rows: Sequence[Mapping[str, Any]], last: bool) -> bytes:
        """The row of names; the column for what fits no other is there where it is needed, or may yet be."""
        self._names = list(dict.fromkeys(name for row in rows for name in row if name)) or ["text"]
        odd = any("" in row for row in rows)
        self._names += [EXTRA] * (EXTRA not in self._names and (odd or not last))
        return self._row(self._names)

    def encode(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        return b"".join(self._row(self._cells(row)) for row in rows)

    def _row(self, cells: list[str]) -> bytes:
        """Write a row; one empty cell is quoted, for an empty line would be no row."""
        quoted = cells == [""]
        known = (cell.encode("utf-8", "backslashreplace").decode() for cell in cells)  # there may be half a pair
        return self._dialect.delimiter.join(self._dialect.literal(cell, quoted) for cell in known) + b"\n"

    def _cells(self, row: Mapping[str, Any]) -> list[str]:
        """The cells of a record; what has no column stands in `EXTRA`, beside what the record has there itself."""
        left = {name: value for name, value in row.items() if name not in self._names}
        if left:
            row = {**row, EXTRA: self.beside(row, {**left, **({EXTRA: row[EXTRA]} if EXTRA in row else {})})}
        return [_cell(row.get(name)) for name in self._names]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json_text(value)
