"""Decides what is read, what comes out of it and where it goes, before the first document is touched."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cleaner.errors import InputError, UsageError
from cleaner.readers import forms
from cleaner.readers.opening import open_input, peek, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.runs.options import Options

STDIO = "-"


class Input(NamedTuple):
    """One file to read; `stream` is there where it is open already because it can be read only once."""

    path: str
    form: str = "text"
    relative: str = ""
    stream: BinaryIO | None = None
    problem: str = ""
    named: bool = True


class Target(NamedTuple):
    """One output and the inputs that go into it. `out` is a path, or ``-``; `to` is text or jsonl."""

    out: str
    to: str
    inputs: list[Input]

    @property
    def writes_json_file(self) -> bool:
        """Tell whether a JSON object over many lines may stay as it is."""
        return self.out.removesuffix(".gz").endswith(".json")


def plan(options: Options) -> list[Target]:
    """Give the outputs of a call, each with its inputs; what makes no sense is a `UsageError`."""
    _check_flags(options)
    inputs = list(_inputs(options))
    if options.in_place or not options.writes:
        targets = [Target(item.path, _same_form(item), [item]) for item in inputs]
    elif options.output and _is_folder(options.output, options.paths):
        targets = [_mirrored(item, options) for item in inputs]
    else:
        targets = [Target(options.output or STDIO, _common_form(inputs, options), inputs)]
    _check_names(targets, options)
    return targets


def _check_flags(options: Options) -> None:
    """Refuse flags that contradict each other."""
    wrong = (
        (options.in_place and options.output, "-i changes the files themselves, so -o has no meaning"),
        (options.in_place and options.to != "auto", "-i keeps the form of each file, so -t has no meaning"),
        (options.in_place and (not options.paths or STDIO in options.paths), "-i needs files, not standard input"),
        (options.source and options.no_source, "--source and --no-source contradict each other"),
        (not options.writes and options.output, "-o has no meaning when nothing is written"),
        (not options.writes and (options.removed or options.rejects), "nothing is written: no --removed, no --rejects"),
        (STDIO in (options.removed, options.rejects), "standard output is for documents: name a file"),
        (options.paths.count(STDIO) > 1, "standard input can be read only once"),
    )
    for holds, message in wrong:
        if holds:
            raise UsageError(message)


def _inputs(options: Options) -> Iterator[Input]:
    """Resolve the paths: folders become their files."""
    for path in options.paths or (STDIO,):
        if path == STDIO or not os.path.isdir(path):  # noqa: PTH112
            yield _input(path, options.form)
        else:
            yield from _folder(path, options)


def _folder(folder: str, options: Options) -> Iterator[Input]:
    """Give the inputs of a folder; an output folder inside it is none of them."""
    output = os.path.realpath(options.output) if options.output else ""
    inside = output != os.path.realpath(folder) and output + os.sep
    unread: list[str] = []
    found = list(walk(folder, options.form != "auto", unread))
    if not found and not unread:
        raise InputError(f"{folder}: holds no file that can be read ({' '.join(forms.SUFFIXES)}, or .gz of these)")
    for path in found:
        if not output or not inside or not os.path.realpath(path).startswith(inside):
            form = options.form if options.form != "auto" else forms.by_suffix(path)
            yield Input(path, form, os.path.relpath(path, folder), named=False)
    for problem in unread:
        yield Input(folder, problem=problem)


def _input(path: str, form: str) -> Input:
    """Look at one named file, or standard input."""
    name = path if path == STDIO else os.path.basename(path)  # noqa: PTH119
    known = form if form != "auto" else forms.by_suffix(path) if path != STDIO else ""
    foreign = forms.unsupported(path) if form == "auto" else ""
    try:
        if foreign:
            raise InputError(f"{path}: {foreign} files cannot be read")
        once = path == STDIO or not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
        if known and not once:
            return Input(path, known, name)
        stream = open_input(path)
        known = known or forms.by_content(peek(path, stream))
        if not once:
            stream.close()
        return Input(path, known, name, stream if once else None)
    except FileNotFoundError:
        return Input(path, form, name, problem=f"{path}: no such file")
    except OSError as error:
        return Input(path, form, name, problem=f"{path}: {(error.strerror or str(error)).lower()}")
    except InputError as error:
        return Input(path, form, name, problem=str(error))


def _is_folder(output: str, paths: tuple[str, ...]) -> bool:
    """Tell whether an output is a folder that mirrors the inputs, or one file for all of them."""
    if os.path.isdir(output) or output.endswith("/"):  # noqa: PTH112
        return True
    return any(os.path.isdir(path) for path in paths) and not forms.by_suffix(output)  # noqa: PTH112


def _same_form(item: Input) -> str:
    """Give the form of a file that stays what it is."""
    return "jsonl" if item.form in ("json", "jsonl", "array") else "text"


def _common_form(inputs: list[Input], options: Options) -> str:
    """Give the form of an output that holds all inputs."""
    if options.to != "auto":
        return options.to
    found = {_same_form(item) for item in inputs if not item.problem}
    if len(found) > 1:
        raise UsageError("the inputs are of several forms: choose one for the output with -t text or -t jsonl")
    return found.pop() if found else "text"


def _mirrored(item: Input, options: Options) -> Target:
    """Give the output of one input in the folder that mirrors them."""
    if item.path == STDIO:
        raise UsageError(f"-o {options.output} is a folder, and standard input has no name to write there")
    to = options.to if options.to != "auto" else _same_form(item)
    relative = item.relative
    if item.form == "html" or to != _same_form(item):
        packed = ".gz" if relative.endswith(".gz") else ""
        relative = os.path.splitext(relative.removesuffix(".gz"))[0] + {"text": ".txt", "jsonl": ".jsonl"}[to] + packed  # noqa: PTH122
    return Target(os.path.join(options.output, relative), to, [item])  # noqa: PTH118


def _check_names(targets: list[Target], options: Options) -> None:
    """Refuse outputs that would write over each other or over an input."""
    items = [item for target in targets for item in target.inputs]
    inputs = {os.path.realpath(item.path) for item in items if item.path != STDIO}
    taken = inputs | {os.path.realpath(target.out) for target in targets if target.out != STDIO}
    for extra in filter(None, (options.removed, options.rejects)):
        if os.path.realpath(extra) in taken and os.path.realpath(extra) != os.devnull:
            raise UsageError(f"{extra} is an input or an output of the run, it would be written over")
        taken.add(os.path.realpath(extra))
    if options.in_place or not options.writes:
        _check_forms(items, options)
    else:
        _check_outputs(targets, inputs)


def _check_forms(items: list[Input], options: Options) -> None:
    """Refuse inputs that cannot stay what they are, or cannot be patched."""
    for item in items:
        if options.in_place and item.form == "html":
            raise UsageError(f"{item.path}: -i would replace a page by its text; use -o")
        if options.diff and (item.form == "html" or item.path.endswith(".gz")):
            raise UsageError(f"{item.path}: --diff needs plain text or JSON lines")


def _check_outputs(targets: list[Target], inputs: set[str]) -> None:
    """Refuse one output for two inputs, and an output that is an input."""
    seen: dict[str, Target] = {}
    for target in targets:
        real = os.path.realpath(target.out)
        if target.out == STDIO:
            continue
        if foreign := forms.unsupported(target.out):
            raise UsageError(f"{target.out}: {foreign} files cannot be written")
        if real in inputs and os.path.isfile(real):  # noqa: PTH113
            raise UsageError(f"{target.out} is an input, it would be written over; use -i to change files in place")
        if real in seen:
            first, second = seen[real].inputs[0].path, target.inputs[0].path
            raise UsageError(f"{first} and {second} would both be written to {target.out}")
        seen[real] = target
