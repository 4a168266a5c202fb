"""A page as learning sees it: its lines, where each stands, and which have an owner already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cleaner.engine.article import is_article
from cleaner.engine.cuts import Apart
from cleaner.engine.learn.cues import known
from cleaner.engine.outcome import Origin
from cleaner.engine.page import Page
from cleaner.engine.policy import Policy
from cleaner.engine.sentences import is_prose
from cleaner.text import key, repair
from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.engine.settle import Engine
    from cleaner.model import Document

#: Above the title; above the first running text of a page without a sure title; between title and running text;
#: within the article's running text; below it.
Zone = Literal["head", "top", "under", "body", "tail"]
ZONES: tuple[Zone, ...] = ("head", "top", "under", "body", "tail")


@dataclass(frozen=True, slots=True)
class Seen:
    """One page. `owners` has for each line the rule that takes it, or nothing; `article` tells it from a list."""

    name: str
    texts: list[str]
    keys: list[str]
    owners: list[str]
    title: str
    given: str
    title_at: int | None
    sure: bool
    lead_at: int
    body_at: int
    article: bool

    def zone(self, at: int) -> Zone:
        """Tell where a line stands."""
        if at > self.body_at:
            return "tail"
        if at >= self.lead_at:
            return "body"
        if self.title_at is None or not self.sure:
            return "top"
        return "head" if at < self.title_at else "under"

    def free(self) -> Iterator[int]:
        """Give the lines that nobody owns, but the title."""
        return (at for at, owner in enumerate(self.owners) if not owner and self.keys[at] != self.title)

    @property
    def prose(self) -> list[str]:
        """Give the keys of the running text of the article."""
        return [self.keys[at] for at in range(self.lead_at, self.body_at + 1) if is_prose(self.texts[at])]


def look(document: Document, engine: Engine | None) -> Seen:
    """Look at one document; `engine` has the rules that there are already.

    What the selectors of a source cut out of a page is out before.
    """
    document = Apart.of(document, Policy()).rest if document.cuts or document.meta else document
    origin = Origin.of(repair(document.text))
    page = Page(origin.texts, document.title, looks=known())
    lead, end = page.lead_at, page.body_at
    owners = [""] * len(origin.texts)
    if engine is not None and origin.texts:
        for taken in engine.settle(origin.texts, document.title).taken:
            if not taken.kept:
                owners[taken.at] = taken.rule.name
    texts = origin.texts
    article = lead is not None and end is not None and is_article(texts, texts[page.title_at or 0 : end + 1], known())
    return Seen(
        document.id or document.url,
        texts,
        [key(text) for text in texts],
        owners,
        page.exact_title,
        document.title,
        page.title_at,
        page.title_is_sure,
        lead if lead is not None else len(texts),
        end if end is not None else len(texts),
        article,
    )
