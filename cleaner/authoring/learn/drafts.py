"""Drafts of rules: what recurs on pages, put together into rules that nobody wrote yet."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from cleaner._core import is_sentence
from cleaner.authoring.learn.words import samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleaner.authoring.learn.pages import Counted, Place, Zone

WHERE: Final[dict[str, dict[str, str]]] = {
    "head": {"before": "title"},
    "top": {"before": "body-start"},
    "under": {"after": "title", "before": "body-start"},
    "body": {},
    "tail": {"after": "body-end"},
}
IN_WORDS: Final = {
    "head": "above the title",
    "top": "above the first running text",
    "under": "between title and first running text",
    "body": "also inside the article",
    "tail": "below the article",
}
_VALUES: Final = {"date": "13/01/2025", "time": "11:26", "n": "15", "url": "https://tin.example.vn/bai-mau.html"}
_SHORT: Final = 60
_HEADLINE_WORDS: Final = (5, 32)
_NAMES: Final = {"debris": "recurring-lines", "footer": "footer-lines"}
_PLACES: Final = {"top": "-above-the-article", "under": "-under-the-title"}
_EXAMPLES: Final = 2  # lines of a rule that its test shows
_MORE_WORDS: Final = 4  # than in the example a template's slots may hold


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of a test that show a rule at work: `zone` says where on the page, each line has its mark in front."""

    zone: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed rule.

    `value` is what stands under the action (`drop`, `meta`, `trim`), as plain values; `evidence` says how often its
    lines were met. `doubt` is the reason why it is not in force; `documents` and `lines` are what it takes.
    """

    id: str
    label: str
    action: str
    value: Mapping[str, Any]
    evidence: str
    where: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    shown: tuple[Shown, ...] = ()
    doubt: str = ""
    documents: int = 0
    lines: int = 0

    def doubted(self, reason: str) -> Draft:
        """Return the same rule as a mere candidate."""
        return replace(self, doubt=reason)


def named(drafts: Iterable[Draft], taken: Iterable[str] = ()) -> list[Draft]:
    """Return every rule an id of its own, also beside those that are there.

    >>> rule = Draft("menu", "menu", "drop", {"line": ["A"]}, "")
    >>> [one.id for one in named([rule, rule], ["menu"])]
    ['menu-2', 'menu-3']
    """
    ids, found = set(taken), []
    for draft in drafts:
        name, number = draft.id, 2
        while name in ids:
            name, number = f"{draft.id}-{number}", number + 1
        ids.add(name)
        found.append(replace(draft, id=name))
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """One line, or template, that may go: its word and literal, its label and zone, and where it stands."""

    word: str
    literal: str
    text: str
    label: str
    zone: Zone
    places: tuple[Place, ...]
    articles: int
    doubt: str = ""

    @property
    def example(self) -> str:
        """A line for a test: that of the pages, or a template with invented values."""
        if self.word != "like":
            return self.text
        return re.sub(r"\{(\w+)\}", lambda slot: _VALUES.get(slot[1], samples().word), self.literal)


def is_headline(text: str) -> bool:
    """Return whether a line could be the headline of another article.

    >>> is_headline("Cầu mới nối hai bờ sông mở cửa"), is_headline("Thịt bò"), is_headline("Nó mở cửa sáng nay.")
    (True, False, False)
    """
    low, high = _HEADLINE_WORDS
    plain = not is_sentence(text) and not text.endswith((":", ";", ",")) and text[:1] not in "-–•+*"
    return plain and low <= text.count(" ") + 1 <= high


def short(text: str) -> str:
    """Cut a text for a comment.

    >>> short("Đọc nhiều")
    "'Đọc nhiều'"
    """
    return repr(text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0]} …")


def evidence(members: Sequence[Found], zone: str, counted: Counted) -> str:
    """Say how often lines were met, and where."""
    counts = [one.articles for one in members]
    low, high = min(counts), max(counts)
    often = f"{low}" if low == high else f"{low} to {high}"
    each = "" if len(members) == 1 else f"{len(members)} lines, each "
    told = f"{each}in {often} of {counted.total} documents, {IN_WORDS[zone]}"
    one = members[0]
    return told if one.word == "line" else f"{told}; such as {short(one.text)}"


def grouped(found: list[Found], counted: Counted) -> list[Draft]:
    """Make rules, in the order of the page; doubtful lines stay apart."""
    groups: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in found:
        groups[one.zone, one.label, one.doubt].append(one)
    for members in groups.values():
        members.sort(key=_place)
    zones = list(WHERE)
    ordered = sorted(groups.items(), key=lambda item: (zones.index(item[0][0]), _place(item[1][0]), item[0]))
    return [
        _rule(zone, label, doubt, part, counted)
        for (zone, label, doubt), members in ordered
        for part in _by_word(members)
    ]


def _place(one: Found) -> tuple[float, str]:
    """Sort lines as they stand on the page."""
    return median(at for _, at in one.places), one.literal


def _by_word(members: list[Found]) -> Iterator[list[Found]]:
    for word in ("line", "like"):
        if part := [one for one in members if one.word == word]:
            yield part


def _rule(zone: str, label: str, doubt: str, members: list[Found], counted: Counted) -> Draft:
    word = members[0].word
    value: dict[str, object] = {word: list(dict.fromkeys(one.literal for one in members))}
    words = max(len(text.split()) for one in members for text in (one.text, one.literal))
    if word == "like" and zone in ("body", "tail"):
        value["words"] = f"..{words + _MORE_WORDS}"
    shown = tuple(Shown(zone, (("-", one.example),)) for one in members[:_EXAMPLES] if "{title}" not in one.literal)
    name = f"{_NAMES.get(label, label)}{_PLACES.get(zone, '')}"
    return Draft(name, label, "drop", value, evidence(members, zone, counted), WHERE[zone], shown=shown, doubt=doubt)
