"""Which documents are learnt from: all of a few, of many a choice that the order of the input does not change."""

from __future__ import annotations

import heapq
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cleaner.model import Document

#: No page is so long; it would only fill the memory.
LONGEST: Final = 2_000_000


class Sample:
    """Keeps the documents whose texts have the lowest digests, at most so many; of equal texts one.

    >>> from cleaner.model import Document
    >>> one, other = Sample(2), Sample(2)
    >>> texts = ["Một", "Hai", "Ba", "Ba"]
    >>> for text, back in zip(texts, reversed(texts)):
    ...     one.add(Document(text)), other.add(Document(back))
    (True, True)
    (True, True)
    (True, True)
    (True, True)
    >>> one.documents == other.documents, len(one.documents), one.met
    (True, 2, 4)
    """

    def __init__(self, most: int) -> None:
        """Take how many documents are kept."""
        self.most = most
        self.met = 0
        self._kept: dict[int, Document] = {}
        self._highest: list[int] = []  # a heap of negative digests

    def add(self, document: Document) -> bool:
        """Look at one more document; tell whether it could be one to learn from."""
        if len(document.text) > LONGEST or not document.text.strip():
            return False
        self.met += 1
        digest = int.from_bytes(blake2b(document.text.encode("utf-8", "replace"), digest_size=12).digest(), "big")
        if digest in self._kept:
            self._kept[digest] = min(self._kept[digest], document, key=_name)
            return True
        if len(self._kept) >= self.most:
            if digest > -self._highest[0]:
                return True
            del self._kept[-heapq.heappop(self._highest)]
        self._kept[digest] = document
        heapq.heappush(self._highest, -digest)
        return True

    @property
    def documents(self) -> list[Document]:
        """Give what was kept, by digest."""
        return [self._kept[digest] for digest in sorted(self._kept)]


def _name(document: Document) -> tuple[str, str, str]:
    return document.url, document.id, document.title
