"""What the parts of a page look like in a language: the `page:` section of a rulebook, ready to be asked.

No word of any language stands here; a rulebook that says nothing knows numbers, signs and sizes alone.
"""

from __future__ import annotations

from functools import lru_cache

from cleaner.engine.match import fits_alone
from cleaner.late import late
from cleaner.rulebook.compiled import NO_PAGE
from cleaner.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from cleaner.rulebook.compiled import CompiledPage
    from cleaner.rulebook.language import Language

#: The words and characters of a headline, of a page's own or another article's.
_WORDS: Final = range(4, 41)
_CHARS: Final = range(18, 221)
_NEVER_FIRST: Final = ("- ", "*", "|")
_NEVER_LAST: Final = (".", ":", ";", ",")
_NEVER_IN: Final = ("@", "http:", "https:", "©")
_CLOSERS: Final = "\"'”’»)]"
_LEAD: Final = late(r"(?:\([^()]{2,20}\)|\S+\.[a-z]{2,3}) ?[-–] ")  # that of an article begins with its paper's name
_DASHES: Final = "-|–"
_SITE_CHARS: Final = range(3, 41)
_MARKUP: Final = late(r"^#+ ")
_TITLE_WORDS: Final = (9, 22)  # longer is likelier a headline up to the first, less likely from the second on


class Looks:
    """Answers what a line looks like, by the matchers of a `page:` section."""

    def __init__(self, page: CompiledPage = NO_PAGE) -> None:
        """Take the section of a rulebook."""
        self.language: Language = page.language
        self._parts = dict(page.parts)
        self.labels = page.labels
        self.is_headline = lru_cache(maxsize=8192)(self._is_headline)

    def fits(self, part: str, text: str, key: str = "") -> bool:
        """Tell whether a line looks like a part of a page: ``ends box comments imprint credit error caption``."""
        matchers = self._parts.get(part)
        if not matchers:
            return False
        key = key or fold(text)
        return any(fits_alone(one, text, key) for one in matchers)

    def _is_headline(self, key: str) -> bool:
        """Tell whether a key could be a headline: some words, and no mark of a sentence, a list or a button.

        >>> Looks().is_headline("thúc đẩy hợp tác giữa các địa phương"), Looks().is_headline("trang chủ")
        (True, False)
        """
        return (
            key.count(" ") + 1 in _WORDS
            and len(key) in _CHARS
            and not key.startswith(_NEVER_FIRST)
            and not key.endswith("*")
            and not key.rstrip(_CLOSERS).endswith(_NEVER_LAST)
            and not any(map(key.__contains__, _NEVER_IN))
            and not (("- " in key or "– " in key) and _LEAD.match(key) is not None)
            and not self.fits("no_headline", key, key)
            and not self.language.is_stamp(key)
        )


@lru_cache(maxsize=64)
def looks_of(page: CompiledPage) -> Looks:
    """Give what answers for a section, made once."""
    return Looks(page)


NO_LOOKS: Final = Looks()


def without_markup(key: str) -> str:
    """Cut the marks of a Markdown heading."""
    return _MARKUP.sub("", key) if key.startswith("#") else key


def without_site(key: str) -> str:
    """Cut the paper's name behind a headline.

    >>> without_site("chợ phiên họp trở lại - báo mẫu"), without_site("chợ phiên - chợ tình")
    ('chợ phiên họp trở lại', 'chợ phiên')
    """
    at = max(map(key.rfind, _DASHES))
    headline, site = key[: max(at, 0)], key[at + 1 :]
    parted = headline[-1:].isspace() and site[:1].isspace()
    return headline.rstrip() if parted and len(site) - 1 in _SITE_CHARS else key


def looks(key: str) -> float:
    """Tell how much like a headline a key looks, by its words."""
    words = key.count(" ") + 1
    many, most = _TITLE_WORDS
    return 0.34 * min(words, many) - 0.25 * max(0, words - most)
