"""Cleans one file as a unit of work that anything may schedule: a loop, Slurm, datatrove, Spark, Ray.

Bytes, order and names are those of the command line, for it is the same worker. The output is written
beside and renamed, its audit before it, and a sidecar after it says what completed it; so a shard whose worker was
killed is done again, one that is done is not, and nobody has to keep a list.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Union

from cleaner.errors import InputError, UsageError
from cleaner.formats.streams import is_remote
from cleaner.option import checked
from cleaner.rules.catalogue import Stamp, builtin_files, rule_files
from cleaner.runs import manifest
from cleaner.runs.manifest import Completion
from cleaner.runs.options import Options
from cleaner.runs.outputs import new_file, outputs
from cleaner.runs.plan import STDIO, Target, plan
from cleaner.runs.tally import Tally
from cleaner.runs.worker import Worker
from cleaner.settings import DEFAULT, Settings

Name = Union[str, "os.PathLike[str]"]
MOST_PROBLEMS = 20  # that are told one by one; the audit has them all


def clean_file(
    input: Name,
    output: Name,
    *,
    settings: Settings = DEFAULT,
    text: str = "text",
    url: str = "url",
    form: str = "auto",
    encoding: str = "",
    to: str = "auto",
    annotate: bool = False,
    removed: Name = "",
    rejects: Name = "",
    resume: bool = True,
) -> Stats:
    """Clean one file into another, as ``cleaner clean INPUT -o OUTPUT`` does, and give the counts.

    `text` and `url` name the fields of records; `form`, `encoding`, `to`, `annotate`, `removed` and `rejects` are the
    options of the command line. Paths with ``://`` go through fsspec, those of sidecars and audits too. With `resume`,
    an output whose sidecar still holds is left as it is: same input, same rules, same version, same settings. An input
    that cannot be read at all is an `InputError`; one that breaks off gives what was read, has `failed` in its stats
    and no sidecar, so that the next run tries again.
    """
    if not isinstance(settings, Settings):
        raise UsageError(f"`settings` is a Settings, not {type(settings).__name__}")
    for name, value in (("text", text), ("url", url)):  # the names that `Options` does not have
        if not isinstance(value, str):
            raise UsageError(f"`{name}` is a str, not {type(value).__name__}")
    options = Options(
        paths=(_path("input", input),),
        output=_path("output", output),
        form=form,
        encoding=encoding,
        to=to,
        annotate=annotate,
        removed=_path("removed", removed),
        rejects=_path("rejects", rejects),
        text_field=text,
        url_field=url,
        settings=settings,
    )
    shard = _Shard(checked(options))
    return (shard.done() if resume else None) or shard.clean()


def shards(source: Name, output: Name, *, to: str = "auto") -> list[tuple[str, str]]:
    """Pair each file of a folder with its name in the output folder, in order: the work that a job has to do."""
    folder = os.path.join(_path("output", output), "")
    options = checked(Options(paths=(_path("source", source),), output=folder, to=to))
    targets = plan(options)
    if problems := [item.problem for item, *_ in (target.inputs for target in targets) if item.named and item.problem]:
        raise InputError("; ".join(problems))
    return [(target.inputs[0].path, target.out) for target in targets]


def gathered(outputs: Iterable[Name]) -> Stats:
    """Add up the sidecars of outputs; an output without one counts as failed."""
    total = Stats()
    for output in outputs:
        record = manifest.read_sidecar(_path("output", output))
        total += Stats.of(record) if record else Stats(failed=1, problems=(f"{output!s}: not complete",))
    return total


def _path(name: str, given: Name) -> str:
    """A path as the caller named it; what can be none is a `UsageError`."""
    path = os.fspath(given) if isinstance(given, str | os.PathLike) else None
    if not isinstance(path, str) or "\0" in path:
        raise UsageError(f"`{name}` is a path, not {given!r:.80}")
    return path


class _Shard:
    """One file on its way."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.target = _target(options)
        self.path, self.out = self.target.inputs[0].path, self.target.out
        shared = options._replace(paths=(), output="", removed=options.removed and "-", rejects=options.rejects and "-")
        self.worker, self.terms = _worker(shared, rules_state(options.settings.rules))

    def done(self) -> Stats | None:
        """The counts of an earlier run if all is there as it would be made again."""
        record = manifest.read_sidecar(self.out)
        sides = filter(None, (self.options.removed, self.options.rejects))
        there = all(manifest.size(side) >= 0 for side in sides)
        if record is None or not there or not manifest.holds(record, self.path, self.out, self.terms):
            return None
        return Stats.of(record, resumed=1)

    def clean(self) -> Stats:
        """Clean from end to end; nothing has its final name before all is written, the output last."""
        seen = manifest.state(self.path)
        problems: list[str] = []
        removed, rejects = self.options.removed, self.options.rejects
        with contextlib.closing(outputs([self.target], self.worker, jobs=1)) as opened:
            output = next(opened)
            with new_file(removed or os.devnull) as audit, new_file(rejects or os.devnull) as rejected:
                for _, outcome in output:
                    audit.write(b"".join(outcome.audit))
                    rejected.write(b"".join(outcome.rejects))
                    problems += outcome.problems[: MOST_PROBLEMS - len(problems)]
            if not output.read:
                raise InputError("; ".join(problems) or f"{self.path}: nothing in it could be read")
            manifest.drop_sidecar(self.out)  # it tells of an older output
            output.close()
        counts = output.tally.counts()
        if output.failed:
            read, written = manifest.size(self.path), manifest.size(self.out)
            return Stats(failed=1, read=read, written=written, counts=counts, problems=tuple(problems))
        names = os.path.basename(self.path), os.path.basename(self.out)
        record = manifest.complete(self.path, seen, names[0], self.out, names[1], self.terms, counts)
        with new_file(manifest.sidecar(self.out)) as file:
            file.write(record.dump())
        return replace(Stats.of(record), problems=tuple(problems))


def _target(options: Options) -> Target:
    """Plan the one file, with the checks of the command line."""
    path, sides = options.paths[0], (options.removed, options.rejects)
    many = UsageError(f"{path}: one file is wanted (shards() lists those of a folder)")
    if path == STDIO or os.path.isdir(path):
        raise many
    # the command line writes what stands beside an output as it goes, and only on this machine
    removed, rejects = ("" if is_remote(side) else side for side in sides)
    target = plan(options._replace(removed=removed, rejects=rejects))[0]
    if not all(item.named for item in target.inputs):
        raise many
    if target.out == STDIO:
        raise UsageError("name a file for the output")
    if target.out in sides:
        raise UsageError(f"{target.out}: is the output, it would be written over")
    if target.inputs[0].problem:
        raise InputError(target.inputs[0].problem)
    return target


@lru_cache(maxsize=8)
def _worker(options: Options, state: tuple[Stamp, ...]) -> tuple[Worker, manifest.Terms]:  # noqa: ARG001 - part of the key
    """Build what cleans, once a process for equal options and rule files."""
    worker = Worker(options)
    return worker, manifest.terms(options, worker.cleaner)


def rules_state(rules: tuple[str, ...]) -> tuple[Stamp, ...]:
    """Say in which state all rule files are, those of the user and the built-in ones; a listing is all it costs."""
    return tuple(entry.stamp for found in (*map(rule_files, rules), builtin_files()) for entry in found)


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of one shard or of many; they are added with ``+`` or `sum`.

    `done` shards are complete, `resumed` of them were so before, `failed` ones broke off. `read` and `written` are
    bytes on the disk. `rules` has the digest of the rule files, `cleaner` the version: more than one of either in a
    corpus means that it was cleaned in two ways. `counts` are those of the command line: documents, changed, labels …

    >>> one = Stats(done=1, rules=("5eed",), counts={"documents": 2, "labels": {"menu": 3}})
    >>> both = sum([one, one], Stats())
    >>> both.documents, both.counts["labels"]
    (4, {'menu': 6})
    """

    done: int = 0
    resumed: int = 0
    failed: int = 0
    read: int = 0
    written: int = 0
    rules: tuple[str, ...] = ()
    cleaner: tuple[str, ...] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Completion, resumed: int = 0) -> Stats:
        return cls(1, resumed, 0, record.size, record.written, (record.rules,), (record.cleaner,), record.counts)

    def __add__(self, other: Stats) -> Stats:
        total = Tally()
        for one in (self, other):
            total.add(Tally.of(one.counts))
        numbers = ("done", "resumed", "failed", "read", "written")
        return Stats(
            **{name: getattr(self, name) + getattr(other, name) for name in numbers},
            rules=tuple(sorted({*self.rules, *other.rules})),
            cleaner=tuple(sorted({*self.cleaner, *other.cleaner})),
            counts=total.counts(),
            problems=(self.problems + other.problems)[:MOST_PROBLEMS],
        )

    @property
    def documents(self) -> int:
        """How many documents were cleaned."""
        return int(self.counts.get("documents", 0))
