"""The manifest of an output folder: one completion record for each output, written as the outputs are completed.

With it a run that was broken off is resumed: what is complete and would be made the same again is left as it is. At
the end the records stand by the names of the outputs, so that equal runs, resumed or not, give equal manifests.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cleaner.errors import InputError, UsageError
from cleaner.formats.files import NewFile
from cleaner.runs import manifest
from cleaner.runs.in_place import look
from cleaner.sides import lines_of, open_regular, parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, BinaryIO

    from cleaner.pipeline import Cleaner
    from cleaner.runs.manifest import Record
    from cleaner.runs.options import Options
    from cleaner.runs.plan import Target
    from cleaner.runs.task import Seen

NAME = ".cleaner-manifest.jsonl"


class Journal:
    """The records of one run into a folder, and those of earlier runs that still stand."""

    def __init__(self, options: Options, cleaner: Cleaner, targets: list[Target], told: bool = True) -> None:
        """Find out what is complete already, and begin the manifest with it.

        Where the audit of what is complete is not there any more, it is not `told` of, and all is done again.
        """
        self.path = options.manifest or os.path.join(options.output, NAME)  # noqa: PTH118
        self._folder = options.output
        self._terms = manifest.terms(options, cleaner)
        earlier = _read(self.path)
        self.done = self._complete(targets, earlier) if options.resume and told else {}
        mine = {self._name(target) for target in targets}
        self._records = {name: record for name, record in earlier.items() if name not in mine and self._there(name)}
        self._records |= {self._name(target): self.done[target.out] for target in targets if target.out in self.done}
        self._stream: BinaryIO | None = None

    def left(self, targets: list[Target]) -> list[Target]:
        """Give the outputs that are to be made."""
        return [target for target in targets if target.out not in self.done]

    def begin(self) -> None:
        """Write down what stands, so that nothing that is about to be made anew is told of as complete."""
        self._write()
        self._stream = open(self.path, "ab", buffering=0)  # noqa: SIM115, PTH123

    def note(self, target: Target, seen: Seen, counts: Mapping[str, Any]) -> str:
        """Write down that an output is complete, or say why it cannot be called so.

        `seen` is its input as it was before it was read.
        """
        path = target.inputs[0].path
        try:
            taken = manifest.look(path)
            changed = look(path) != seen
            record = manifest.complete(taken, path, target.out, self._name(target), self._terms, counts)
        except (InputError, OSError) as error:
            return str(error)
        if changed:
            return f"{path}: changed while it was read; {target.out} holds what was read of it"
        self._records[record.output] = record
        if self._stream is not None:
            self._stream.write(record.dump())
        return ""

    def close(self, whole: bool) -> None:
        """End the manifest; where the run was `whole`, in the order of the names."""
        if self._stream is not None:
            self._stream.close()
        if whole:
            self._write()

    def _complete(self, targets: Iterable[Target], earlier: Mapping[str, Record]) -> dict[str, Record]:
        """Find the outputs that would be made the same again, by the manifest or by their own sidecars."""
        found = {}
        for target in targets:
            for record in (earlier.get(self._name(target)), manifest.read_sidecar(target.out)):
                if record is not None and manifest.holds(record, target.inputs[0].path, target.out, self._terms):
                    found[target.out] = record
        return found

    def _name(self, target: Target) -> str:
        """Name an output as it is called within the folder."""
        return os.path.relpath(target.out, self._folder).replace(os.sep, "/")

    def _there(self, name: str) -> bool:
        return os.path.exists(os.path.join(self._folder, name))  # noqa: PTH110, PTH118

    def _write(self) -> None:
        with NewFile(self.path) as file:
            for _, record in sorted(self._records.items()):
                file.write(record.dump())


def wanted(options: Options, mirrors: bool) -> bool:
    """Tell whether a run keeps a manifest: wherever it fills a folder."""
    local = not any("://" in path for path in (options.output, *options.paths))
    if (options.resume or options.manifest) and not (mirrors and local):
        raise UsageError("--resume and --manifest are for runs that fill a folder: -o DIR, all on this machine")
    if options.resume and options.rejects:
        raise UsageError("--rejects holds the lines of a whole run, so that --resume cannot go on with it")
    return mirrors and local and options.writes


def _read(path: str) -> dict[str, Record]:
    """Read a manifest, by the names of the outputs; a line that was cut short is as good as none."""
    try:
        with open_regular(path) as stream:
            found = map(manifest.parse, lines_of(stream, path))
            return {record.output: record for record in found if record is not None}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None


def kept(audit: str, outs: Iterable[str]) -> Iterator[bytes]:
    """Give what an audit tells of certain outputs: those that a resumed run does not make again."""
    wanted = set(outs)
    group: list[bytes] = []
    with open_regular(audit) as old:
        for line in lines_of(old, audit):
            group.append(line)
            try:
                record = parse_json(line)
            except ValueError:  # the run was broken off within a line
                break
            out = record.get("out") if isinstance(record, dict) else None
            if isinstance(out, str):  # the record that closes a document, or tells that one was skipped
                yield b"".join(group) if out in wanted else b""
                group = []
