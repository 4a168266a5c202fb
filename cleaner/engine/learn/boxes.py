"""Headings that open a box: everything below them to the end, or one headline of another article inside this one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.cues import cue
from cleaner.engine.learn.found import Found, evidence, is_headline, short
from cleaner.engine.learn.openers import READERS, openers
from cleaner.rulebook.draft import Draft, Shown

if TYPE_CHECKING:
    from cleaner.engine.learn.counted import Counted, Place
    from cleaner.engine.learn.needs import Needs

_HEADING_WORDS: Final = 8
_HEADLINE: Final = "Tiêu đề của một bài khác viết riêng cho bài kiểm thử"
_FURTHER: Final = 8  # headings that stand below others already, for pages on which those are missing
_INSERTS: Final = frozenset({"related", "most-read"})


def boxes(counted: Counted, needs: Needs) -> tuple[list[Draft], dict[int, int], frozenset[Place]]:
    """Propose blocks to the end of the page.

    Also gives, for each page, the line from which one of them takes all; and the headings that are in doubt, which
    should not go without their box.
    """
    sure: list[Found] = []
    doubtful: list[Found] = []
    for one in openers(counted, needs):
        (doubtful if one.doubt else sure).append(one)
    chosen = _chosen(sure, counted, needs)
    ends: dict[int, int] = {}
    for one in chosen:
        for page, at in one.places:
            ends[page] = min(at, ends.get(page, at))
    headings = frozenset(place for one in doubtful for place in one.places)
    least = 2 * needs.support(counted.total)
    further = [one for one in doubtful if _gain(one, ends, counted) >= least]
    return [*_rules(chosen, counted), *_rules(further, counted)], ends, headings


def inserts(counted: Counted, needs: Needs) -> list[Draft]:
    """Propose headings that stand inside articles with one headline of another article below."""
    found = []
    for key, tally in counted.lines.items():
        places = tuple(tally.at("body"))
        met = counted.articles(places)
        if met < needs.support(counted.total) or cue(key) not in _INSERTS or len(key.split()) > _HEADING_WORDS:
            continue
        if all(_is_insert(counted, page, at) for page, at in places):
            found.append(Found("line", tally.text, tally.text, "related", "body", places, met))
    if not found:
        return []
    found.sort(key=lambda one: (-one.articles, one.literal))
    heading = {"line": [one.literal for one in found]}
    headline = {"is": "headline", "words": "..32"}
    shown = (Shown("inside", (("-", found[0].text), ("-", _HEADLINE))),)
    return [
        Draft(
            "box-inside", "related", "drop", {"sequence": [heading, headline]}, evidence(found, "body", counted),
            {"after": "body-start", "before": "body-end"},
            "a heading, and below it one headline of another article", shown,
        )
    ]  # fmt: skip


def _is_insert(counted: Counted, page: int, at: int) -> bool:
    seen = counted.pages[page]
    return at + 1 < len(seen.texts) and (bool(seen.owners[at + 1]) or is_headline(seen.texts[at + 1]))


def _chosen(found: list[Found], counted: Counted, needs: Needs) -> list[Found]:
    """Choose the headings that take the most, one after the other; those whose words name a box come in any case."""
    left = sorted(found, key=lambda one: (one.word, one.literal))
    ends: dict[int, int] = {}
    chosen: list[Found] = []
    while left:
        best = max(left, key=lambda one: _gain(one, ends, counted))
        if _gain(best, ends, counted) < 2 * needs.support(counted.total):
            break
        left.remove(best)
        chosen.append(best)
        for page, at in best.places:
            ends[page] = min(at, ends.get(page, at))
    named = [one for one in left if cue(one.literal.casefold()) in {*_INSERTS, READERS, "tags"}]
    return chosen + sorted(named, key=lambda one: (-one.articles, one.literal))[:_FURTHER]


def _gain(one: Found, ends: dict[int, int], counted: Counted) -> int:
    """Count the lines without an owner that a heading would take and no chosen one does."""
    total = 0
    for page, at in one.places:
        owners = counted.pages[page].owners[at : ends.get(page, len(counted.pages[page].owners))]
        total += sum(not owner for owner in owners)
    return total


def _rules(found: list[Found], counted: Counted) -> list[Draft]:
    groups: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in found:
        groups[one.label, one.word, one.doubt].append(one)
    return [_rule(label, word, doubt, members, counted) for (label, word, doubt), members in sorted(groups.items())]


def _rule(label: str, word: str, doubt: str, members: list[Found], counted: Counted) -> Draft:
    members.sort(key=lambda one: (-one.articles, one.literal))
    start: dict[str, object] = {word: [one.literal for one in members]}
    if word == "like":
        start["words"] = f"..{max(one.text.count(' ') for one in members) + 5}"
    shown = (Shown("tail", (("-", members[0].example), ("-", _HEADLINE))),)
    told = f"{evidence(members, 'tail', counted)}{_below(members[0], counted)}"
    value = {"from": start, "until": "end"}
    why = "below this heading the page is other articles and its foot"
    return Draft(f"{label}-and-all-below", label, "drop", value, told, {"after": "body-end"}, why, shown, doubt)


def _below(one: Found, counted: Counted) -> str:
    """Show a line below a heading that differs from page to page."""
    for page, at in one.places:
        seen = counted.pages[page]
        if at + 1 < len(seen.texts) and counted.unique(page, at + 1):
            return f"; below {short(one.text)} stands {short(seen.texts[at + 1])}"
    return ""
