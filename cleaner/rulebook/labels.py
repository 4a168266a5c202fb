"""The closed list of labels: what kind of thing a line is, and what becomes of it when nobody says otherwise."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


#: Not the article: dropped.
BOILERPLATE: Final = (
    "menu", "breadcrumb", "follow", "share", "player", "font-size", "related", "most-read", "video", "multimedia",
    "comments", "tags", "ad", "newsletter", "footer", "copyright", "loading", "debris", "duplicate",
)  # fmt: skip

#: Facts about the article: out of the text, into the metadata.
META: Final = ("published", "byline", "credit", "origin")

#: Parts of the article: they stay.
PARTS: Final = ("title", "lead", "caption")

LABELS: Final = BOILERPLATE + PARTS + META
