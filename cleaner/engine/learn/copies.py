"""What a page says twice: its title, and the texts of its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.rulebook.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.engine.learn.counted import Counted
    from cleaner.engine.learn.needs import Needs

_MIN_WORDS = 4


def copies(counted: Counted, needs: Needs) -> list[Draft]:
    """Propose to take the second of two equal lines: that of the title below it, and any right below the first."""
    titles: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for number, page in enumerate(counted.pages):
        for at, key in enumerate(page.keys):
            if page.owners[at] or at == page.title_at or key.count(" ") + 1 < _MIN_WORDS:
                continue
            if key == page.title and page.title_at is not None and at > page.title_at:
                titles.append((number, at))
            elif at and key == page.keys[at - 1]:
                others.append((number, at))
    made = []
    for name, value, where, places in (
        ("title-again", {"same_as": "title"}, {"after": "title"}, titles),
        ("line-again", {"same_as": "previous", "words": f"{_MIN_WORDS}.."}, {}, others),
    ):
        met = counted.articles(places)
        if met >= needs.support(counted.total):
            evidence = f"in {met} of {counted.total} documents, {len(places)} lines"
            made.append(_rule(name, value, where, evidence))
    return made


def _rule(name: str, value: Mapping[str, object], where: Mapping[str, str], evidence: str) -> Draft:
    return Draft(name, "duplicate", "drop", value, evidence, where)
