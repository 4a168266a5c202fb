"""Resolves remote paths of a call: a file, or what a folder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import InputError
from cleaner.formats import detect, remote
from cleaner.formats.choose import by_content
from cleaner.formats.detect import foreign_name, is_binary, refusal
from cleaner.formats.folders import Left
from cleaner.formats.streams import open_input, peek
from cleaner.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.folders import Patterns
    from cleaner.runs.options import Options


class Remote(NamedTuple):
    """One remote file to read; its form, and its path within the folder it was found in."""

    path: str
    form: str = "text"
    relative: str = ""
    problem: str = ""
    named: bool = True


def remote_inputs(path: str, options: Options, notes: list[str]) -> Iterator[Remote]:
    """Give the inputs that a remote path stands for; what is wrong with it is told as for any other."""
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
    """Give the files of a folder that can be read, or that patterns ask for."""
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
