"""Decides what is read, what comes out of it and where it goes, before the first document is touched.

The paths of a call (files, folders, standard input; here and on other machines) become inputs, and these become the
inputs of outputs. Calls that make no sense are refused: options that contradict each other, or that could not take
effect. What a file of settings says is never wrong, since it is meant for many calls; only what this call says is.
"""

import os
import stat
from collections.abc import Callable, Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

from cleaner.errors import InputError, UsageError
from cleaner.formats import compression, detect
from cleaner.formats.detect import own_file, refusal
from cleaner.formats.folders import Omitted, Selection, walk
from cleaner.formats.streams import as_utf8, is_remote, open_input, peek, why
from cleaner.runs.options import Options
from cleaner.settings import NO_SOURCE
from cleaner.text.decoding import known_encoding

STDIO = "-"
Say = Callable[[str], object]


class Input(NamedTuple):
    """One file to read; `stream` is there where it is open already because it can be read only once."""

    path: str
    form: str = "text"
    relative: str = ""
    stream: BinaryIO | None = None
    problem: str = ""
    named: bool = True


def real_paths() -> Callable[[str], str]:
    """A function that says where paths lead in the end; that of a folder is found once, for all that it holds.

    >>> real_paths()("/usr/../etc/hosts") == os.path.realpath("/usr/../etc/hosts")
    True
    """
    folder_of = cache(os.path.realpath)

    def real_path(path: str) -> str:
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or os.path.islink(path):
            return os.path.realpath(path)
        return os.path.join(folder_of(folder), name)

    return real_path


def _inputs(options: Options, say: Say) -> Iterator[Input]:
    """The inputs of a call in order; of files that stay where they are, each one once, whatever its names."""
    seen: set[str] = set()
    real_path = real_paths()
    for item in _all(options, say):
        if options.in_place or not options.writes:
            real = real_path(item.path)
            if item.path != STDIO and real in seen and not item.problem:
                continue
            seen.add(real)
        yield item


def _all(options: Options, say: Say) -> Iterator[Input]:
    """Resolve the paths: folders become their files; what is wrong with one elsewhere is told as of any input."""
    for path in options.paths or (STDIO,):
        try:
            found = _folder(path, options, say) if path != STDIO and is_folder(path) else [_named(path, options)]
            yield from (item for item in found if not (options.hook and item.problem and own_file(item.path)))
        except InputError as error:
            if not is_remote(path):
                raise
            yield Input(path, options.form, problem=str(error))


def is_folder(path: str) -> bool:
    """Whether a path is a folder, here or elsewhere; what is wrong with one elsewhere is an `InputError`."""
    if not is_remote(path):
        return os.path.isdir(path)
    from cleaner.formats import remote

    return remote.is_folder(path)


def _folder(folder: str, options: Options, say: Say) -> Iterator[Input]:
    """The inputs of a folder; an output folder inside it is none of them, nor is a link that would be changed."""
    output = os.path.realpath(options.output) if options.output else ""
    inside = output != os.path.realpath(folder) and output + os.sep
    wanted = Selection(
        every=options.form != "auto",
        include=options.include,
        exclude=options.exclude,
        gitignore=options.gitignore,
        links=options.writes and not options.in_place,
    )
    left, fixed, real_path = Omitted(), Omitted(), real_paths()
    found = []
    for path in walk(folder, wanted, left):
        form = options.form if options.form != "auto" else detect.by_suffix(path)
        if (kind := detect.foreign_name(path)) and kind.binary:  # whatever it is to be read as
            left.pass_over(path)
        elif unfit(path, form, options):
            fixed.pass_over(path)
        else:
            found.append((path, form))
    if told := left.passed_over("without prose, going by the name"):
        say(f"{folder}: passed over {told}" + " (-f text takes them for prose)" * (options.form == "auto"))
    replaced = f"that {options.in_place_flag} would replace by their text"
    if told := fixed.passed_over(replaced if options.in_place else "that show no diff"):
        say(f"{folder}: passed over {told}")
    if not found and not left.unread:
        raise InputError(f"{folder}: {_nothing(options, left)}")
    for path, form in found:
        if output and inside and real_path(path).startswith(inside):
            continue
        # one without a form is asked for by a pattern, whatever its suffix
        item = Input(path, form) if form else _named(path, options)
        yield item._replace(relative=_below(folder, path), named=False)
    for path, reason in left.unread:
        yield Input(path, relative=_below(folder, path), problem=f"{path}: {reason}", named=path == folder)


def _nothing(options: Options, left: Omitted) -> str:
    """Why a folder gives nothing."""
    if left.ignored:
        return "patterns leave out all that could be read (--no-gitignore reads what git ignores)"
    if options.include:
        return "holds no file that --include takes"
    return f"holds no file that can be read ({' '.join(detect.SUFFIXES)}, packed or not)"


def _below(folder: str, path: str) -> str:
    """The path of a file within its folder."""
    return path[len(folder) :].lstrip("/" if is_remote(path) else os.sep)


def unfit(path: str, form: str, options: Options) -> str:
    """Why a file cannot be changed in place, or patched, where that is asked for; nothing where it can."""
    known = detect.FORMS.get(form)  # there is none of an input that could not be looked at
    if known and options.in_place and not known.replaceable:
        return f"{path}: {options.in_place_flag} would replace pages by their text; use -o"
    if known and options.diff and (not known.patched or compression.split(path)[1]):
        return f"{path}: --diff needs plain text or JSON lines"
    return ""


def _named(path: str, options: Options) -> Input:
    """Look at one file, here or elsewhere, or at standard input."""
    remote = is_remote(path)
    place = path.partition("?")[0] if remote else path
    name = path if path == STDIO else path.rsplit("/", 1)[-1] if remote else os.path.basename(path)
    if options.files_from and not remote:  # a list mirrors the folders that its names have
        whole = os.path.normpath(path)
        name = name if whole.startswith((os.pardir, os.sep)) else whole
    form = options.form
    known = form if form != "auto" else detect.by_suffix(place) if path != STDIO else ""
    try:
        if not known and path != STDIO and not remote and (refused := refusal(path)):
            raise InputError(refused)
        once = path == STDIO or not (remote or stat.S_ISREG(os.stat(path).st_mode))
        if not once and (own := own_file(path)):
            raise InputError(f"{path}: is {own} of cleaner, not a document")
        if known and not once:
            return Input(path, known, name)
        stream = open_input(path)
        known = known or detect.by_content(as_utf8(peek(path, stream), options.encoding), options.fields.text)
        if not once:
            stream.close()
        if remote and known == "text" and (refused := refusal(place)):  # a page may be called a.php
            raise InputError(refused)
        return Input(path, known, name, stream if once else None)
    except OSError as error:
        return Input(path, form, name, problem=f"{path}: {why(error)}")
    except InputError as error:
        return Input(path, form, name, problem=str(error))


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
        return "jsonl" if detect.FORMS[self.to].table and not native else self.to

    @property
    def keeps_json(self) -> bool:
        """Whether an object over many lines, or an array, may stay what it is: all that a JSON file holds."""
        mine = compression.split(self.out)[0].endswith(".json") or self.out == self.inputs[0].path
        return mine and self.out != STDIO and len(self.inputs) == 1


def plan(options: Options, say: Say = lambda _: None) -> list[Target]:
    """The outputs of a call, each with its inputs; what makes no sense is a `UsageError`.

    `say` is told what is passed over in folders.
    """
    check_flags(options)
    items = list(_inputs(options, say))
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
    """Whether the output is a folder with an output for each input, and not one file for all of them."""
    output = options.output
    if not output or os.path.isdir(output) or output.endswith("/"):
        return bool(output)
    return not detect.by_suffix(output) and any(map(_is_a_folder, options.paths))


def _is_a_folder(path: str) -> bool:
    """Whether an input is a folder; what is wrong with it is told when it is read."""
    try:
        return is_folder(path)
    except InputError:
        return False


def _same_form(item: Input) -> str:
    """The form of a file that stays what it is."""
    return detect.FORMS[item.form].same if item.form in detect.FORMS else "text"


def _common_form(inputs: list[Input], options: Options) -> str:
    """The form of an output that holds all inputs."""
    if options.to != "auto":
        return options.to
    named = detect.by_output_suffix(options.output) if options.output else ""
    if named in detect.OUTPUTS:
        return named
    found = {_same_form(item) for item in inputs if not item.problem}
    if len(found) > 1:
        raise UsageError(
            f"the inputs are of several forms: choose one for the output with -t ({', '.join(detect.OUTPUTS)})"
        )
    return found.pop() if found else "text"


def _mirrored(item: Input, options: Options) -> Target:
    """The output of one input in the folder that mirrors them."""
    if item.path == STDIO:
        raise UsageError(f"-o {options.output} is a folder, and standard input has no name to write there")
    to = options.to if options.to != "auto" else _same_form(item)
    relative = item.relative
    known = detect.FORMS.get(item.form)  # there is none of an input that could not be looked at
    if known and (not known.replaceable or to != _same_form(item)):
        relative, packed = compression.split(relative)
        relative = os.path.splitext(relative)[0] + detect.FORMS[to].written + packed
    return Target(os.path.join(options.output, relative), to, [item])


def _check_names(targets: list[Target], options: Options) -> None:
    """Refuse outputs that would write over each other or over an input."""
    items = [item for target in targets for item in target.inputs]
    real_path = real_paths()
    inputs = {real_path(item.path) for item in items if item.path != STDIO}
    taken = inputs | {real_path(target.out) for target in targets if target.out != STDIO}
    for extra in filter(None, (options.removed, options.rejects, options.summary)):
        real = os.path.realpath(extra)
        if real in taken and real != os.devnull:
            raise UsageError(f"{extra} is an input or an output of the run, it would be written over")
        taken.add(real)
    if options.in_place or not options.writes:
        for item in items:
            if not item.problem and (reason := unfit(item.path, item.form, options)):
                raise UsageError(reason)
    else:
        _check_outputs(targets, inputs, real_path)
        if options.output and not mirrors(options):
            check_name(options.output, targets[0].to, options.to != "auto")


def _check_outputs(targets: list[Target], inputs: set[str], real_path: Callable[[str], str]) -> None:
    """Refuse one output for two inputs, and an output that is an input."""
    seen: dict[str, Target] = {}
    for target in targets:
        real = real_path(target.out)
        if target.out == STDIO:
            continue
        if real in inputs and (is_remote(target.out) or os.path.isfile(real)):
            raise UsageError(f"{target.out} is an input, it would be written over; use -i to change files in place")
        if real in seen:
            first, second = seen[real].inputs[0].path, target.inputs[0].path
            raise UsageError(f"{first} and {second} would both be written to {target.out}")
        seen[real] = target


_OF_RECORDS = {"text_field", "url_field", "rejects"}
_OF_FOLDERS = {"include", "exclude"}


def check_flags(options: Options) -> None:
    """Refuse options that contradict each other, whatever the inputs are."""
    in_place, flag, writes, said = options.in_place, options.in_place_flag, options.writes, options.said
    sides = options.removed, options.rejects, options.summary
    text, no_source = options.settings.text, options.settings.source == NO_SOURCE
    letters = {name for name in ("quotes", "tone") if getattr(text, name) != "keep"} & said
    labels = {"keep", "drop"} & said
    wrong = (
        (in_place and options.output, f"{flag} changes the files themselves, so -o has no meaning"),
        (in_place and options.to != "auto", f"{flag} keeps the form of each file, so -t has no meaning"),
        (in_place and (not options.paths or STDIO in options.paths), f"{flag} needs files, not standard input"),
        (not writes and options.output, "-o has no meaning when nothing is written"),
        (not writes and (options.removed or options.rejects), "nothing is written: no --removed, no --rejects"),
        (not writes and {"to", "annotate"} & said, "nothing is written: no -t, no --annotate"),
        (STDIO in sides, "standard output is for documents: name a file"),
        (in_place and any(map(is_remote, options.paths)), f"{flag} changes files on this machine; use -o"),
        (any(map(is_remote, sides)), "--removed, --rejects and --summary name files on this machine"),
        (options.paths.count(STDIO) > 1, "standard input can be read only once"),
        (no_source and labels, f"--no-source uses no rules, so {_names(labels)} could not take effect"),
        (not text.repair and letters, f"--no-repair changes no letters, so {_names(letters)} could not take effect"),
    )
    for holds, message in wrong:
        if holds:
            raise UsageError(message)
    if options.encoding:
        known_encoding(options.encoding)


def _names(fields: set[str]) -> str:
    return ", ".join(f"--{field.replace('_', '-')}" for field in sorted(fields))


def check_effect(options: Options, targets: list[Target]) -> None:
    """Refuse options of this call that could not take effect on what it reads and writes."""
    items = [item for target in targets for item in target.inputs if not item.problem]
    if not items:
        return
    records = any(detect.FORMS[item.form].fields for item in items)
    if not records and (fields := _OF_RECORDS & options.said):
        raise UsageError(f"{_names(fields)} could not take effect: no input has records with fields")
    if all(item.named for item in items) and (fields := _OF_FOLDERS & options.said):
        raise UsageError(f"{_names(fields)} could not take effect: it is for folders, and none is named")
    if "encoding" in options.said and all(item.form in ("warc", "parquet") for item in items):
        raise UsageError("--encoding could not take effect: archives and Parquet files say theirs themselves")
    if "annotate" in options.said and all(target.to == "text" for target in targets):
        raise UsageError("--annotate could not take effect: what comes out is text; -t jsonl makes records")


def check_name(path: str, to: str, asked: bool) -> None:
    """Refuse an output whose name says something else than what would be written; `asked` where -t says what."""
    said, suffix = detect.by_suffix(path), detect.suffix(path)
    if said and detect.by_output_suffix(path) != to:
        name = f"name it {detect.FORMS[to].suffixes[0]}" + ", or choose with -t" * (to in detect.OUTPUTS)
        raise UsageError(f"{path}: {to} would be written, and {suffix} says {said}; {name}")
    if said:
        return
    found = detect.foreign_name(path)
    if found is not None and found.binary:
        raise UsageError(f"{path}: {found.kind}, going by its name, cannot be written; {to} would be")
    if found is not None and not asked:
        anyway = f" (-t {to} does it anyway)" * (to in detect.OUTPUTS)
        raise UsageError(f"{path}: is {found.kind}, going by its name; {to} would be written{anyway}")
