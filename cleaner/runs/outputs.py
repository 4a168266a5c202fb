"""The outputs of a run: its tasks are done in order, and their documents go where the plan says.

That is standard output, a new file, a file changed in place, a table, or nowhere. The command line and the jobs of
engines stand on it; what they add is what they tell of a run, and what they write beside.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cleaner.errors import InputError, LeftAsItIsError, UsageError
from cleaner.formats.diff import colored, header
from cleaner.formats.files import FileState, NewFile, NotAllowedError, file_state, sweep
from cleaner.formats.streams import is_remote, packing_now
from cleaner.formats.text import FORM_FEED
from cleaner.runs.console import out, painted, shown, use_color
from cleaner.runs.options import Options
from cleaner.runs.plan import STDIO, Target
from cleaner.runs.pool import results
from cleaner.runs.tally import Tally
from cleaner.runs.worker import Outcome, Task, Worker, tasks

if TYPE_CHECKING:
    from cleaner.formats.parquet import Encoder
    from cleaner.formats.records import TableEncoder


class Output:
    """An output under way. Whoever iterates over it gets each task with its outcome, whose documents are written.

    It is there when it is closed. `seen` is its input as it was before it was read; `tally` counts what came into it.
    Something of its inputs could be `read`; one that broke off, or could not be read at all, has `failed`.
    """

    def __init__(self, target: Target, options: Options, done: Iterator[tuple[Task, Outcome]]) -> None:
        self.target = target
        self.seen: FileState = ()
        self.tally = Tally()
        self.read = self.failed = False
        self._options = options
        self._done = done
        self._sink = Sink()  # until the first outcome

    def __iter__(self) -> Iterator[tuple[Task, Outcome]]:
        """Take outcome after outcome, and hand each on."""
        for number, (task, outcome) in enumerate(self._done):
            if not number:
                self.seen = task.place.seen
                self._sink = sink_for(self.target, self._options, self.seen)
            self.read |= not outcome.failed or bool(outcome.documents or outcome.tables)
            self.failed |= outcome.failed
            self.tally.add(outcome.tally)
            self._sink.take(outcome)
            yield task, outcome

    def close(self) -> bool:
        """Finish it; tell whether a file was written."""
        return self._sink.close(self.read)

    def drop(self) -> None:
        self._sink.drop()


def outputs(targets: Sequence[Target], worker: Worker, jobs: int) -> Generator[Output, None, None]:
    """Each output of a plan, when it has its first outcome; it is up to the caller to go through it, and to close it.

    Close the generator, too (`contextlib.closing`): where the run ends amid an output, nothing of that one stays.
    """
    done = results(tasks(targets, worker.reading), worker, jobs)
    try:
        for number, found in groupby(done, key=lambda pair: pair[0].place.target):
            output = Output(targets[number], worker.options, found)
            try:
                yield output
            except GeneratorExit:
                output.drop()
                raise
    finally:
        done.close()


class Sink:
    """Takes outcomes of one output, then is closed, or is dropped when the run ends early; this one writes nothing.

    Text documents on one stream are parted by form feed lines; what is of another form needs nothing between.
    """

    def __init__(self, to: str = "") -> None:
        self._separator = FORM_FEED if to == "text" else b""
        self._begun = False

    def take(self, outcome: Outcome) -> None:
        """Take in the documents of an outcome."""

    def close(self, read: bool) -> bool:  # noqa: ARG002
        """Finish the output, of which something was `read` or nothing; tell whether a file was written."""
        return False

    def drop(self) -> None:
        """Leave no half of an output behind; what is on a stream cannot be taken back."""

    def _joined(self, documents: list[bytes]) -> bytes:
        """The bytes that the next documents add to an output."""
        solid = [document for document in documents if document]
        lead = self._separator if self._begun and solid else b""
        self._begun |= bool(solid)
        return lead + self._separator.join(solid)


def sink_for(target: Target, options: Options, seen: FileState = ()) -> Sink:
    """Open the sink of an output; one that is changed in place must still be as it was `seen`."""
    if not options.writes:
        return Diff(target.inputs[0].path, options.color) if options.diff else Sink()
    if target.inputs and all(item.problem for item in target.inputs):
        return Sink()
    if target.to == "parquet" and target.out == STDIO and sys.stdout.isatty():
        raise UsageError("a Parquet file is nothing for a terminal: name a file with -o")
    if target.to != "parquet" and target.worked == target.to:
        return _bytes_for(target, options, seen)
    encoder: TableEncoder  # what it needs and lacks is told before a file is begun
    if target.to == "parquet":
        from cleaner.formats.parquet import ParquetEncoder

        encoder = ParquetEncoder()
    else:
        from cleaner.formats.delimited import DelimitedEncoder

        encoder = DelimitedEncoder("csv" if target.to == "csv" else "tsv")
    return TableSink(_bytes_for(target, options, seen), target.out, encoder)


def _bytes_for(target: Target, options: Options, seen: FileState) -> Sink:
    """Open the sink of an output whose bytes are there."""
    if options.in_place:
        return InPlace(target.out, seen)
    return Stdout(target.to) if target.out == STDIO else File(target.out, target.to)


class Stdout(Sink):
    """Standard output. Documents are written at once: whoever reads may wait for them while the input stalls."""

    def take(self, outcome: Outcome) -> None:
        out(self._joined(outcome.documents))
        sys.stdout.buffer.flush()


class Diff(Sink):
    """Shows the changes of a file on standard output; in colours what goes is red and what comes is green."""

    def __init__(self, path: str, color: str = "auto") -> None:
        super().__init__()
        self._path = path
        self._colored = use_color(color, sys.stdout)

    def take(self, outcome: Outcome) -> None:
        """Write the hunks; those of JSON lines come without the names of the file."""
        bare = outcome.diff and outcome.diff[0].startswith(b"@@") and not self._begun
        self._begun |= bool(outcome.diff)
        diff = b"".join([header(self._path) if bare else b"", *outcome.diff])
        if not self._colored:
            out(diff)
        elif diff:
            painted(colored(shown(diff)))
        sys.stdout.buffer.flush()


class File(Sink):
    """A new file, there when it is complete; an output without a single readable input is not made."""

    def __init__(self, path: str, to: str) -> None:
        super().__init__(to)
        self._file = new_file(path)

    def take(self, outcome: Outcome) -> None:
        self._file.write(self._joined(outcome.documents))

    def close(self, read: bool) -> bool:
        if read:
            self._file.commit()
        else:
            self._file.discard()
        return read

    def drop(self) -> None:
        self._file.discard()


def new_file(path: str) -> NewFile:
    """Begin a file, here or elsewhere."""
    if is_remote(path):
        from cleaner.formats.remote import RemoteFile

        return RemoteFile(path)
    return NewFile(path)


class TableSink(Sink):
    """Encodes what comes, and hands the bytes on: a new file, or one in place, is then as safe as any other.

    `name` is that of the output, `records` encodes what does not come as rows of a table.
    """

    def __init__(self, inner: Sink, name: str, records: TableEncoder) -> None:
        super().__init__()
        self._inner = inner
        self._name = name
        self._records = records
        self._rows: Encoder | None = None

    def take(self, outcome: Outcome) -> None:
        encoded = self._of_rows(outcome) if outcome.tables else self._records.add(outcome.documents)
        outcome.documents = [encoded] if encoded else []
        self._inner.take(outcome)

    def _of_rows(self, outcome: Outcome) -> bytes:
        """Encode rows, which keep their types."""
        from cleaner.formats.parquet import Encoder

        done = b""
        for table, group in outcome.tables:
            if self._rows is None:
                self._rows = Encoder(table.batch.schema, table.codecs)
            if not table.batch.schema.equals(self._rows.schema):
                raise UsageError(f"{self._name}: the inputs have not the same columns; -o DIR/ keeps them apart")
            done += self._rows.add(table.batch, group)
        return done

    def close(self, read: bool) -> bool:
        if read:
            outcome = Outcome()
            outcome.documents.append((self._rows or self._records).finish())
            self._inner.take(outcome)
        return self._inner.close(read)

    def drop(self) -> None:
        self._inner.drop()


_HOLD = 1 << 22  # bytes of unchanged records that are kept in memory before a new file is begun


class InPlace(Sink):
    """One file that is replaced, if it is as it was `seen`.

    What does not change, or cannot be read to its end, stays untouched; nothing is opened before something changes.
    """

    def __init__(self, path: str, seen: FileState = ()) -> None:
        super().__init__()
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
        self._held += outcome.documents
        if self._file is None and (self._changed or sum(map(len, self._held)) >= _HOLD):
            try:
                self._file = NewFile(self._path, packing_now(self._path))
            except NotAllowedError as error:  # other files may still be
                self._problem = error
        if self._file is not None:
            self._file.write(b"".join(self._held))
            self._held = []

    def close(self, read: bool) -> bool:  # noqa: ARG002
        if not self._changed or self._failed:
            self.drop()
            return False
        if self._problem is None and not os.access(self._path, os.W_OK):
            self._problem = InputError(f"{self._path}: is read-only")
        if self._problem is None and self._seen and file_state(self._path) != self._seen:
            self._problem = InputError(f"{self._path}: was changed by others while it was cleaned")
        if self._problem is None and self._file is not None:
            try:
                self._file.commit()
            except NotAllowedError as error:
                self._problem = error
        if self._problem is not None:
            self.drop()
            raise LeftAsItIsError(f"{self._problem}; it is left as it is")
        return True

    def drop(self) -> None:
        if self._file is not None:
            self._file.discard()
            self._file = None
        self._held = []
