"""How dates and clocks are written in a language: what the slots ``{date}`` and ``{time}`` and a stamp look like.

Numbers are the same everywhere (13/01/2025, 2025-01-13, 11:26); every word beside them is said by the `page:` section
of a language package. All patterns are for keys.
"""

from __future__ import annotations

from functools import lru_cache

from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_DATES: Final = (r"\d{1,2}\s?[/.\-–]\s?\d{1,2}(?:\s?[/.\-–]\s?(?:\d{4}|\d{2}))?", r"\d{4}-\d{2}-\d{2}")
_TIMES: Final = (r"\d{1,2}\s?:\s?\d{2}(?::\d{2})?(?:\s?(?:am|pm))?",)
_DAY: Final = r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d\d"
_ZONE: Final = r"(?:gmt|utc)\s?\+?\s?0?\d{1,2}(?::00)?"
_SIGNS: Final = r"[(),|/+\-–:.]"
_BORDER: Final = r"(?:^|[^\p{L}\p{M}\p{N}_])(?:{})(?:$|[^\p{L}\p{M}\p{N}_])"
_YEARS: Final = ("20", "19")
_BEFORE_YEARS: Final = (".", "/", "-")
_OTHER_WORDS: Final = 5

#: A stamp is no longer than this, in characters.
STAMP_CHARS: Final = 70
_CLOCK_CHARS: Final = 12


@dataclass(frozen=True, slots=True)
class Language:
    """Words and patterns beside dates and clocks, and the words that join names. With none, numbers alone are known.

    `before` are patterns of what may stand right before a date; `dates` and `times` are further forms; `beside` are
    patterns of words that stand beside a stamp and are not counted;
    `joints` stand between the names of two people; `never` are patterns of words that no stamp has.
    """

    before: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def date(self) -> str:
        """Give the pattern of a date."""
        before = rf"(?:(?:{'|'.join(self.before)})(?:\s?,\s?|\s-\s|\s)?){{0,2}}" if self.before else ""
        return f"{before}(?:{'|'.join((*_DATES, *self.dates))})"

    @property
    def time(self) -> str:
        """Give the pattern of a time."""
        return f"(?:{'|'.join((*_TIMES, *self.times))})"

    def is_stamp(self, key: str) -> bool:
        """Tell whether a key is a date with its year and a clock, with at most five other words; it is no sentence.

        >>> Language().is_stamp("11:26 | 13/01/2025 gmt+7"), Language().is_stamp("08/06/2026")
        (True, False)
        """
        return len(key) <= STAMP_CHARS and _is_stamp(self, key)

    def is_date(self, key: str) -> bool:
        """Tell whether a key is a date with its year and no more.

        >>> Language().is_date("08/06/2026"), Language().is_date("số 46 ra ngày 7/6/2026")
        (True, False)
        """
        return len(key) <= STAMP_CHARS and has_date(key) and not self._rest(_found(_DAY).sub(" ", key, 1)).split()

    def is_clock(self, key: str) -> bool:
        """Tell whether a key is little more than a clock.

        >>> Language().is_clock("11:26"), Language().is_clock("trận đấu lúc 11:26")
        (True, False)
        """
        return len(key) <= _CLOCK_CHARS and self._clock.search(key) is not None

    @property
    def _clock(self) -> Any:
        return _found(rf"(?:^|\D)(?:{self.time})(?:\D|$)")

    def _rest(self, key: str) -> str:
        """Take out what belongs to a date or a clock."""
        for pattern in (_ZONE, *(_BORDER.replace("{}", one) for one in (*self.before, *self.beside)), _SIGNS):
            found = _found(pattern)
            while (after := found.sub(" ", key)) != key:
                key = after
        return key


#: Numbers alone.
NO_LANGUAGE: Final = Language()


def has_date(text: str) -> bool:
    """Tell whether a date stands in a text; most texts have no year behind a sign, and are not searched for more.

    >>> has_date("ngày 7 / 6 / 2026"), has_date("khóa 2019-2023")
    (True, False)
    """
    for year in _YEARS:
        if year in text and any(before.rstrip().endswith(_BEFORE_YEARS) for before in text.split(year)[:-1]):
            return _found(_DAY).search(text) is not None
    return False


@lru_cache(maxsize=8192)
def _is_stamp(language: Language, key: str) -> bool:
    if key.endswith(".") or not has_date(key):
        return False
    if any(_found(_BORDER.replace("{}", one)).search(key) for one in language.never):
        return False
    rest = _found(_DAY).sub(" ", key)
    clock = language._clock
    if not clock.search(rest):
        return False
    return len(language._rest(clock.sub(" ", rest)).split()) <= _OTHER_WORDS


@lru_cache(maxsize=256)
def _found(pattern: str) -> Any:
    from cleaner.rulebook.dialect import rewritten
    from cleaner.rulebook.patterns import compile_raw

    return compile_raw(rewritten(pattern)[0], pattern)
