"""Resolves remote paths of a call: a file, or what a folder holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.errors import InputError
from cleaner.readers import forms, remote
from cleaner.readers.opening import open_input, peek
from cleaner.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.readers.ignoring import Patterns
    from cleaner.runs.options import Options


class Remote(NamedTuple):
    """One remote file to read; its form, and its path within the folder it was found in."""

    path: str
    form: str = "text"
    relative: str = ""
    problem: str = ""
    named: bool = True


def remote_inputs(path: str, options: Options) -> Iterator[Remote]:
    """Give the inputs that a remote path stands for; what is wrong with it is told as for any other."""
    try:
        found = list(_below(path, options)) if remote.is_folder(path) else [_file(path, options)]
    except InputError as error:
        found = [Remote(path, options.form, problem=str(error))]
    yield from found


def _file(path: str, options: Options) -> Remote:
    """Look at one file."""
    name = path.rsplit("/", 1)[-1]
    form = options.form if options.form != "auto" else forms.by_suffix(name.partition("?")[0])
    foreign = forms.unsupported(name) if options.form == "auto" else ""
    if foreign:
        raise InputError(f"{path}: {foreign} files cannot be read")
    if not form:
        with open_input(path) as stream:
            form = forms.by_content(peek(path, stream))
    return Remote(path, form, name)


def _below(folder: str, options: Options) -> Iterator[Remote]:
    """Give the files of a folder that can be read, or that patterns ask for."""
    include, exclude = _patterns(options.include), _patterns(options.exclude)
    empty = True
    for path, relative in remote.files(folder):
        form = options.form if options.form != "auto" else forms.by_suffix(relative)
        asked = include.decide(relative) if include is not None else bool(form)
        if asked and not (exclude is not None and exclude.decide(relative)):
            empty = False
            item = Remote(path, form) if form else _file(path, options)
            yield item._replace(relative=relative, named=False)
    if empty:
        raise InputError(f"{folder}: holds no file that can be read")


def _patterns(lines: tuple[str, ...]) -> Patterns | None:
    if not lines:
        return None
    from cleaner.readers.ignoring import Patterns

    return Patterns(lines)
