"""Resolves the paths of a call: named files, what folders hold, standard input; here and on other machines."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import InputError
from cleaner.formats import compression, detect, remote
from cleaner.formats.choose import by_content
from cleaner.formats.detect import foreign_name, is_binary, refusal
from cleaner.formats.folders import Left
from cleaner.formats.streams import as_utf8, is_remote, open_input, peek

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from cleaner.formats.folders import Patterns
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


class Real:
    """Where paths lead in the end; that of a folder is found once, for all that it holds.

    >>> Real().of("/usr/../etc/hosts") == os.path.realpath("/usr/../etc/hosts")
    True
    """

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The path without a link in it."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or os.path.islink(path):  # noqa: PTH114
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)  # noqa: PTH118


def inputs(options: Options, notes: list[str] | None = None) -> Iterator[Input]:
    """The inputs of a call in order; of files that stay where they are, each one once, whatever its names.

    What was passed over in folders is told in `notes`, a line a folder.
    """
    seen: set[str] = set()
    where = Real()
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
            for found in remote_inputs(path, options, notes):
                yield Input(found.path, found.form, found.relative, problem=found.problem, named=found.named)
        elif path == STDIO or not os.path.isdir(path):  # noqa: PTH112
            item = _named(path, options)
            if not (options.hook and item.problem and _own(path)):
                yield item
        else:
            yield from _folder(path, options, notes)


def _folder(folder: str, options: Options, notes: list[str]) -> Iterator[Input]:
    """The inputs of a folder; an output folder inside it is none of them, nor is a link that would be changed."""
    from cleaner.formats.detect import is_binary
    from cleaner.formats.folders import Left, Wanted, walk

    output = os.path.realpath(options.output) if options.output else ""
    inside = output != os.path.realpath(folder) and output + os.sep
    wanted = Wanted(
        every=options.form != "auto",
        include=options.include,
        exclude=options.exclude,
        gitignore=options.gitignore,
        links=options.writes and not options.in_place,
    )
    left, fixed, where = Left(), Left(), Real()
    found = []
    for path in walk(folder, wanted, left):
        if options.form != "auto" and is_binary(path):
            left.pass_over(path)
        elif not _stays(path, options):
            fixed.pass_over(path)
        else:
            found.append(path)
    notes += left.told(folder, options.form == "auto")
    if told := fixed.passed_over("that -i would replace by their text" if options.in_place else "that show no diff"):
        notes.append(f"{folder}: passed over {told}")
    if not found and not left.unread:
        raise InputError(_nothing(folder, options, left))
    for path in found:
        if not output or not inside or not where.of(path).startswith(inside):
            form = options.form if options.form != "auto" else detect.by_suffix(path)
            relative = path[len(folder) :].lstrip(os.sep)
            if form:
                yield Input(path, form, relative, named=False)
            else:  # asked for by a pattern, whatever its suffix
                yield _named(path, options)._replace(relative=relative, named=False)
    for path, reason in left.unread:
        yield Input(
            path, relative=path[len(folder) :].lstrip(os.sep), problem=f"{path}: {reason}", named=path == folder
        )


def _stays(path: str, options: Options) -> bool:
    """Whether a file can be changed in place, or patched, where that is asked for."""
    form = detect.FORMS.get(options.form if options.form != "auto" else detect.by_suffix(path))
    if form is None:
        return True
    return (
        form.replaceable if options.in_place else not options.diff or (form.patched and not compression.split(path)[1])
    )


def _nothing(folder: str, options: Options, left: Left) -> str:
    """Why a folder gives nothing."""
    if left.ignored:
        return f"{folder}: patterns leave out all that could be read (--no-gitignore reads what git ignores)"
    if options.include:
        return f"{folder}: holds no file that --include takes"
    return f"{folder}: holds no file that can be read ({' '.join(detect.SUFFIXES)}, packed or not)"


def _named(path: str, options: Options) -> Input:
    """Look at one named file, or standard input."""
    name = path if path == STDIO else os.path.basename(path)  # noqa: PTH119
    if options.files_from:  # a list mirrors the folders that its names have
        whole = os.path.normpath(path)
        name = name if whole.startswith((os.pardir, os.sep)) else whole
    form = options.form
    known = form if form != "auto" else detect.by_suffix(path) if path != STDIO else ""
    try:
        if not known and path != STDIO and (refused := _refused(path)):
            raise InputError(refused)
        once = path == STDIO or not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
        if not once and (own := _own(path)):
            raise InputError(f"{path}: is {own} of cleaner, not a document")
        if known and not once:
            return Input(path, known, name)
        stream = open_input(path)
        known = known or by_content(as_utf8(peek(path, stream), options.encoding), options.fields)
        if not once:
            stream.close()
        return Input(path, known, name, stream if once else None)
    except FileNotFoundError:
        return Input(path, form, name, problem=f"{path}: no such file")
    except OSError as error:
        return Input(path, form, name, problem=f"{path}: {(error.strerror or str(error)).lower()}")
    except InputError as error:
        return Input(path, form, name, problem=str(error))


def _refused(path: str) -> str:
    """Why a file is not touched, going by its name, or nothing."""
    from cleaner.formats.detect import refusal  # most runs read what has a form

    return refusal(path)


def _own(path: str) -> str:
    """Which of cleaner's own files a file is, or nothing."""
    from cleaner.formats.detect import own_file

    return own_file(path)


class Remote(NamedTuple):
    """One remote file to read; its form, and its path within the folder it was found in."""

    path: str
    form: str = "text"
    relative: str = ""
    problem: str = ""
    named: bool = True


def remote_inputs(path: str, options: Options, notes: list[str]) -> Iterator[Remote]:
    """The inputs that a remote path stands for; what is wrong with it is told as for any other."""
    try:
        found = list(_below(path, options, notes)) if remote.is_folder(path) else [_file(path, options)]
    except InputError as error:
        found = [Remote(path, options.form, problem=str(error))]
    yield from found


def _file(path: str, options: Options) -> Remote:
    """Look at one file."""
    name = path.rsplit("/", 1)[-1]
    form = options.form if options.form != "auto" else detect.by_suffix(name.partition("?")[0])
    if not form:
        with open_input(path) as stream:
            form = by_content(peek(path, stream), options.fields)
        if form == "text" and (refused := refusal(path.partition("?")[0])):  # a page may be called a.php
            raise InputError(refused)
    return Remote(path, form, name)


def _below(folder: str, options: Options, notes: list[str]) -> Iterator[Remote]:
    """The files of a folder that can be read, or that patterns ask for."""
    include, exclude = _patterns(options.include), _patterns(options.exclude)
    empty, left = True, Left()
    for path, relative in remote.files(folder):
        asked = include is None or include.decide(relative)
        if not asked or (exclude is not None and exclude.decide(relative)):
            continue
        form = options.form if options.form != "auto" else detect.by_suffix(relative)
        if is_binary(relative) or (not form and (include is None or foreign_name(relative))):
            left.pass_over(relative)
            continue
        empty = False
        item = Remote(path, form) if form else _file(path, options)
        yield item._replace(relative=relative, named=False)
    notes += left.told(folder, options.form == "auto")
    if empty:
        raise InputError(f"{folder}: holds no file that can be read")


def _patterns(lines: tuple[str, ...]) -> Patterns | None:
    if not lines:
        return None
    from cleaner.formats.folders import Patterns

    return Patterns(lines)
