"""What completed one output: the input it was made of, the rules and settings that made it, and the counts.

Such a record is a line in the manifest of an output folder, or stands alone in a sidecar beside a shard; both have the
same form, so that a run resumes what a job began. An output is complete when it is there under its final name and its
record still holds: same rules, version and settings, same input. No record holds a time, so equal runs give equal
records. The manifest of a folder is written as the outputs are completed (`Journal`); at the end its records stand by
the names of the outputs.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner._core import __version__
from cleaner.errors import InputError, UsageError
from cleaner.formats.files import FileState, GrowingFile, file_state, make_folder
from cleaner.formats.streams import is_remote, why
from cleaner.option import settings_of
from cleaner.pipeline import Cleaner
from cleaner.runs.options import Options
from cleaner.runs.plan import Target
from cleaner.side_files import lines_of, open_regular, parse_json, read_regular


class Terms(NamedTuple):
    """What decides an output besides its input: the same for all outputs of a run."""

    cleaner: str
    rules: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Completion:
    """The completion of one output. `input` and `output` are names as the caller wants them told."""

    input: str
    size: int
    digest: str
    output: str
    written: int
    cleaner: str
    rules: str
    settings: dict[str, Any]
    counts: dict[str, int | dict[str, int]]

    def dump(self) -> bytes:
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def terms(options: Options, cleaner: Cleaner) -> Terms:
    """What decides the outputs of a run; of the settings, only those that somebody chose.

    >>> from cleaner.runs.options import Options
    >>> from cleaner.settings import Settings
    >>> options = Options(to="jsonl", settings=Settings(drop=["caption"], source="none"))
    >>> terms(options, options.cleaner()).settings
    {'to': 'jsonl', 'drop': ['caption'], 'source': 'none'}
    """
    chosen: dict[str, Any] = {}
    for one in settings_of(type(options)):
        value = one.of(options)
        if one.decides and value != one.default:
            chosen[one.name] = sorted(value) if isinstance(value, frozenset) else value
    sides = {name: True for name in ("removed", "rejects") if getattr(options, name)}
    return Terms(__version__, rules_digest(cleaner), {**chosen, **sides})


def rules_digest(cleaner: Cleaner) -> str:
    """A digest of all rule files that a cleaner may use, by name and content, wherever they are."""
    total = hashlib.blake2b(digest_size=16)
    for name, entry in sorted(cleaner.catalogue.entries.items()):
        content = hashlib.blake2b(entry.read(), digest_size=16).hexdigest()
        total.update(f"{name} {content}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def state(path: str) -> FileState:
    """How a file is now: its size, then what changes with it; empty where there is none."""
    if not is_remote(path):
        return file_state(path)
    from cleaner.formats import remote

    try:
        return remote.state(path)
    except InputError:
        return ()


def size(path: str) -> int:
    """The size of a file; -1 where there is none."""
    return int((*state(path), -1)[0])


def complete(
    path: str, seen: FileState, name: str, out: str, shown: str, under: Terms, counts: dict[str, Any]
) -> Completion:
    """The record of an output that has just got its final name; an input that is not as it was `seen` has none.

    `name` and `shown` are the names of input and output in the record, `path` and `out` are where they are.
    """
    digest = _digest(path) if seen else ""
    if not seen or state(path) != seen:
        raise InputError(f"{path}: changed while it was read; {out} holds what was read of it")
    return Completion(name, int(seen[0]), digest, shown, size(out), *under, counts)


def holds(record: Completion | None, path: str, out: str, under: Terms) -> bool:
    """Whether an output is complete: nothing that decides it is other than its record says.

    As with make, an input that was not touched since its output was written is taken for unchanged; any other is
    read, and its content decides. Of one that is elsewhere, the mark that its file system keeps decides.
    """
    if record is None or (record.cleaner, record.rules, record.settings) != tuple(under):
        return False
    made, given = state(out), state(path)
    if not made or not given or (made[0], given[0]) != (record.written, record.size):
        return False
    here = not is_remote(out) and not is_remote(path)
    return (here and max(given[1:3]) < made[1]) or record.digest == _digest(path) != ""


def sidecar(out: str) -> str:
    """Name the sidecar of an output; hidden, so that no pattern for shards takes it for one.

    >>> sidecar("out/00.jsonl.gz")
    'out/.00.jsonl.gz.cleaner.json'
    """
    folder, name = os.path.split(out)
    return os.path.join(folder, f".{name}.cleaner.json")


def drop_sidecar(out: str) -> None:
    """Take away the record beside an output, if there is one."""
    path = sidecar(out)
    if is_remote(path):
        from cleaner.formats.remote import remove

        remove(path)
        return
    with suppress(FileNotFoundError):
        os.unlink(path)


def read_sidecar(out: str) -> Completion | None:
    """The record beside an output, if there is one."""
    path = sidecar(out)
    try:
        if is_remote(path):
            from cleaner.formats import remote

            return parse(remote.read(path))
        return parse(read_regular(path))
    except (OSError, InputError):
        return None


def parse(line: bytes) -> Completion | None:
    """Read a record; what is no whole record, such as a line that a kill cut short, is none.

    >>> parse(b'{"input": "a.jsonl", "si')
    """
    import msgspec  # JSON lines need it, and then it is there

    try:
        return msgspec.convert(parse_json(line), Completion)
    except (ValueError, msgspec.ValidationError):
        return None


def _digest(path: str) -> str:
    """The fingerprint of a file's bytes; elsewhere, that of the mark which its file system keeps; else nothing."""
    total = hashlib.blake2b(digest_size=16)
    if is_remote(path):
        _, mark = (*state(path), "", "")[:2]
        total.update(str(mark).encode())
        return total.hexdigest() if mark else ""
    try:
        with open(path, "rb", buffering=0) as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    except OSError:
        return ""
    return total.hexdigest()


NAME = ".cleaner-manifest.jsonl"


class Journal:
    """The records of one run into a folder, and those of earlier runs that still stand."""

    def __init__(self, options: Options, cleaner: Cleaner, targets: list[Target], told: bool = True) -> None:
        """Find out what is complete already, and begin the manifest with it.

        Where the audit of what is complete is not there any more, it is not `told` of, and all is done again.
        """
        path = options.manifest or os.path.join(options.output, NAME)
        self._folder = options.output
        self._terms = terms(options, cleaner)
        _read(path)  # what is no manifest is told of before the file is opened to be written
        make_folder(os.path.dirname(os.path.realpath(path)), path)
        try:
            self._file = GrowingFile(path)  # locked for as long as the run goes on
        except UsageError:
            raise UsageError(f"{path}: another run is filling the folder; wait for it, or name another one") from None
        earlier = _read(path)
        self.done = self._complete(targets, earlier) if options.resume and told else {}
        mine = {self._name(target) for target in targets}
        others = (name for name in earlier if name not in mine)
        self._records = {name: earlier[name] for name in others if os.path.exists(os.path.join(self._folder, name))}
        self._records |= {self._name(target): self.done[target.out] for target in targets if target.out in self.done}

    def clear(self, targets: list[Target]) -> None:
        """Take away what is there of outputs that are to be made anew.

        An earlier run was killed between an output and its record here. What the audit told of it is told anew with it;
        if this run is killed before, the old output would look like one that lost nothing.
        """
        for target in targets:
            with suppress(OSError):
                os.unlink(target.out)

    def write(self) -> None:
        """Write down what stands, by name; what is about to be made anew is not told of as complete."""
        self._file.rewrite(record.dump() for _, record in sorted(self._records.items()))

    def note(self, target: Target, seen: FileState, counts: dict[str, Any]) -> str:
        """Write down that an output is complete, or say why it cannot be called so.

        `seen` is its input as it was before it was read.
        """
        path = target.inputs[0].path
        try:
            record = complete(path, seen, path, target.out, self._name(target), self._terms, counts)
        except InputError as error:
            return str(error)
        self._records[record.output] = record
        self._file.write(record.dump())
        self._file.flush(disk=False)
        return ""

    def close(self, whole: bool) -> None:
        """End the manifest; where the run was `whole`, in the order of the names."""
        if whole:
            self.write()
        self._file.close()

    def _complete(self, targets: Iterable[Target], earlier: Mapping[str, Completion]) -> dict[str, Completion]:
        """Find the outputs that would be made the same again, by the manifest or by their own sidecars."""
        found = {}
        for target in targets:
            for record in (earlier.get(self._name(target)), read_sidecar(target.out)):
                if record is not None and holds(record, target.inputs[0].path, target.out, self._terms):
                    found[target.out] = record
        return found

    def _name(self, target: Target) -> str:
        """Name an output as it is called within the folder."""
        return os.path.relpath(target.out, self._folder).replace(os.sep, "/")


def wanted(options: Options, mirrors: bool) -> bool:
    """Whether a run keeps a manifest: wherever it fills a folder."""
    local = not any(map(is_remote, (options.output, *options.paths)))
    if (options.resume or options.manifest) and not (mirrors and local):
        raise UsageError("--resume and --manifest are for runs that fill a folder: -o DIR, all on this machine")
    if options.resume and options.rejects:
        raise UsageError("--rejects holds the lines of a whole run, so that --resume cannot go on with it")
    return mirrors and local and options.writes


def _read(path: str) -> dict[str, Completion]:
    """Read a manifest, by the names of the outputs; a line that was cut short is as good as none."""
    try:
        with open_regular(path) as stream:
            found = map(parse, lines_of(stream, path))
            return {record.output: record for record in found if record is not None}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None
