"""Resolves the paths of a call: named files, what folders hold, standard input; here and on other machines."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import InputError
from cleaner.formats import by_content, compression, detect
from cleaner.formats.detect import is_binary, own_file, refusal
from cleaner.formats.folders import Omitted, Selection, walk
from cleaner.formats.streams import as_utf8, is_remote, open_input, peek, why

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

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


class RealPaths:
    """Where paths lead in the end; that of a folder is found once, for all that it holds.

    >>> RealPaths().of("/usr/../etc/hosts") == os.path.realpath("/usr/../etc/hosts")
    True
    """

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The path without a link in it."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or os.path.islink(path):
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)


def inputs(options: Options, notes: list[str] | None = None) -> Iterator[Input]:
    """The inputs of a call in order; of files that stay where they are, each one once, whatever its names.

    What was passed over in folders is told in `notes`, a line a folder.
    """
    seen: set[str] = set()
    where = RealPaths()
    for item in _all(options, [] if notes is None else notes):
        if options.in_place or not options.writes:
            real = where.of(item.path)
            if item.path != STDIO and real in seen and not item.problem:
                continue
            seen.add(real)
        yield item


def _all(options: Options, notes: list[str]) -> Iterator[Input]:
    """Resolve the paths: folders become their files."""
    for path in options.paths or (STDIO,):
        if is_remote(path):
            yield from _remote(path, options, notes)
        elif path != STDIO and os.path.isdir(path):
            yield from _folder(path, options, notes)
        else:
            item = _named(path, options)
            if not (options.hook and item.problem and own_file(path)):
                yield item


def _remote(path: str, options: Options, notes: list[str]) -> list[Input]:
    """The inputs that a remote path stands for; what is wrong with it is told as for any other."""
    try:
        return list(_folder(path, options, notes)) if is_folder(path) else [_remote_file(path, options)]
    except InputError as error:
        return [Input(path, options.form, problem=str(error))]


def is_folder(path: str) -> bool:
    """Whether a path is a folder, here or elsewhere; what is wrong with one elsewhere is an `InputError`."""
    if not is_remote(path):
        return os.path.isdir(path)
    from cleaner.formats import remote

    return remote.is_folder(path)


def _folder(folder: str, options: Options, notes: list[str]) -> Iterator[Input]:
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
    left, fixed, where = Omitted(), Omitted(), RealPaths()
    found = []
    for path in walk(folder, wanted, left):
        form = options.form if options.form != "auto" else detect.by_suffix(path)
        if is_binary(path):  # whatever it is to be read as
            left.pass_over(path)
        elif unfit(path, form, options):
            fixed.pass_over(path)
        else:
            found.append((path, form))
    notes += left.told(folder, options.form == "auto")
    replaced = f"that {options.in_place_flag} would replace by their text"
    if told := fixed.passed_over(replaced if options.in_place else "that show no diff"):
        notes.append(f"{folder}: passed over {told}")
    if not found and not left.unread:
        raise InputError(_nothing(folder, options, left))
    for path, form in found:
        if output and inside and where.of(path).startswith(inside):
            continue
        # one without a form is asked for by a pattern, whatever its suffix
        item = Input(path, form) if form else _remote_file(path, options) if is_remote(path) else _named(path, options)
        yield item._replace(relative=_below(folder, path), named=False)
    for path, reason in left.unread:
        yield Input(path, relative=_below(folder, path), problem=f"{path}: {reason}", named=path == folder)


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


def _nothing(folder: str, options: Options, left: Omitted) -> str:
    """Why a folder gives nothing."""
    if left.ignored:
        return f"{folder}: patterns leave out all that could be read (--no-gitignore reads what git ignores)"
    if options.include:
        return f"{folder}: holds no file that --include takes"
    return f"{folder}: holds no file that can be read ({' '.join(detect.SUFFIXES)}, packed or not)"


def _named(path: str, options: Options) -> Input:
    """Look at one named file, or standard input."""
    name = path if path == STDIO else os.path.basename(path)
    if options.files_from:  # a list mirrors the folders that its names have
        whole = os.path.normpath(path)
        name = name if whole.startswith((os.pardir, os.sep)) else whole
    form = options.form
    known = form if form != "auto" else detect.by_suffix(path) if path != STDIO else ""
    try:
        if not known and path != STDIO and (refused := refusal(path)):
            raise InputError(refused)
        once = path == STDIO or not stat.S_ISREG(os.stat(path).st_mode)
        if not once and (own := own_file(path)):
            raise InputError(f"{path}: is {own} of cleaner, not a document")
        if known and not once:
            return Input(path, known, name)
        stream = open_input(path)
        known = known or by_content(as_utf8(peek(path, stream), options.encoding), options.fields)
        if not once:
            stream.close()
        return Input(path, known, name, stream if once else None)
    except OSError as error:
        return Input(path, form, name, problem=f"{path}: {why(error)}")
    except InputError as error:
        return Input(path, form, name, problem=str(error))


def _remote_file(path: str, options: Options) -> Input:
    """Look at one file."""
    name = path.rsplit("/", 1)[-1]
    form = options.form if options.form != "auto" else detect.by_suffix(name.partition("?")[0])
    if not form:
        with open_input(path) as stream:
            form = by_content(peek(path, stream), options.fields)
        if form == "text" and (refused := refusal(path.partition("?")[0])):  # a page may be called a.php
            raise InputError(refused)
    return Input(path, form, name)
