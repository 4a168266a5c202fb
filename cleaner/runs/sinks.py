"""Where documents go: standard output, a new file, a file changed in place, a table, or nowhere.

And the files that grow beside them: an audit, rejects, a manifest.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cleaner.errors import InputError, LeftAsItIsError, MissingExtra, UsageError
from cleaner.formats.diff import colored, header
from cleaner.formats.files import NewFile, NotAllowedError, file_state, held, sweep, told_of
from cleaner.formats.streams import is_remote, packing_now
from cleaner.formats.text import FORM_FEED
from cleaner.runs.console import out, painted, shown, use_color
from cleaner.runs.inputs import STDIO
from cleaner.runs.worker import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from cleaner.formats.files import FileState
    from cleaner.formats.parquet import Encoder
    from cleaner.formats.records import TableEncoder
    from cleaner.formats.remote import RemoteFile
    from cleaner.runs.options import Options
    from cleaner.runs.plan import Target


class Sink:
    """Takes outcomes of one output, then is closed, or is dropped when the run ends early; this one writes nothing."""

    def take(self, outcome: Outcome) -> None:
        """Write the documents of an outcome."""

    def close(self, read: bool) -> bool:  # noqa: ARG002
        """Finish the output, of which something was `read` or nothing; tell whether a file was written."""
        return False

    def drop(self) -> None:
        """Leave no half of an output behind; what is on a stream cannot be taken back."""


def sink_for(target: Target, options: Options, seen: FileState = ()) -> Sink:
    """Open the sink of an output; one that is changed in place must still be as it was `seen`."""
    if not options.writes:
        return Diff(target.inputs[0].path, options.color) if options.diff else Sink()
    if target.inputs and all(item.problem for item in target.inputs):
        return Sink()
    if target.to == "parquet" and target.out == STDIO and sys.stdout.isatty():
        raise UsageError("a Parquet file is nothing for a terminal: name a file with -o")
    sink = _bytes_for(target, options, seen)
    if target.to != "parquet" and target.worked == target.to:
        return sink
    return TableSink(sink, target.out, target.to)


def _bytes_for(target: Target, options: Options, seen: FileState) -> Sink:
    """Open the sink of an output whose bytes are there."""
    if options.in_place:
        return InPlace(target.out, seen)
    return Stdout(target.to) if target.out == STDIO else File(target.out, target.to)


class _Joined:
    """Parts text documents with form feed lines; JSON lines need nothing between them."""

    def __init__(self, to: str) -> None:
        self._text = to == "text"
        self._begun = False

    def pieces(self, documents: list[bytes]) -> bytes:
        """The bytes that the next documents add to an output."""
        if not self._text:
            return b"".join(documents)
        solid = [document for document in documents if document]
        lead = FORM_FEED if self._begun and solid else b""
        self._begun |= bool(solid)
        return lead + FORM_FEED.join(solid)


class Stdout(Sink):
    """Standard output."""

    def __init__(self, to: str) -> None:
        self._joined = _Joined(to)

    def take(self, outcome: Outcome) -> None:
        """Write the documents at once: whoever reads them may wait for them while the input stalls."""
        out(self._joined.pieces(outcome.documents))
        sys.stdout.buffer.flush()

    def close(self, read: bool) -> bool:  # noqa: ARG002
        """Make sure that all has arrived."""
        sys.stdout.buffer.flush()
        return False


class Diff(Sink):
    """Shows changes on standard output; on a terminal what goes is red and what comes is green."""

    def __init__(self, path: str, color: str = "auto") -> None:
        """Show the changes of a file; `color` is `auto`, `always` or `never`."""
        self._path = path
        self._colored = use_color(color, sys.stdout)
        self._begun = False

    def take(self, outcome: Outcome) -> None:
        """Write the hunks; those of JSON lines come without the names of the file."""
        if outcome.diff and outcome.diff[0].startswith(b"@@") and not self._begun:
            self._write(header(self._path))
        self._begun |= bool(outcome.diff)
        self._write(b"".join(outcome.diff))

    def _write(self, diff: bytes) -> None:
        if not self._colored:
            out(diff)
        elif diff:
            painted(colored(shown(diff)))

    def close(self, read: bool) -> bool:  # noqa: ARG002
        """Make sure that all has arrived."""
        sys.stdout.buffer.flush()
        return False


class File(Sink):
    """A new file, there when it is complete; an output without a single readable input is not made."""

    def __init__(self, path: str, to: str) -> None:
        self._file = new_file(path)
        self._joined = _Joined(to)

    def take(self, outcome: Outcome) -> None:
        """Write the documents."""
        self._file.write(self._joined.pieces(outcome.documents))

    def close(self, read: bool) -> bool:
        """Give the file its name."""
        if read:
            self._file.commit()
        else:
            self._file.discard()
        return read

    def drop(self) -> None:
        """Forget the file."""
        self._file.discard()


def new_file(path: str) -> NewFile | RemoteFile:
    """Begin a file, here or elsewhere."""
    if is_remote(path):
        from cleaner.formats.remote import RemoteFile

        return RemoteFile(path)
    return NewFile(path)


class TableSink(Sink):
    """Encodes what comes, and hands the bytes on: a new file, or one in place, is then as safe as any other."""

    def __init__(self, inner: Sink, name: str, to: str) -> None:
        """Encode for a sink; `name` is that of the output, `to` the form of the table."""
        self._inner = inner
        self._name = name
        self._to = to
        self._rows: Encoder | None = None
        self._records: TableEncoder | None = None
        if to == "parquet":
            self._check()

    def _check(self) -> None:
        """Be sure that the table can be made before a document is read."""
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            self._inner.drop()
            raise MissingExtra("parquet", "a Parquet file") from None

    def take(self, outcome: Outcome) -> None:
        """Encode the rows or the records of an outcome."""
        encoded = b""
        if outcome.tables:
            encoded = self._of_rows(outcome)
        elif self._rows is None and not outcome.failed:
            self._records = self._records or self._encoder()
            encoded = self._records.add(outcome.documents)
        outcome.documents = [encoded] if encoded else []
        self._inner.take(outcome)

    def _of_rows(self, outcome: Outcome) -> bytes:
        """Encode rows, which keep their types."""
        from cleaner.formats.parquet import Encoder

        done = b""
        for table, group in outcome.tables:
            rows = table.rows
            if self._rows is None:
                self._rows = Encoder(rows.batch.schema, table.codecs)
            if self._records is not None or not rows.batch.schema.equals(self._rows.schema):
                raise UsageError(f"{self._name}: the inputs have not the same columns; -o DIR/ keeps them apart")
            done += self._rows.add(rows.batch, group)
        return done

    def _encoder(self) -> TableEncoder:
        """Begin a table of records, whose columns are found out."""
        if self._to == "parquet":
            from cleaner.formats.parquet_lines import ParquetEncoder

            return ParquetEncoder()
        from cleaner.formats.delimited import DelimitedEncoder

        return DelimitedEncoder("csv" if self._to == "csv" else "tsv")

    def close(self, read: bool) -> bool:
        """Finish the file."""
        encoder = self._rows or self._records
        if encoder is not None and read:
            self._inner.take(Outcome([encoder.finish()]))
        return self._inner.close(read)

    def drop(self) -> None:
        """Leave no half of an output behind."""
        self._inner.drop()


_HOLD = 1 << 22
"""Bytes of unchanged records that are kept in memory before a new file is begun."""


class InPlace(Sink):
    """One file; what does not change, or cannot be read to its end, stays untouched."""

    def __init__(self, path: str, seen: FileState = ()) -> None:
        """Have a file ready to be replaced, if it is as it was `seen`; nothing is opened before something changes."""
        self._path = path
        self._seen = seen
        self._held: list[bytes] = []
        self._file: NewFile | None = None
        self._changed = False
        self._failed = False
        self._problem: InputError | None = None
        sweep(os.path.dirname(os.path.realpath(path)))

    def take(self, outcome: Outcome) -> None:
        """Hold documents back until one changes, then write."""
        self._failed |= outcome.failed
        self._changed |= outcome.changed
        if self._failed or self._problem:
            self.drop()
            return
        if self._file is None and not self._changed and sum(map(len, self._held)) < _HOLD:
            self._held += outcome.documents
            return
        if self._file is None:
            self._file = self._open()
        if self._file is not None:
            self._file.write(b"".join([*self._held, *outcome.documents]))
        self._held = []

    def _open(self) -> NewFile | None:
        """Begin the new file; where that is not allowed, other files may still be."""
        try:
            return NewFile(self._path, packing_now(self._path))
        except NotAllowedError as error:
            self._problem = error
            return None

    def close(self, read: bool) -> bool:  # noqa: ARG002
        """Replace the file if something changed."""
        if not self._changed or self._failed:
            self.drop()
            return False
        if self._problem is None and not os.access(self._path, os.W_OK):
            self._problem = InputError(f"{self._path}: is read-only")
        if self._problem is None and self._seen and file_state(self._path) != self._seen:
            self._problem = InputError(f"{self._path}: was changed by others while it was cleaned")
        if self._problem is not None:
            self.drop()
            raise LeftAsItIsError(f"{self._problem}; it is left as it is")
        if self._file is not None:
            self._commit(self._file)
        return True

    def _commit(self, file: NewFile) -> None:
        try:
            file.commit()
        except NotAllowedError as error:
            self.drop()
            raise LeftAsItIsError(f"{error}; it is left as it is") from None

    def drop(self) -> None:
        """Leave the file as it was."""
        if self._file is not None:
            self._file.discard()
            self._file = None


class GrowingFile:
    """A file that grows as a run goes on, so that an early end loses nothing of it: an audit, rejects, a manifest.

    One run at a time writes it: it is locked from the start, before anything is changed, to the end. `before` is how
    many bytes it held, -1 where there was no such file. Without a path nothing is written.
    """

    def __init__(self, path: str) -> None:
        """Open the file and lock it; what it holds is not touched yet. `UsageError` where another run has it."""
        self.path = path
        self.before = -1
        self._stream: BinaryIO | None = None
        if path:
            was_there = os.path.lexists(path)
            with told_of(path):
                self._stream = self._locked()
            self.before = os.fstat(self._stream.fileno()).st_size if was_there else -1

    def begin(self, *, more: bool) -> None:
        """Make ready for the first line; `more` adds to what the file holds."""
        if self._stream and not more and self.before > 0:
            self._stream.truncate(0)

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Put other lines in the place of those that are there, at a stroke; the lock is held all the time."""
        new = NewFile(self.path, None)
        try:
            for line in lines:
                new.write(line)
            stream = new.put()
        except BaseException:
            new.discard()
            raise
        self.close()
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Add to the file."""
        if self._stream and data:
            with told_of(self.path):
                self._stream.write(data)

    def flush(self, *, disk: bool = True) -> None:
        """Hand over all lines, to the `disk` where what follows may change the only files they tell of."""
        if self._stream:
            with told_of(self.path):
                self._stream.flush()
                if disk and os.path.isfile(self.path):
                    os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close the file, which unlocks it."""
        if self._stream:
            with told_of(self.path):
                self._stream.close()

    def _locked(self) -> BinaryIO:
        """Open the file to add to it, and keep other runs from doing so; what is no regular file is nobody's."""
        stream = open(self.path, "ab")  # noqa: SIM115
        if not os.path.isfile(self.path):
            return stream
        ours = held(stream.fileno())
        try:
            same = os.path.samestat(os.fstat(stream.fileno()), os.stat(self.path))
        except FileNotFoundError:
            same = False
        if ours is False or not same:
            stream.close()
            raise UsageError(f"{self.path}: another run is writing it; name another file")
        return stream
