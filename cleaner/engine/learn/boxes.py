"""Headings that open a box: everything below them to the end, or one headline of another article inside this one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.cues import cue, is_caption
from cleaner.engine.learn.found import Found, evidence, is_headline, short
from cleaner.engine.learn.masks import is_template
from cleaner.engine.match import is_names
from cleaner.engine.sentences import is_paragraph, is_prose, is_sentence
from cleaner.rulebook.draft import Draft, Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.engine.learn.counted import Counted, Place, Tally
    from cleaner.engine.learn.needs import Needs

_HEADING_WORDS: Final = 14
_PLAIN_WORDS: Final = 6  # of a heading that does not say what it opens
_SENTENCE_CHARS: Final = 25
_NEXT: Final = 0.8  # of the boxes must have a headline right below their heading
_HEADLINE: Final = "Tiêu đề của một bài khác viết riêng cho bài kiểm thử"
_FURTHER: Final = 8  # headings that stand below others already, for pages on which those are missing
_INSERTS: Final = frozenset({"related", "most-read"})
#: Where readers write, text stands that no other page has.
_READERS: Final = "comments"


def boxes(counted: Counted, needs: Needs) -> tuple[list[Draft], dict[int, int]]:
    """Propose blocks to the end of the page; also gives, for each page, the line from which one of them takes all."""
    sure: list[Found] = []
    doubtful: list[Found] = []
    for one in _openers(counted, needs):
        (doubtful if one.doubt else sure).append(one)
    chosen = _chosen(sure, counted, needs)
    ends: dict[int, int] = {}
    for one in chosen:
        for page, at in one.places:
            ends[page] = min(at, ends.get(page, at))
    return [*_rules(chosen, counted), *_rules(doubtful, counted)], ends


def inserts(counted: Counted, needs: Needs) -> list[Draft]:
    """Propose headings that stand inside articles with one headline of another article below."""
    found = []
    for key, tally in counted.lines.items():
        places = tuple(tally.at("body"))
        met = counted.articles(places)
        if met < needs.support(counted.total) or cue(key) not in _INSERTS or key.count(" ") >= _HEADING_WORDS:
            continue
        if all(_is_insert(counted, page, at) for page, at in places):
            found.append(Found("line", tally.text, tally.text, "related", "body", places, met))
    if not found:
        return []
    found.sort(key=lambda one: (-one.articles, one.literal))
    heading = {"line": [one.literal for one in found]}
    headline = {"sentence": False, "prose": False, "min_words": 5, "max_words": 32}
    shown = (Shown("inside", (("-", found[0].text), ("-", _HEADLINE))),)
    return [
        Draft(
            "box-inside", "related", "drop", {"sequence": [heading, headline]}, evidence(found, "body", counted),
            {"after": "lead", "before": "body"},
            "a heading, and below it one headline of another article", shown,
        )
    ]  # fmt: skip


def _is_insert(counted: Counted, page: int, at: int) -> bool:
    seen = counted.pages[page]
    return at + 1 < len(seen.texts) and (bool(seen.owners[at + 1]) or is_headline(seen.texts[at + 1]))


def _openers(counted: Counted, needs: Needs) -> Iterator[Found]:
    need = needs.support(counted.total)
    for word, table in (("line", counted.lines), ("like", counted.templates)):
        for literal, tally in table.items():
            places = tuple(sorted(_firsts(tally).items()))
            met = counted.articles(places)
            if met < need or (word == "like" and len(tally.texts) < 2):
                continue
            found = _opener(counted, needs, word, literal, tally, places)
            if found is not None:
                yield found


def _firsts(tally: Tally) -> dict[int, int]:
    """Give the first place below the article on each page."""
    firsts: dict[int, int] = {}
    for page, at in tally.at("tail"):
        firsts[page] = min(at, firsts.get(page, at))
    return firsts


def _opener(
    counted: Counted, needs: Needs, word: str, literal: str, tally: Tally, places: tuple[Place, ...]
) -> Found | None:
    text = tally.text
    key = literal.casefold()
    plain = (
        text.count(" ") < _HEADING_WORDS and not is_sentence(text) and not is_caption(key) and key not in counted.titles
    )
    if not plain or (is_names(text) and " " in text) or "{title}" in literal or not any(map(str.isalpha, key)):
        return None
    page, at = places[0]
    if word == "like" and not is_template(literal, counted.pages[page].texts[at], ""):
        return None
    label, met = cue(key), counted.articles(places)
    uncertain = text.count(" ") >= _PLAIN_WORDS or met < needs.half(counted.total)
    if not label and (uncertain or not _opens_headlines(counted, places)):
        return None
    doubt = next(filter(None, (_objection(counted, page, at, label) for page, at in places)), "")
    if doubt and not label:
        return None
    return Found(word, literal if word == "like" else text, text, label or "related", "tail", places, met, doubt)


def _opens_headlines(counted: Counted, places: tuple[Place, ...]) -> bool:
    """Tell whether headlines that differ from page to page stand below a heading."""
    heads = {counted.pages[page].keys[at + 1] for page, at in places if _is_insert(counted, page, at)}
    good = sum(_is_insert(counted, page, at) for page, at in places)
    return good >= _NEXT * len(places) and len(heads) > 1


def _objection(counted: Counted, page: int, at: int, label: str) -> str:
    """Say what speaks against taking everything below a line of a page: what could be the article's."""
    seen, above = counted.pages[page], -1
    for below in range(at + 1, len(seen.texts)):
        text = seen.texts[below]
        if seen.owners[below] or not counted.unique(page, below) or not is_sentence(text):
            continue
        if label != _READERS and _is_told(text):
            if is_paragraph(text):
                return f"a paragraph stands below it: {short(text)}"
            if above == below - 1 and above > 0 and text != seen.texts[above]:
                return f"two sentences in a row stand below it: {short(text)}"
            above = below
        if is_prose(text) and not label:
            return f"running text stands below it: {short(text)}"
    return ""


def _is_told(text: str) -> bool:
    """Tell whether a line is a sentence of a text; headlines may ask or call out."""
    return is_prose(text) or (len(text) >= _SENTENCE_CHARS and text.count(" ") > 3 and text.endswith("."))


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
    named = [one for one in left if cue(one.literal.casefold()) in {*_INSERTS, _READERS, "tags"}]
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
        start["max_words"] = max(one.text.count(" ") for one in members) + 5
    shown = (Shown("tail", (("-", members[0].example), ("-", _HEADLINE))),)
    told = f"{evidence(members, 'tail', counted)}{_below(members[0], counted)}"
    value = {"from": start, "until": "end", "wary": True}
    why = "below this heading the page is other articles and its foot"
    return Draft(f"{label}-and-all-below", label, "drop", value, told, {"after": "body"}, why, shown, doubt)


def _below(one: Found, counted: Counted) -> str:
    """Show a line below a heading that differs from page to page."""
    for page, at in one.places:
        seen = counted.pages[page]
        if at + 1 < len(seen.texts) and counted.unique(page, at + 1):
            return f"; below {short(one.text)} stands {short(seen.texts[at + 1])}"
    return ""
