"""Lines of one kind at one place, put together into one rule."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.found import WHERE, Found, evidence
from cleaner.rulebook.draft import Draft, Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.engine.learn.counted import Counted

_NAMES: Final = {"debris": "recurring-lines", "footer": "footer-lines"}
_PLACES: Final = {"top": "-above-the-article", "under": "-under-the-title"}
_SHOWN: Final = 2
_MORE_WORDS: Final = 4  # than in the example a template's slots may hold
_REST_WORDS: Final = 10  # than in the example a line may have that is told by its beginning


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
    for word in ("line", "starts", "like"):
        if part := [one for one in members if one.word == word]:
            yield part


def _rule(zone: str, label: str, doubt: str, members: list[Found], counted: Counted) -> Draft:
    word = members[0].word
    value: dict[str, object] = {word: list(dict.fromkeys(one.literal for one in members))}
    words = max(len(text.split()) for one in members for text in (one.text, one.literal))
    if word == "starts" or (word == "like" and zone in ("body", "tail")):
        value["words"] = f"..{words + (_REST_WORDS if word == 'starts' else _MORE_WORDS)}"
    shown = tuple(Shown(zone, (("-", one.example),)) for one in members[:_SHOWN] if "{title}" not in one.literal)
    name = f"{_NAMES.get(label, label)}{_PLACES.get(zone, '')}"
    return Draft(name, label, "drop", value, evidence(members, zone, counted), WHERE[zone], shown=shown, doubt=doubt)
