"""Which source a document is of: what its record says, else its address, else the phrases of its template."""

from __future__ import annotations

from functools import cached_property

from cleaner.late import late
from cleaner.rulebook.patterns import PatternSet, escape
from cleaner.text import fold
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from cleaner.model import Document
    from cleaner.rulebook.catalogue import Catalogue

_LINK: Final = late(r"(?i)^\w{2,12}\s*:\s*(https?://\S+)")
_LINK_LINES: Final = 5
_FEW_CHARS: Final = 40_000  # a text is looked at again when it is cleaned
_HOST: Final = late(r"(?i)^(?:[\w-]+\.)+[a-z]{2,}$")


@dataclass(frozen=True, slots=True)
class Identity:
    """A source's name and how it was found; both empty when it was not.

    `of_text` tells that the text alone decided, which cleaning may change.
    """

    source: str = ""
    evidence: str = ""
    of_text: bool = False


def host_of(url: str) -> str:
    """Give the host of an address, with or without a scheme; ``""`` if there is none.

    >>> host_of("https://www.baoquocte.vn/a-1.html"), host_of("baoquocte.vn/a"), host_of("không")
    ('www.baoquocte.vn', 'baoquocte.vn', '')
    """
    from urllib.parse import urlsplit  # most runs on text have no address to read

    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host if _HOST.match(host) else ""


class Identifier:
    """Finds the source of documents among the files of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the catalogue; fingerprints are compiled when it is worth it."""
        self.catalogue = catalogue
        self._searched = 0

    @cached_property
    def _fingerprints(self) -> PatternSet:
        return PatternSet([escape(text) for text, _ in self.catalogue.fingerprints])

    def identify(self, document: Document, lines: Sequence[str], text: str) -> Identity:
        """Try, in this order: the named source, the address, the path, a link in the head, fingerprints."""
        return (
            self._named(document.source)
            or self._by_host(host_of(document.url) if document.url else "", "url")
            or self._by_path(document.id)
            or self._by_link(lines)
            or self._by_text(text)
            or Identity(of_text=True)
        )

    def candidates(self, document: Document, lines: Sequence[str], text: str) -> list[Identity]:
        """Give every source that something speaks for, in the order in which `identify` tries; the first by each way.

        Fingerprints speak for all sources that have one in the text, the more of them the sooner.
        """
        ways = (
            self._named(document.source),
            self._by_host(host_of(document.url) if document.url else "", "url"),
            self._by_path(document.id),
            self._by_link(lines),
        )
        found = {one.source: one for one in reversed(ways) if one is not None}
        named = [one for one in dict.fromkeys(ways) if one is not None and found[one.source] is one]
        shown: dict[str, list[str]] = {}
        for fingerprint, name in self._found(fold(text)):
            shown.setdefault(name, []).append(fingerprint)
        ranked = sorted(shown.items(), key=lambda item: (-len(item[1]), item[0]))
        more = [
            Identity(name, f"{len(prints)} fingerprint{'s' * (len(prints) != 1)}: {prints[0]}", of_text=True)
            for name, prints in ranked
            if name not in found
        ]
        return named + more

    def _named(self, name: str) -> Identity | None:
        if not name:
            return None
        if name in self.catalogue.entries:
            return Identity(name, "source given")
        return self._by_host(host_of(name), "source given")

    def _by_host(self, host: str, how: str) -> Identity | None:
        source = self.catalogue.by_host(host) if host else ""
        return Identity(source, f"{how}: {host}") if source else None

    def _by_path(self, path: str) -> Identity | None:
        for part in reversed(path.replace("\\", "/").split("/")[:-1]):
            if "." in part and (found := self._by_host(host_of(part), "path")):
                return found
        return None

    def _by_link(self, lines: Sequence[str]) -> Identity | None:
        for line in lines[:_LINK_LINES]:
            match = _LINK.match(line) if "://" in line else None
            if match and (found := self._by_host(host_of(match[1]), "link in the text")):
                return Identity(found.source, found.evidence, of_text=True)
        return None

    def _by_text(self, text: str) -> Identity | None:
        """Take the source with the most fingerprints in the text; a draw decides nothing."""
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for fingerprint, name in self._found(fold(text)):
            counts[name] = counts.get(name, 0) + 1
            shown.setdefault(name, fingerprint)
        best = max(counts.values(), default=0)
        winners = [name for name, count in counts.items() if count == best]
        return Identity(winners[0], f"fingerprint: {shown[winners[0]]}", of_text=True) if len(winners) == 1 else None

    def _found(self, text: str) -> Iterable[tuple[str, str]]:
        """Give the fingerprints in a folded text: one by one, until so much was searched that patterns are cheaper."""
        pairs = self.catalogue.fingerprints
        self._searched += len(text)
        if self._searched > _FEW_CHARS:
            return map(pairs.__getitem__, sorted(self._fingerprints.found(text)))
        return (pair for pair in pairs if pair[0] in text)
