"""Decides what is read, what comes out of it and where it goes, before the first document is touched."""

from __future__ import annotations

import os

from cleaner.errors import InputError, UsageError
from cleaner.formats import compression, detect
from cleaner.formats.streams import is_remote
from cleaner.runs.conflicts import check_effect, check_flags, check_name
from cleaner.runs.inputs import STDIO, Input, Real, inputs
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.runs.options import Options


class Target(NamedTuple):
    """One output and the inputs that go into it. `out` is a path, or ``-``; `to` is a form of `OUTPUTS`."""

    out: str
    to: str
    inputs: list[Input]

    @property
    def worked(self) -> str:
        """The form that workers make: of a table that others go into as well, all become JSON lines first."""
        native = all(item.form == self.to or item.problem for item in self.inputs)
        native &= self.to == "parquet" or len(self.inputs) == 1
        return "jsonl" if self.to in detect.ENCODED and not native else self.to

    @property
    def keeps_json(self) -> bool:
        """Tell whether an object over many lines, or an array, may stay what it is: all that a JSON file holds."""
        mine = compression.split(self.out)[0].endswith(".json") or self.out == self.inputs[0].path
        return mine and self.out != STDIO and len(self.inputs) == 1


def plan(options: Options, notes: list[str] | None = None) -> list[Target]:
    """Give the outputs of a call, each with its inputs; what makes no sense is a `UsageError`.

    What is passed over in folders is told in `notes`.
    """
    check_flags(options)
    items = list(inputs(options, notes))
    if options.in_place or not options.writes:
        targets = [Target(item.path, _same_form(item), [item]) for item in items]
    elif mirrors(options):
        targets = [_mirrored(item, options) for item in items]
    else:
        targets = [Target(options.output or STDIO, _common_form(items, options), items)]
    _check_names(targets, options)
    if options.said:
        check_effect(options, targets)
    return targets


def mirrors(options: Options) -> bool:
    """Tell whether the output is a folder with an output for each input."""
    return bool(options.output) and _is_folder(options.output, options.paths)


def _is_folder(output: str, paths: tuple[str, ...]) -> bool:
    """Tell whether an output is a folder that mirrors the inputs, or one file for all of them."""
    if os.path.isdir(output) or output.endswith("/"):  # noqa: PTH112
        return True
    return any(map(_is_a_folder, paths)) and not detect.by_suffix(output)


def _is_a_folder(path: str) -> bool:
    """Tell whether an input is a folder, here or elsewhere; what is wrong with it is told when it is read."""
    if not is_remote(path):
        return os.path.isdir(path)  # noqa: PTH112
    from cleaner.formats.remote import is_folder

    try:
        return is_folder(path)
    except InputError:
        return False


def _same_form(item: Input) -> str:
    """Give the form of a file that stays what it is."""
    return detect.FORMS[item.form].same if item.form in detect.FORMS else "text"


def _common_form(inputs: list[Input], options: Options) -> str:
    """Give the form of an output that holds all inputs."""
    if options.to != "auto":
        return options.to
    named = detect.by_suffix(options.output) if options.output else ""
    named = detect.NAMED.get(named, named)
    if named in detect.OUTPUTS:
        return named
    found = {_same_form(item) for item in inputs if not item.problem}
    if len(found) > 1:
        raise UsageError(
            f"the inputs are of several forms: choose one for the output with -t ({', '.join(detect.OUTPUTS)})"
        )
    return found.pop() if found else "text"


def _mirrored(item: Input, options: Options) -> Target:
    """Give the output of one input in the folder that mirrors them."""
    if item.path == STDIO:
        raise UsageError(f"-o {options.output} is a folder, and standard input has no name to write there")
    to = options.to if options.to != "auto" else _same_form(item)
    relative = item.relative
    known = detect.FORMS.get(item.form)  # there is none of an input that could not be looked at
    if known and (not known.replaceable or to != _same_form(item)):
        relative, packed = compression.split(relative)
        relative = os.path.splitext(relative)[0] + detect.OUTPUTS[to] + packed  # noqa: PTH122
    return Target(os.path.join(options.output, relative), to, [item])  # noqa: PTH118


def _check_names(targets: list[Target], options: Options) -> None:
    """Refuse outputs that would write over each other or over an input."""
    items = [item for target in targets for item in target.inputs]
    where = Real()
    inputs = {where.of(item.path) for item in items if item.path != STDIO}
    taken = inputs | {where.of(target.out) for target in targets if target.out != STDIO}
    for extra in filter(None, (options.removed, options.rejects, options.summary)):
        if os.path.realpath(extra) in taken and os.path.realpath(extra) != os.devnull:
            raise UsageError(f"{extra} is an input or an output of the run, it would be written over")
        taken.add(os.path.realpath(extra))
    if options.in_place or not options.writes:
        _check_forms(items, options)
    else:
        _check_outputs(targets, inputs, where)
        if options.output and not mirrors(options):
            check_name(options.output, targets[0].to, options.to != "auto")


def _check_forms(items: list[Input], options: Options) -> None:
    """Refuse inputs that cannot stay what they are, or cannot be patched."""
    for item in items:
        known = detect.FORMS.get(item.form)  # there is none of an input that could not be looked at
        if item.problem or known is None:
            continue
        if options.in_place and not known.replaceable:
            raise UsageError(f"{item.path}: -i would replace pages by their text; use -o")
        if options.diff and (not known.patched or compression.split(item.path)[1]):
            raise UsageError(f"{item.path}: --diff needs plain text or JSON lines")


def _check_outputs(targets: list[Target], inputs: set[str], where: Real) -> None:
    """Refuse one output for two inputs, and an output that is an input."""
    seen: dict[str, Target] = {}
    for target in targets:
        real = where.of(target.out)
        if target.out == STDIO:
            continue
        if real in inputs and (is_remote(target.out) or os.path.isfile(real)):  # noqa: PTH113
            raise UsageError(f"{target.out} is an input, it would be written over; use -i to change files in place")
        if real in seen:
            first, second = seen[real].inputs[0].path, target.inputs[0].path
            raise UsageError(f"{first} and {second} would both be written to {target.out}")
        seen[real] = target
