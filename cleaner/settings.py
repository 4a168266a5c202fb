"""What a user can choose for the cleaning of a document: which labels leave the text, and all the rest."""

import os
from collections.abc import Iterable
from typing import Annotated, Final, NamedTuple

from cleaner import _core
from cleaner.errors import UsageError
from cleaner.option import DECIDES, READING, RULES, Option, Setting
from cleaner.text import DEFAULT as LETTERS_AS_USUAL
from cleaner.text import TextSettings

NO_SOURCE = _core.NO_SOURCE  # the name that asks for no rules at all: Unicode repair only

_LABELS: Final = _core.labels()

#: Not the article: dropped.
BOILERPLATE: Final = tuple(label for label, (fate, _) in _LABELS.items() if fate == "leaves")

#: Facts about the article: out of the text, into the metadata.
META: Final = tuple(label for label, (fate, _) in _LABELS.items() if fate == "meta")

#: Parts of the article: they stay.
PARTS: Final = tuple(label for label, (fate, _) in _LABELS.items() if fate == "stays")

LABELS: Final = BOILERPLATE + PARTS + META

#: What a line with a label is, in a few words.
MEANINGS: Final = {label: _LABELS[label][1] for label in LABELS}


class Policy(NamedTuple):
    """What becomes of labelled lines in a run: the labels whose lines leave the text."""

    leaves: frozenset[str] = frozenset(BOILERPLATE + META)

    @classmethod
    def of(cls, keep: Iterable[str] = (), drop: Iterable[str] = ()) -> "Policy":
        """Start from the defaults; `keep` wins over `drop`.

        >>> sorted(Policy.of(keep=["tags"], drop=["caption"]).leaves & {"tags", "caption"})
        ['caption']
        """
        keep, drop = labels(keep), labels(drop)
        for label in sorted(keep | drop):
            if label not in LABELS:
                known = _core.nearest(label, LABELS) or f"one of: {' '.join(LABELS)}"
                raise UsageError(f"unknown label {label!r}; {known}")
        return cls((cls().leaves | drop) - keep)


def labels(given: Iterable[str]) -> frozenset[str]:
    """Read the labels that a caller names: a list of them, or of several with commas between them.

    >>> sorted(labels(["related, caption", "menu"])), sorted(labels("ad"))
    (['caption', 'menu', 'related'], ['ad'])
    """
    names = [given] if isinstance(given, str) else given
    return frozenset(label.strip() for name in names for label in name.split(",") if label.strip() or "," not in name)


def paths(given: Iterable[str | os.PathLike[str]] | str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the paths that a caller names: one, or several."""
    return tuple(os.fspath(path) for path in ((given,) if isinstance(given, str | os.PathLike) else given))


class Settings(NamedTuple):
    """The choices that decide a document's result; equal settings and equal rules give equal results.

    `rules` are files or folders that come before the built-in ones (`builtin` switches those off); `keep` and `drop`
    change what becomes of a label; `source` is taken for every document (``"none"``: no rules). Whatever takes
    settings takes any iterable for a tuple or a set, and a single rule file or label, too.

    >>> from cleaner.option import checked
    >>> checked(Settings("my-rules", drop=["related, caption"])) == Settings(("my-rules",), drop={"caption", "related"})
    True
    """

    rules: Annotated[
        tuple[str, ...],
        Option("--rules PATH", READING, "A rule file or folder, before the built-in ones; repeatable.", RULES),
        Setting(converter=paths),
    ] = ()
    keep: Annotated[
        frozenset[str],
        Option("--keep LABEL", READING, "Let lines with this label stay; repeatable, or a,b.", RULES),
        Setting(converter=labels, decides=True),
    ] = frozenset()
    drop: Annotated[
        frozenset[str],
        Option("--drop LABEL", READING, "Remove lines with this label; repeatable, or a,b.", RULES),
        Setting(converter=labels, decides=True),
    ] = frozenset()
    source: Annotated[
        str,
        Option("-s --source NAME", READING, "Use the rules of this source, or of a package such as vi/news.", RULES),
        Option("--no-source", READING, "Use no rules: only repair the Unicode.", RULES, const=NO_SOURCE),
        DECIDES,
    ] = ""
    builtin: Annotated[bool, Setting()] = True
    text: TextSettings = LETTERS_AS_USUAL


DEFAULT = Settings()
