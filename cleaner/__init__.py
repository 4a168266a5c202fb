r"""Dirty news text in, clean text out.

>>> from cleaner import clean
>>> clean("Trang chu\u0309").text
'Trang chủ'
"""

from typing import TYPE_CHECKING

from cleaner._core import __version__

if TYPE_CHECKING:
    from cleaner.errors import CleanerError, InputError, RestoreError, RuleError, UsageError
    from cleaner.model import Document, Removal, Repair, Result, Skipped
    from cleaner.pipeline import Cleaner, clean
    from cleaner.runs.shard import Stats, clean_file, gathered, shards
    from cleaner.settings import Settings
    from cleaner.text import TextSettings

__all__ = [
    "Cleaner",
    "CleanerError",
    "Document",
    "InputError",
    "Removal",
    "Repair",
    "RestoreError",
    "Result",
    "RuleError",
    "Settings",
    "Skipped",
    "Stats",
    "TextSettings",
    "UsageError",
    "__version__",
    "clean",
    "clean_file",
    "gathered",
    "shards",
]

_HOMES = {
    "cleaner.errors": ("CleanerError", "InputError", "RestoreError", "RuleError", "UsageError"),
    "cleaner.model": ("Document", "Removal", "Repair", "Result", "Skipped"),
    "cleaner.pipeline": ("Cleaner", "clean"),
    "cleaner.runs.shard": ("Stats", "clean_file", "gathered", "shards"),
    "cleaner.settings": ("Settings",),
    "cleaner.text": ("TextSettings",),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used: ``import cleaner`` alone costs next to nothing."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
