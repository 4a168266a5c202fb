"""All proposals for a source, in the order in which they stand in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaner.engine.learn.boxes import boxes, inserts
from cleaner.engine.learn.cards import cards
from cleaner.engine.learn.copies import copies
from cleaner.engine.learn.facts import facts, near_the_title
from cleaner.engine.learn.lines import lines
from cleaner.engine.learn.masks import masked
from cleaner.engine.learn.stray import stray
from cleaner.rulebook.draft import Draft, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.engine.learn.counted import Counted, Place
    from cleaner.engine.learn.needs import Needs
    from cleaner.engine.learn.seen import Seen


def propose(
    counted: Counted, needs: Needs, source: str, others: Sequence[Seen] = (), ids: Iterable[str] = ()
) -> list[Draft]:
    """Propose rules for what recurs and nobody owns.

    `others` are pages whose article could not be told; `ids` are taken already.
    """
    blocks, ends, headings = boxes(counted, needs)
    known = facts(counted, needs, source)
    dated = {template for draft in known if draft.label == "published" for template in draft.value["like"]}

    def covered(place: Place) -> bool:
        page, at = place
        if place in headings or at >= ends.get(page, len(counted.pages[page].texts)):
            return True
        seen = counted.pages[page]
        return near_the_title(counted, place) and masked(seen.texts[at], seen.title) in dated

    singles = lines(counted, needs, covered)
    boxed = [*inserts(counted, needs), *cards(counted, needs), *blocks]
    last = [*stray(counted, needs, others), *copies(counted, needs)]  # copies in a box go with it
    return named(filter(_can_be_written, [*known, *singles, *boxed, *last]), ids)


def _can_be_written(draft: Draft) -> bool:
    """Tell whether a rule holds nothing that a file could not show."""
    shown = [text for one in draft.shown for _, text in one.lines]
    return all(map(str.isprintable, [*_texts(draft.value), *shown]))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)
