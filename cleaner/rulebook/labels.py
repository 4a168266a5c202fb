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

#: What a line with a label is, in a few words.
MEANINGS: Final = {
    "menu": "sections of the site, headings of pages",
    "breadcrumb": "the way from the home page to this one",
    "follow": "invitations to follow the outlet elsewhere",
    "share": "share and copy-link bars, buttons",
    "player": "what an audio or video player shows",
    "font-size": "the size of letters, print and night modes",
    "related": "headlines of other articles, and the titles of such lists",
    "most-read": "lists of what is read most or is new",
    "video": "lists of videos",
    "multimedia": "lists of pictures, podcasts, graphics",
    "comments": "readers' comments, and the box for one",
    "tags": "keywords and topics",
    "ad": "advertisements and offers of the outlet itself",
    "newsletter": "invitations to subscribe",
    "footer": "the imprint, addresses, all that ends a page",
    "copyright": "who owns the text",
    "loading": "what stands where something has not been loaded",
    "debris": "markup, scripts and other remains of the page",
    "duplicate": "a line that stands there twice",
    "title": "the headline",
    "lead": "the paragraph under the headline",
    "caption": "what stands under a picture",
    "published": "when it was published or changed",
    "byline": "who wrote it",
    "credit": "the agency or photographer it is from",
    "origin": "the outlet that it was taken over from",
}
