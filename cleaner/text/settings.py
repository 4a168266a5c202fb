"""What the repair of a text may do, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.option import LETTERS, READING, Option, check, setting


@dataclass(frozen=True, slots=True)
class TextSettings:
    """The choices of a user about the letters of a text; the defaults lose nothing that a reader would miss.

    `repair` switches every step off (``--no-repair``). `quotes` is ``keep`` or ``straight``; `tone` is ``keep``,
    ``old`` (*hòa*) or ``new`` (*hoà*); `html_entities` undoes ``&eacute;`` and its like. `placement` puts tone marks
    that no school of spelling would write (*cuả*, *qúy*) where they belong.

    >>> TextSettings(tone="old").quotes
    'keep'
    >>> TextSettings(tone="odd")
    Traceback (most recent call last):
    cleaner.errors.UsageError: `tone` is one of keep, old, new, not 'odd'
    """

    repair: bool = setting(
        True, Option("--no-repair", READING, "Leave the Unicode as it is.", LETTERS, const=False), decides=True
    )
    quotes: str = setting(
        "keep",
        Option("--quotes", READING, "Leave curly quotes, or make them straight.", LETTERS),
        choices=("keep", "straight"),
        decides=True,
    )
    tone: str = setting(
        "keep",
        Option("--tone", READING, "Tone marks: as they are, old (hòa) or new (hoà).", LETTERS),
        choices=("keep", "old", "new"),
        decides=True,
    )
    html_entities: bool = setting(
        True,
        Option("--html-entities", READING, "Undo &eacute; and its like.", LETTERS, off="--no-html-entities"),
        decides=True,
    )
    placement: bool = setting(False, decides=True)

    def __post_init__(self) -> None:
        """Refuse what a field does not take."""
        check(self)


DEFAULT = TextSettings()
