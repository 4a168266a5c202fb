"""Engines are extras: what is missing is said in words that lead on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Turn a failed import into one that says what to install.

    >>> with needs("spark"):
    ...     import no_such_engine
    Traceback (most recent call last):
    ImportError: no_such_engine is not installed: pip install 'cleaner[spark]'
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("cleaner"):
            raise  # ours, and a defect
        raise ImportError(f"{error.name} is not installed: pip install 'cleaner[{extra}]'") from error
