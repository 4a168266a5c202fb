"""One document in, one result out: repair → identify → mark → decide → text."""

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from cleaner import _core
from cleaner.errors import UsageError
from cleaner.model import Document, Result, held_text
from cleaner.option import checked
from cleaner.rules.catalogue import ANY_LANGUAGE, GENERIC, Catalogue, Identity
from cleaner.rules.engine import Cleaned, Explanation, Ruled
from cleaner.settings import NO_SOURCE, Policy, Settings
from cleaner.text import DEFAULT, TextSettings, repair
from cleaner.text.document import letters

if TYPE_CHECKING:
    from cleaner.rules.cuts import Apart
    from cleaner.rules.html import Html

Input = str | Document | Mapping[str, object]

_FIELDS = ("text", "id", "url", "source", "title", "date")


class Cleaner:
    r"""Cleans documents. Built once; frozen, picklable, safe in threads.

    >>> cleaner = Cleaner()
    >>> cleaner.clean("Nguyễn Văn A\u0300 về quê.").text
    'Nguyễn Văn À về quê.'
    """

    def __init__(
        self,
        rules: Iterable[str | os.PathLike[str]] | os.PathLike[str] = (),
        *,
        keep: Iterable[str] = (),
        drop: Iterable[str] = (),
        source: str = "",
        text: TextSettings = DEFAULT,
        builtin: bool = True,
    ) -> None:
        """Read and check the user's rule files; raises `RuleError` or `UsageError` before any document is touched."""
        self.settings = settings = checked(Settings(rules, keep, drop, source, builtin, text))  # type: ignore[arg-type]
        self._policy = Policy.of(settings.keep, settings.drop)
        self.catalogue = Catalogue(settings.rules, builtin=builtin)
        leaves = sorted(self._policy.leaves)
        generic, any_language = (name if name in self.catalogue.entries else None for name in (GENERIC, ANY_LANGUAGE))
        self._core = _core.Cleaner(self.catalogue.core, leaves, generic, any_language, letters(text))
        if source:
            self._known(source)

    @classmethod
    def of(cls, settings: Settings) -> "Cleaner":
        return cls(**settings._asdict())

    def __reduce__(self) -> tuple[object, tuple[Settings]]:
        """Send the settings to another process, which builds its own rulebooks."""
        return Cleaner.of, (self.settings,)

    def clean(self, document: Input, *, url: str = "", source: str = "", title: str = "") -> Result:
        """Clean one document: a text, a `Document`, or a mapping with ``text`` and what else is known.

        `source` must be known (``"none"``: no rules); what a record itself says of its source may be unknown.
        """
        cleaned, apart = self._cleaned(_document(document, url, title, source), source)
        result = cleaned.result()
        return apart.together(result, self.settings.text) if apart else result

    def clean_many(self, documents: Iterable[Input]) -> Iterator[Result]:
        """Clean a stream of documents, in order, one at a time."""
        return map(self.clean, documents)

    async def clean_stream(self, documents: Iterable[Input] | AsyncIterable[Input]) -> AsyncIterator[Result]:
        """Clean a stream of documents, in order, while an event loop goes on; each is cleaned in a thread."""
        import asyncio

        if isinstance(documents, AsyncIterable):
            async for document in documents:
                yield await asyncio.to_thread(self.clean, document)
        else:
            for document in documents:
                yield await asyncio.to_thread(self.clean, document)

    def explain(self, document: Input, *, url: str = "", source: str = "", title: str = "") -> Explanation:
        """Clean one document and tell the fate of each of its lines."""
        made = _document(document, url, title, source)
        cleaned, apart = self._cleaned(made, source)
        result, fates = cleaned.result(), cleaned.fates()
        if apart:
            result, fates = apart.together(result, self.settings.text), apart.fates(fates)
        return Explanation(made, result, fates, cleaned.core.under or result.source)

    def _cleaned(self, document: Document, source: str) -> "tuple[Cleaned, Apart | None]":
        """Have a document cleaned by the core, apart from what its reader cut out."""
        apart = None
        if document.cuts or document.meta:  # only pages have them
            from cleaner.rules.cuts import Apart

            apart = Apart.of(document, self._policy)
            document = apart.rest
        named = source or self.settings.source
        named = self._known(named) if named else ""
        known = (named, document.source, document.url, document.id, document.title)
        return Cleaned(document, lambda text: self._core.clean(text, *known)), apart

    def candidates(self, document: Input, *, url: str = "") -> list[Identity]:
        """Return every source that something about a document speaks for, the strongest first, with what speaks for it.

        That is, in this order: the named source, the address, the path, a link in the first lines, fingerprints; these
        speak for all sources that have one in the text, the more of them the sooner. `clean` takes the first, unless
        the caller names another, or fingerprints alone speak and for several alike.

        >>> [found.source for found in Cleaner().candidates("Theo dõi thoidai.com.vn trên", url="https://vov.vn/a")]
        ['vov.vn', 'thoidai.com.vn']
        """
        made = _document(document, url, "", "")
        text = repair(made.text, self.settings.text).text
        return list(map(Identity._make, self.catalogue.core.candidates(text, made.source, made.url, made.id)))

    def html_for(self, url: str = "", source: str = "") -> "tuple[str, tuple[Html, ...]] | None":
        """Return the name and the HTML selectors of the source that a page's address belongs to, if it has any.

        They come in order of ownership: the source's own, then those of the packages that it extends. Where no source
        is known, they are those of the generic package.
        """
        name = source or self.settings.source or self.catalogue.by_host(_core.host_of(url) if url else "")
        if not name and GENERIC in self.catalogue.entries:
            name = GENERIC
        if not name or name == NO_SOURCE:
            return None
        html = self.catalogue.html(self._known(name))
        return (name, html) if html else None

    def rules(self, source: str) -> tuple[Ruled, ...]:
        """Return all rules that hold for a source, in order of ownership."""
        return tuple(map(Ruled._make, self._core.engine(self._known(source)).rules))

    def _known(self, source: str) -> str:
        """Return the name of a source that the caller named: a file's name, or a host that belongs to one."""
        return source if source == NO_SOURCE else self.catalogue.known(source)


_usual = cache(Cleaner)


def clean(text: Input, *, url: str = "", source: str = "", title: str = "") -> Result:
    """Clean one document with the built-in rules; for many, build a `Cleaner` once.

    >>> clean("Đọc nhiều sách giúp trẻ phát triển.").text
    'Đọc nhiều sách giúp trẻ phát triển.'
    """
    return _usual().clean(text, url=url, source=source, title=title)


def _document(given: Input, url: str, title: str, source: str) -> Document:
    """Make a document of what a caller gives; what is none is a `UsageError`. What is not known may be None, too."""
    for name, value in (("url", url), ("title", title), ("source", source)):
        if value and not isinstance(value, str):
            raise UsageError(f"`{name}` is a str, not {_kind(value)}")
    if isinstance(given, str):
        given = Document(given)
    elif isinstance(given, Mapping):
        if not isinstance(given.get("text"), str):
            raise UsageError("a document needs a text, as a string")
        known: dict[str, Any] = {name: given[name] for name in _FIELDS if isinstance(given.get(name), str)}
        given = Document(**known)
    elif not isinstance(given, Document):
        raise UsageError(f"a document is a str, a Document or a mapping with a text, not {_kind(given)}")
    if not isinstance(held_text(given), str | _core.Utf8):
        raise UsageError(f"a document's text is a str, not {_kind(given.text)}")
    return replace(given, url=url or given.url, title=title or given.title) if url or title else given


def _kind(value: object) -> str:
    """Say what a value is that is no text, and what to do with bytes."""
    hint = " (`cleaner.text.decode` reads them)" if isinstance(value, bytes | bytearray | memoryview) else ""
    return f"{type(value).__name__}{hint}"
