"""What can go wrong, as one small tree.

::

    CleanerError
    ├── UsageError        the call makes no sense (unknown source, unknown label)      exit 2
    ├── RuleError         a rule file is wrong; holds every mistake with file:line:col  exit 2
    ├── InputError        an input cannot be read at all (missing, a folder, binary)    exit 2
    │   ├── MissingExtra  what would read or write it is not installed                  exit 2
    │   └── LeftAsItIsError  it should change and is protected, or others changed it    a message
    └── RestoreError      output and audit do not belong together                       exit 2

A document that cannot be cleaned is no exception but a value, `cleaner.model.Skipped`: the run goes on.
"""

from collections.abc import Sequence
from typing import NamedTuple

_FRAMES = 6


def unexpected(error: BaseException) -> str:
    """Say what nobody foresaw, in one line: what it was, and the way to it through the package, innermost last.

    >>> def broken():
    ...     return {}["key"]
    >>> try:
    ...     broken()
    ... except KeyError as error:
    ...     print(unexpected(error))
    unexpected KeyError: 'key'
    """
    places: list[str] = []
    step = error.__traceback__
    while step is not None:
        _, inside, place = step.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/cleaner/")
        if inside:
            places.append(f"{place}:{step.tb_lineno}")
        step = step.tb_next
    said = " ".join(str(error).split())[:200]
    way = f" ({' > '.join(places[-_FRAMES:])})" if places else ""
    return f"unexpected {type(error).__name__}{': ' * bool(said)}{said}{way}"


def one_line(error: BaseException) -> str:
    """What an error of a library says, on one line; its kind where it says nothing."""
    return " ".join(str(error).split())[:300] or type(error).__name__


class CleanerError(Exception):
    """The base of every error that cleaner raises on purpose."""


class UsageError(CleanerError):
    """The call makes no sense: an unknown source, an unknown label; `hint` says what may help."""

    def __init__(self, message: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InputError(CleanerError):
    """An input cannot be read at all."""


class MissingExtra(InputError):  # noqa: N818 - what it says is no error of the user
    """What is asked for needs a library that comes with an extra; `extra` is its name.

    >>> str(MissingExtra("parquet", "a Parquet file"))  # doctest: +ELLIPSIS
    "a Parquet file needs what is not installed: pip install 'pyarrow..."
    """

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        self.what = what
        super().__init__(f"{what} needs what is not installed: {install(extra)}")

    def __reduce__(self) -> tuple[type["MissingExtra"], tuple[str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.extra, self.what)


def install(extra: str) -> str:
    """How the libraries of an extra are installed; by their own names, since another package has ours on the index.

    >>> install("remote")  # doctest: +ELLIPSIS
    "pip install 'fsspec..."
    """
    from importlib.metadata import PackageNotFoundError, requires

    try:
        told = [one.replace('"', "'").partition(";") for one in requires("cleaner") or ()]
        wanted = [name.strip() for name, _, when in told if f"extra == '{extra}'" in when]
    except PackageNotFoundError:
        wanted = []
    return " ".join(["pip install", *(f"'{one}'" for one in wanted or [f".[{extra}]"])])


class LeftAsItIsError(InputError):
    """A file that should change and was not touched: it is protected, or others changed it meanwhile."""


class RestoreError(CleanerError):
    """A cleaned output and an audit file do not belong together."""


class Problem(NamedTuple):
    """One mistake in a rule file: where it stands (1-based), what it is, and the nearest right word."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column: code message (hint)``.

        >>> str(Problem("a.yaml", 3, 7, "C102", "unknown key 'dorp'", "did you mean 'drop'?"))
        "a.yaml:3:7: C102 unknown key 'dorp' (did you mean 'drop'?)"
        """
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}{hint}"


class RuleError(CleanerError):
    """One or more rule files are wrong; `problems` has each mistake as they stand in the files, so does the message."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["RuleError"], tuple[tuple[Problem, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.problems,)
