"""`restore`: the input of a run, from its output and its audit."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from cleaner.audit import Audit, Out
from cleaner.cli.terminal import Messages
from cleaner.errors import CleanerError, RestoreError, UsageError, unexpected
from cleaner.formats import compression, detect
from cleaner.formats.folders import Omitted, Selection, walk
from cleaner.formats.streams import is_remote, open_input, packing_now, peek, trouble
from cleaner.formats.text import FORM_FEED
from cleaner.restore import Rebuilt, is_as_before, is_as_before_table, outputs, rebuild, rebuild_table
from cleaner.runs.console import out
from cleaner.runs.options import Options
from cleaner.runs.plan import STDIO, real_paths

if TYPE_CHECKING:
    from cleaner.formats.parquet import Table

Write = Callable[[bytes], object]

_CHUNK = 1 << 20
_TAKEN = {"html": "a page; this is the text", "warc": "a record of an archive; this is the text"}


def restore(options: Options, messages: Messages) -> int:
    """Rebuild what a run read; give the exit code."""
    clean, output = options.paths[0], options.output
    is_folder = clean != STDIO and os.path.isdir(clean)
    if is_folder and not output:
        raise UsageError(f"{clean} is a folder: say with -o where the rebuilt files go")
    if is_folder and os.path.realpath(output) == os.path.realpath(clean):
        raise UsageError("-o is the folder that is read")
    if not is_folder and output and os.path.isdir(output):
        raise UsageError(f"{output} is a folder, a file is wanted for the one that {clean} came from")
    restorer = _Restorer(Audit(options.removed), messages)
    if is_folder:
        code = restorer.folder(clean, output)
    else:
        restorer.one(clean, restorer.named(clean), output)
        code = 0
    if restorer.audit.cut:
        messages.problem(restorer.audit.cut)
    return max(code, int(restorer.silent))


class _Restorer:
    """Rebuilds outputs by one audit; `silent` tells that the end of one of them is not in the audit any more."""

    def __init__(self, audit: Audit, messages: Messages) -> None:
        self.audit = audit
        self.silent = False
        self._messages = messages

    def folder(self, clean: str, output: str) -> int:
        """Rebuild every file of a folder into another one; where that fails, the others go on. Give the exit code."""
        real_path, left = real_paths(), Omitted()
        known = {real_path(name): name for name in self.audit.outs if name != STDIO}
        audit, ours = os.path.realpath(self.audit.path), os.path.realpath(output) + os.sep
        failed, met = 0, False
        for path in walk(clean, Selection(every=True), left):
            real = real_path(path)
            if real == audit or real.startswith(ours):
                continue
            name = known.get(real, "")
            met |= bool(name)
            try:
                inner = _as_it_was_called(os.path.relpath(path, clean), self.audit.outs.get(name))
                self.one(path, name, os.path.join(output, inner))
            except Exception as error:
                foreseen = isinstance(error, CleanerError)
                self._messages.problem(str(error) if foreseen else f"{path}: {unexpected(error)}; please report this")
                failed += 1
        for path, reason in left.unread:
            self._messages.problem(f"{path}: {reason}")
        if known and not met and not any(map(os.path.exists, known)):
            raise RestoreError(f"{clean}: {self.audit.path} tells of other files, such as {next(iter(known.values()))}")
        return int(bool(failed or left.unread))

    def named(self, clean: str) -> str:
        """Find the output in the audit that a file is: by its name, else the only one there is."""
        outs = self.audit.outs
        for name in outs:
            if name == clean or (STDIO not in (name, clean) and os.path.realpath(name) == os.path.realpath(clean)):
                return name
        if STDIO in outs or len(outs) <= 1:
            return STDIO if STDIO in outs else next(iter(outs), "")
        raise RestoreError(f"{clean}: {self.audit.path} tells of {len(outs)} outputs, and none has this name")

    def one(self, clean: str, name: str, output: str) -> None:
        """Rebuild one output; its name in the audit is empty where it did not change."""
        known = self.audit.outs.get(name)
        if known is None or not known.touched or known.left or self._is_as_before(clean, name, known):
            if known is not None and known.touched:
                self._messages.say(f"{clean}: is as it was before the run")
            self._copy(clean, output, known)
            return
        with ExitStack() as stack:
            stream = _opened(clean, stack)
            table = _table(clean, stream)
            write = _writer(output, _packing(clean, output, known), stack)
            if table is not None:
                if write is out and sys.stdout.isatty():
                    raise UsageError("a Parquet file is nothing for a terminal: name a file with -o")
                for data in rebuild_table(table, self.audit.groups(name), clean, self._messages.say):
                    write(data)
            else:
                found = rebuild(outputs(stream, known.to, known.told), self.audit.groups(name), clean)
                self._write(clean, name, found, write, known.to == "text")
            if problem := trouble(stream):
                raise RestoreError(f"{clean}: {problem}")

    def _is_as_before(self, clean: str, name: str, known: Out) -> bool:
        """Whether a file is what went into the run. A stream can be read only once, and is an output."""
        if clean == STDIO or is_remote(clean) or not os.path.isfile(clean):
            return False
        with ExitStack() as stack:
            stream = _opened(clean, stack)
            if (table := _table(clean, stream)) is not None:
                return known.to == "parquet" and is_as_before_table(table, self.audit.groups(name))
            return is_as_before(stream, self.audit.groups(name), known.to, known.told) and not trouble(stream)

    def _copy(self, clean: str, output: str, known: Out | None) -> None:
        """Write a file as it is; packed as it is, too, unless the names want it otherwise."""
        with ExitStack() as stack:
            wanted = _packing(clean, output, known)
            if clean != STDIO and not is_remote(clean) and output and packing_now(clean) == wanted:
                stream: BinaryIO = stack.enter_context(open(clean, "rb"))
                wanted = None
            else:
                stream = _opened(clean, stack)
            write = _writer(output, wanted, stack)
            while data := stream.read(_CHUNK):
                write(data)
            if problem := trouble(stream):
                raise RestoreError(f"{clean}: {problem}")

    def _write(self, clean: str, name: str, found: Iterator[Rebuilt], write: Write, text: bool) -> None:
        """Write what was rebuilt; what was on one stream is parted by form feed lines, as its outputs were."""
        last, untold = b"", 0
        for data, end in found:
            record = end or {}
            untold = 0 if end else untold + 1
            if data is None:
                self._messages.say(f"{record['doc']}: was skipped by the run, so it is not in the output")
                continue
            if kind := _TAKEN.get(record.get("from", "")):
                self._messages.say(f"{record['doc']}: was {kind} that was taken from it")
            if text and data and record.get("from") not in detect.RECORDS and "raw" not in record:
                data = (b"" if last.endswith(b"\n") else b"\n") * bool(last) + FORM_FEED * bool(last) + data
            write(data)
            last = data or last
        if untold and self.audit.cut and name == self.audit.last:
            self._messages.problem(f"{clean}: the audit is cut short: the last {untold:,} may be as the run left them")
            self.silent = True


def _as_it_was_called(name: str, known: Out | None) -> str:
    """The name of a rebuilt file, with the suffix of what it was: records that became text are records again."""
    if known is None or len(known.origins) != 1 or known.to in known.origins:
        return name
    (origin,) = known.origins
    suffixes = detect.FORMS[origin].suffixes if origin in (*detect.RECORDS, "text") else ()
    stem, packing = compression.split(name)
    stem, suffix = os.path.splitext(stem)
    return stem + (suffixes[0] if suffixes and suffix.lower() not in suffixes else suffix) + packing


def _opened(clean: str, stack: ExitStack) -> BinaryIO:
    stream = open_input(clean)
    if clean != STDIO:
        stack.callback(stream.close)
    return stream


def _table(clean: str, stream: BinaryIO) -> "Table | None":
    """The table that a file is; None for another form."""
    if detect.by_content(peek(clean, stream)) != "parquet":
        return None
    from cleaner.formats.base import LIMITS
    from cleaner.formats.parquet import Table

    return Table(clean, stream, LIMITS)


def _packing(clean: str, output: str, known: Out | None) -> compression.Packing | None:
    """Say how the rebuilt file is packed: by its name, unless the name of the input lied."""
    named = compression.packing_named(output)
    if known is not None and known.plain:
        return None
    if clean == STDIO or is_remote(clean):
        return named
    now = packing_now(clean)
    return named if now == compression.packing_named(clean) else now


def _writer(output: str, packing: compression.Packing | None, stack: ExitStack) -> Write:
    if output in ("", STDIO):
        stack.callback(sys.stdout.buffer.flush)
        return out
    from cleaner.formats.files import NewFile

    return stack.enter_context(NewFile(output, packing)).write
