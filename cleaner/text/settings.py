"""What the repair of a text may do, as one frozen value."""

from __future__ import annotations

from cleaner.errors import UsageError
from cleaner.values import dataclass

QUOTES = ("keep", "straight")
TONES = ("keep", "old", "new")


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
    cleaner.errors.UsageError: tone is one of keep, old, new; not 'odd'
    """

    repair: bool = True
    quotes: str = "keep"
    tone: str = "keep"
    html_entities: bool = True
    placement: bool = False

    @property
    def default(self) -> bool:
        """Tell whether only such steps are asked for as the scan for damage knows."""
        return self.quotes == "keep" and self.tone == "keep" and not self.placement

    def __post_init__(self) -> None:
        """Refuse a word that is no choice."""
        for name, choices in (("quotes", QUOTES), ("tone", TONES)):
            value = getattr(self, name)
            if value not in choices:
                raise UsageError(f"{name} is one of {', '.join(choices)}; not {value!r}")


DEFAULT = TextSettings()
