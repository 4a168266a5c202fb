"""Where documents go: standard output, a new file, a file changed in place, or nowhere."""

from __future__ import annotations

import os
import sys

from cleaner.errors import InputError, UsageError
from cleaner.formats.streams import is_remote
from cleaner.formats.text import FORM_FEED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO, Protocol

    from cleaner.formats.files import NewFile
    from cleaner.formats.remote import RemoteFile
    from cleaner.runs.options import Options
    from cleaner.runs.plan import Target
    from cleaner.runs.task import Outcome, Seen

    class Sink(Protocol):
        """Takes the outcomes of one output, then is closed, or is dropped when the run ends early."""

        def take(self, outcome: Outcome) -> None:
            """Write the documents of an outcome."""

        def close(self) -> bool:
            """Finish the output; tell whether a file was written."""

        def drop(self) -> None:
            """Leave no half of an output behind."""


def sink_for(target: Target, options: Options, seen: Seen = ()) -> Sink:
    """Open the sink of an output; one that is changed in place must still be as it was `seen`."""
    if not options.writes:
        return Diff(target.inputs[0].path, options.color) if options.diff else Nowhere()
    if target.inputs and all(item.problem for item in target.inputs):
        return Nowhere()
    if target.to == "parquet" and target.out == "-" and sys.stdout.isatty():
        raise UsageError("a Parquet file is nothing for a terminal: name a file with -o")
    sink = _bytes_for(target, options, seen)
    if target.to != "parquet" and target.worked == target.to:
        return sink
    from cleaner.runs.table_sink import TableSink

    return TableSink(sink, target.out, target.to)


def _bytes_for(target: Target, options: Options, seen: Seen) -> Sink:
    """Open the sink of an output whose bytes are there."""
    if options.in_place:
        from cleaner.runs.in_place import InPlace

        return InPlace(target.out, seen)
    return Stdout(target.to) if target.out == "-" else File(target.out, target.to)


def is_terminal(stream: object) -> bool:
    """Tell whether a stream is a terminal; a closed one is none."""
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
        from cleaner.runs.describe import shown

        data = shown(data)
    painted(data)


def painted(data: bytes) -> None:
    """Write what holds colours of ours, and of what others wrote only what was made visible before."""
    sys.stdout.buffer.write(data)


class _Joined:
    """Parts text documents with form feed lines; JSON lines need nothing between them."""

    def __init__(self, to: str) -> None:
        self._text = to == "text"
        self._begun = False

    def pieces(self, documents: list[bytes]) -> bytes:
        """Give the bytes that the next documents add to an output."""
        if not self._text:
            return b"".join(documents)
        solid = [document for document in documents if document]
        lead = FORM_FEED if self._begun and solid else b""
        self._begun |= bool(solid)
        return lead + FORM_FEED.join(solid)


class Nowhere:
    """Writes nothing."""

    def take(self, outcome: Outcome) -> None:
        """Let the documents go."""

    def close(self) -> bool:
        """Have nothing to finish."""
        return False

    def drop(self) -> None:
        """Have nothing to take back."""


class Stdout:
    """Standard output."""

    def __init__(self, to: str) -> None:
        """Begin a stream of text or JSON lines."""
        self._joined = _Joined(to)

    def take(self, outcome: Outcome) -> None:
        """Write the documents at once: whoever reads them may wait for them while the input stalls."""
        out(self._joined.pieces(outcome.documents))
        sys.stdout.buffer.flush()

    def close(self) -> bool:
        """Make sure that all has arrived."""
        sys.stdout.buffer.flush()
        return False

    def drop(self) -> None:
        """Leave what is written: a stream cannot be taken back."""


class Diff:
    """Shows changes on standard output; on a terminal what goes is red and what comes is green."""

    def __init__(self, path: str, color: str = "auto") -> None:
        """Show the changes of a file; `color` is `auto`, `always` or `never`."""
        self._path = path
        self._colored = use_color(color, sys.stdout)
        self._begun = False

    def take(self, outcome: Outcome) -> None:
        """Write the hunks; those of JSON lines come without the names of the file."""
        if outcome.diff and outcome.diff[0].startswith(b"@@") and not self._begun:
            from cleaner.formats.diff import header

            self._write(header(self._path))
        self._begun |= bool(outcome.diff)
        self._write(b"".join(outcome.diff))

    def _write(self, diff: bytes) -> None:
        if not self._colored:
            out(diff)
        elif diff:
            from cleaner.formats.diff import colored
            from cleaner.runs.describe import shown

            painted(colored(shown(diff)))

    def close(self) -> bool:
        """Make sure that all has arrived."""
        sys.stdout.buffer.flush()
        return False

    def drop(self) -> None:
        """Leave what is written."""


class File:
    """A new file, there when it is complete; an output without a single readable input is not made."""

    def __init__(self, path: str, to: str) -> None:
        """Begin a file."""
        self._file = new_file(path)
        self._joined = _Joined(to)
        self._read = False

    def take(self, outcome: Outcome) -> None:
        """Write the documents."""
        self._read |= not outcome.failed or bool(outcome.documents)
        self._file.write(self._joined.pieces(outcome.documents))

    def close(self) -> bool:
        """Give the file its name."""
        if self._read:
            self._file.commit()
        else:
            self._file.discard()
        return self._read

    def drop(self) -> None:
        """Forget the file."""
        self._file.discard()


def new_file(path: str) -> NewFile | RemoteFile:
    """Begin a file, here or elsewhere."""
    if is_remote(path):
        from cleaner.formats.remote import RemoteFile

        return RemoteFile(path)
    from cleaner.formats.files import NewFile

    return NewFile(path)


class Side:
    """The audit or the rejects: a file that grows as the run goes on, so that an early end loses nothing of it.

    One run at a time writes it: it is locked from the start, before anything is changed, to the end.
    """

    def __init__(self, path: str) -> None:
        """Open the file and lock it, if there is one to write; what it holds is not touched yet.

        `before` is how many bytes it holds, -1 where there was no such file.
        """
        self._path = path
        was_there = bool(path) and _stat(path) is not None
        self._stream = _locked(path) if path else None
        self.before = os.fstat(self._stream.fileno()).st_size if self._stream and was_there else -1

    def begin(self, more: bool) -> None:
        """Make ready for the first line; `more` adds to what the file holds."""
        if self._stream and not more and self.before > 0:
            self._stream.truncate(0)

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Put other lines in the place of those that are there, at a stroke."""
        from cleaner.formats.files import NewFile

        with NewFile(self._path) as new:
            for line in lines:
                new.write(line)
        self.close()
        self._stream = _locked(self._path)

    def write(self, lines: list[bytes]) -> None:
        """Add lines."""
        if self._stream and lines:
            self._told(self._stream.write, b"".join(lines))

    def settle(self, disk: bool = True) -> None:
        """Hand over all lines, to the `disk` where what follows may change the only files they tell of."""
        if self._stream:
            self._told(self._stream.flush)
            if disk and os.path.isfile(self._path):  # noqa: PTH113
                self._told(os.fsync, self._stream.fileno())

    def close(self) -> None:
        """Close the file, which unlocks it."""
        if self._stream:
            self._told(self._stream.close)

    def _told(self, work: Callable[..., object], *given: object) -> None:
        """Do something with the file; say of an error which file it is about."""
        try:
            work(*given)
        except OSError as error:
            raise _unwritable(self._path, error) from None


def _unwritable(path: str, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}")


def _stat(path: str) -> os.stat_result | None:
    """Ask the system about a file, if there is one."""
    try:
        return os.stat(path)  # noqa: PTH116
    except OSError:
        return None


def _locked(path: str) -> BinaryIO:
    """Open a file to add to it, and keep other runs from doing so; what is no regular file is nobody's."""
    from cleaner.formats.files import held

    try:
        stream = open(path, "ab")  # noqa: SIM115, PTH123
    except OSError as error:
        raise _unwritable(path, error) from None
    if not os.path.isfile(path):  # noqa: PTH113
        return stream
    ours, there = held(stream.fileno()), _stat(path)
    if ours is False or there is None or not os.path.samestat(os.fstat(stream.fileno()), there):
        stream.close()
        raise UsageError(f"{path}: another run is writing it; name another file")
    return stream
