"""Repairing a whole text: what a user chooses, its way through the core, and the guesses that the core asks for."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Annotated, NamedTuple

from cleaner._core import Cleaned, CodePage, Letters, Utf8
from cleaner.model import LazySequence, Repair
from cleaner.option import DECIDES, LETTERS, READING, Option, Setting, checked

_HALF = "[\ud800-\udfff]"


class TextSettings(NamedTuple):
    """The choices of a user about the letters of a text; the defaults lose nothing that a reader would miss.

    `repair` switches every step off (``--no-repair``). `quotes` is ``keep`` or ``straight``; `tone` is ``keep``,
    ``old`` (*hòa*) or ``new`` (*hoà*); `html_entities` undoes ``&eacute;`` and its like. `placement` puts tone marks
    that no school of spelling would write (*cuả*, *qúy*) where they belong.

    >>> TextSettings(tone="old").quotes
    'keep'
    >>> repair("Hòa", TextSettings(tone="odd"))
    Traceback (most recent call last):
    cleaner.errors.UsageError: `tone` is one of keep, old, new, not 'odd'
    """

    repair: Annotated[
        bool, Option("--no-repair", READING, "Leave the Unicode as it is.", LETTERS, const=False), DECIDES
    ] = True
    quotes: Annotated[
        str,
        Option("--quotes", READING, "Leave curly quotes, or make them straight.", LETTERS),
        Setting(choices=("keep", "straight"), decides=True),
    ] = "keep"
    tone: Annotated[
        str,
        Option("--tone", READING, "Tone marks: as they are, old (hòa) or new (hoà).", LETTERS),
        Setting(choices=("keep", "old", "new"), decides=True),
    ] = "keep"
    html_entities: Annotated[
        bool,
        Option("--html-entities", READING, "Undo &eacute; and its like.", LETTERS, off="--no-html-entities"),
        DECIDES,
    ] = True
    placement: Annotated[bool, DECIDES] = False


DEFAULT = TextSettings()


def repairs_of(made: Cleaned, joined: Sequence[Repair]) -> Sequence[Repair]:
    """Give the repairs of one text by line, `joined` among them, which were made before the core saw it."""
    if joined:
        return tuple(sorted((*joined, *(Repair(*change) for change in made.repairs)), key=lambda one: one.line))
    if not made.changes:
        return ()
    return LazySequence(made.changes, lambda: (Repair(*one) for one in made.repairs), lambda: made.repaired)


class Repaired(NamedTuple):
    """A repaired text.

    `text` has runs of blank lines made one, none at either end, and no newline at its end. `lines` are all repaired
    lines in order, blank ones as ``""``, and `numbers` the 1-based input line of each. `repairs` are the changes,
    line by line: the records of one line lead from the input line to its repaired form, which holds a newline where a
    separator inside it became one. `flags` are warnings.
    """

    text: str
    lines: list[str]
    numbers: Sequence[int]
    repairs: Sequence[Repair] = ()
    flags: tuple[str, ...] = ()


def repair(text: str, settings: TextSettings = DEFAULT) -> Repaired:
    r"""Repair a text, line by line where something is wrong, and leave the rest as it is.

    `text` is any `str` of lines parted by ``\n`` (or ``\r\n``). The result is a fixed point: repairing it again
    changes nothing. No text makes it raise.

    >>> fixed = repair("Viá»‡t\xa0Nam\n\n\n\nHà Nội ")
    >>> fixed.text
    'Việt Nam\n\nHà Nội'
    >>> [(one.line, one.step) for one in fixed.repairs]
    [(1, 'mojibake'), (1, 'spaces'), (5, 'space-runs')]
    """
    if not settings.repair:
        lines = text.split("\n")
        return Repaired(text.strip("\n"), lines, range(1, len(lines) + 1))
    made, joined = in_whole_characters(text, letters(settings).repair)
    lines = made.whole.split("\n")
    numbers = made.lines or range(1, len(lines) + 1)
    return Repaired(str(made.text), lines, numbers, repairs_of(made, joined), tuple(made.flags))


@lru_cache(maxsize=16)
def letters(settings: TextSettings) -> Letters:
    """Make the choices of a user ready for the core."""
    settings = checked(settings)
    chosen = settings.repair, settings.quotes, settings.tone, settings.placement, settings.html_entities
    return Letters(Guesses, *chosen)


class Guesses:
    """What only a guess about a whole text can tell. The core asks for it where letters are in doubt, and only then."""

    @staticmethod
    def page(lines: list[str]) -> CodePage | None:
        """Tell in which encoding lines are shown, where they leave no doubt."""
        from cleaner.text.mojibake import proven_page

        found = proven_page(lines)
        return found.core if found else None

    @staticmethod
    def legacy(text: str, rows: list[str]) -> tuple[str, list[str]] | None:
        """Name the encoding of the years before Unicode that a text is in, and read each of its rows in it."""
        from cleaner.text.legacy import legacy_encoding, read_legacy

        encoding = legacy_encoding(text)
        return (encoding, [read_legacy(row, encoding) for row in rows]) if encoding else None

    @staticmethod
    def meant(line: str) -> str:
        from cleaner.text.mojibake import undo_mojibake

        return undo_mojibake(line)

    @staticmethod
    def residual(text: str, suspected: str) -> list[str]:
        """Give the flags for damage that stays in a text, among lines of it that are suspected."""
        from cleaner.text.residual import residual_flags

        return residual_flags(text, suspected)


def in_whole_characters(text: str | Utf8, work: Callable[[str | Utf8], Cleaned]) -> tuple[Cleaned, Sequence[Repair]]:
    r"""Give a text to the core, which knows no halves of UTF-16 pairs: what they spell, or the sign of a loss, instead.

    Also gives these changes as repairs.

    >>> in_whole_characters("\ud83d\ude00 \ud83d", letters(DEFAULT).repair)[0].text
    '😀 \ufffd'
    """
    try:
        return work(text), ()
    except UnicodeEncodeError:
        whole, joined = _with_whole_characters(str(text))
        return work(whole), joined


def _with_whole_characters(text: str) -> tuple[str, list[Repair]]:
    """Make pairs of UTF-16 halves the characters that they spell, and a lone half the sign of a loss."""
    end = "\r\n" if "\r\n" in text and text.count("\r\n") == text.count("\n") else "\n"
    repairs: list[Repair] = []
    lines = text.split(end)
    for at, line in enumerate(lines):
        if re.search(_HALF, line):
            lines[at] = line.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            repairs.append(Repair(at + 1, "surrogates", line, lines[at]))
    return end.join(lines), repairs
