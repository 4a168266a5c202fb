"""Templates such as ``{time} | {date} GMT+7``: what most patterns are written for, without a pattern.

A template fits a line's key from end to end. How dates and times are written is said by a language package.
"""

from __future__ import annotations

from functools import lru_cache

from cleaner.late import late
from cleaner.rulebook.language import NO_LANGUAGE, Language
from cleaner.rulebook.patterns import escape, finder
from cleaner.text import key, tone_variants
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_URL_HEADS: Final = ("http://", "https://", "www.")
_SLOTS: Final = {
    "n": r"\d+(?:[.,]\d+)*\s?[kmb]?",
    "url": r"(?:https?://|www\.)\S+",
    "host": r"(?:[a-z0-9\x{C0}-\x{24F}\x{1E00}-\x{1EFF}-]+\.)+[a-z]{2,}",  # Latin letters: all of them are many states
    "words": r"\S+(?:\s\S+)*",
}
#: Broader forms, that are soon compiled: found where a slot is, and perhaps elsewhere.
_LOOSE_SLOTS: Final = {
    "date": r".*\d.*\d.*",
    "time": r"\d.*\d.*",
    "n": _SLOTS["n"],
    "url": r"\S+",
    "host": r"\S+\.\S+",
    "words": ".+",
    "title": ".+",
}
_TITLE: Final = "\ue000"  # where the title goes: a sign that no text has
_MANY: Final = 1_000_000
_SLOT_SPACES: Final = 10  # no slot but those for words may hold more
_SLOT: Final = late(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A template made ready; `titles` is the number of `{title}` slots, `longest` a bound on the key's length.

    `pattern` takes anything for a title, `titled` has a sign in its place; `loose` is broader than both. `head` and
    `tail` are the spellings of the fixed text at its edges; they are empty where a slot stands there.
    """

    source: str
    titles: int
    longest: int
    pattern: str = ""
    titled: str = ""
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    loose: str = ""

    @property
    def spaces(self) -> int:
        """Give a bound on the spaces of a key that fits, a million where words of any number may stand."""
        slots = _SLOT.findall(self.source)
        return self.source.count(" ") + sum(_MANY if slot in ("words", "title") else _SLOT_SPACES for slot in slots)

    def fits(self, line_key: str, title_key: str) -> bool:
        """Tell whether a line's key fits; a template with `{title}` never fits without a title.

        >>> compile_template("{time} | {date} GMT+7").fits("11:26 | 13/01/2025 gmt+7", "")
        True
        >>> compile_template("{title} ảnh {n}").fits("một tiêu đề ảnh 2", "một tiêu đề")
        True
        """
        if len(line_key) > self.longest and not self.titles:
            return False
        if (self.head and not line_key.startswith(self.head)) or (self.tail and not line_key.endswith(self.tail)):
            return False  # most are not compiled for a line that they cannot fit
        if not self.titles:
            return finder(self.pattern, whole=True).Match(line_key) is not None
        if not title_key or title_key not in line_key or (len(line_key) == len(title_key) and len(self.titled) > 1):
            return False
        return finder(self.titled, whole=True).Match(line_key.replace(title_key, _TITLE)) is not None


@lru_cache(maxsize=4096)
def compile_template(source: str, language: Language = NO_LANGUAGE) -> Template:
    """Compile a template to a pattern over keys; dates and times are those of a language."""
    slots = {**_SLOTS, "date": language.date, "time": language.time}
    pattern, loose, titles, longest = [], [], 0, 0
    for part, slot in _parts(source):
        pattern.append(_literal(part))
        loose.append(_literal(part) + (f"(?:{_LOOSE_SLOTS[slot]})" if slot else ""))
        longest += len(part) + 2
        if slot == "title":
            pattern.append(_TITLE)
            titles += 1
        elif slot:
            pattern.append(f"(?:{slots[slot]})")
        longest += {"words": _MANY, "url": 4_000, "host": 300}.get(slot, 60)
    titled, whole = "".join(pattern), "".join(pattern).replace(_TITLE, ".+")
    parts = _parts(source)
    head = _URL_HEADS if parts[0] == ("", "url") else _spellings(parts[0][0])
    tail = _spellings(parts[-1][0])
    return Template(source, titles, longest, whole, titled, head, tail, "".join(loose))


def _parts(source: str) -> list[tuple[str, str]]:
    """Split into (fixed text, slot) pairs; the last slot is empty.

    >>> _parts("ảnh {n} của {title}")
    [('ảnh ', 'n'), (' của ', 'title'), ('', '')]
    """
    pieces = _SLOT.split(" ".join(source.split()))
    return [(pieces[i], pieces[i + 1] if i + 1 < len(pieces) else "") for i in range(0, len(pieces), 2)]


def _spellings(text: str) -> tuple[str, ...]:
    """Give fixed text in every tone-mark spelling, without its outer spaces."""
    return tuple(sorted(tone_variants(key(text)))) if text.strip() else ()


def _literal(text: str) -> str:
    """Give a pattern for fixed text in every tone-mark spelling; outer spaces count."""
    if not text.strip():
        return escape(text)
    left, right = " " * text.startswith(" "), " " * text.endswith(" ")
    spellings = sorted(tone_variants(key(text)))
    inner = "|".join(escape(spelling) for spelling in spellings)
    return escape(left) + (f"(?:{inner})" if len(spellings) > 1 else inner) + escape(right)
