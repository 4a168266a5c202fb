"""Engines are extras: what is missing is said in words that lead on."""

from collections.abc import Iterator
from contextlib import contextmanager

from cleaner.errors import install


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Turn a failed import into one that says what to install.

    >>> with needs("spark"):  # doctest: +ELLIPSIS
    ...     import no_such_engine
    Traceback (most recent call last):
    ImportError: no_such_engine is not installed: pip install 'pyspark...
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("cleaner"):
            raise  # ours, and a defect
        raise ImportError(f"{error.name} is not installed: {install(extra)}") from error
