"""One document in, one result out: repair → identify → mark → decide → text."""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from cleaner import _core
from cleaner.errors import UsageError
from cleaner.model import Document, Result
from cleaner.rules.catalogue import ANY_LANGUAGE, GENERIC, Catalogue, Identity, host_of
from cleaner.rules.engine import LIMITS, Cleaned, Engine, Explanation, unruled, unruled_fates
from cleaner.rules.labels import Policy
from cleaner.settings import NO_SOURCE, Settings
from cleaner.text import DEFAULT, Repaired, TextSettings, repair

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from cleaner.rules.engine import Fate, Ruled
    from cleaner.rules.html import Html

Input = str | Document | Mapping[str, object]
Found = tuple[Result, Cleaned | None]
_UNKNOWN = Identity(of_text=True)
_NOBODY = Identity(NO_SOURCE)
_RESTLESS = "limits: what would be left would be cleaned again, in another way; nothing was removed"
_MOST_LINES, _SHORT = 100_000, 30
"""A document of more lines, shorter than so many characters on average, is none: each may take over a kilobyte."""

_FIELDS = ("text", "id", "url", "source", "title", "date")
_READ = (*_FIELDS, "cuts", "meta", "flags")


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
        self.settings = settings = Settings(rules, keep, drop, source, builtin, text)  # type: ignore[arg-type]
        self._policy = Policy.of(settings.keep, settings.drop)
        self.catalogue = Catalogue(settings.rules, builtin=builtin)
        is_plain = replace(text, html_entities=True) == DEFAULT  # it leaves a clean text as it is
        leaves = sorted(self._policy.leaves)
        generic, any_language = (name if name in self.catalogue.entries else None for name in (GENERIC, ANY_LANGUAGE))
        self._core = _core.Cleaner(self.catalogue.core, leaves, generic, any_language, is_plain)
        self._engines: dict[str, Engine] = {}
        if source:
            self._known(source)

    @classmethod
    def of(cls, settings: Settings) -> Cleaner:
        """Build from settings."""
        return cls(**{field.name: getattr(settings, field.name) for field in fields(Settings)})

    def __reduce__(self) -> tuple[object, tuple[Settings]]:
        """Send the settings to another process, which builds its own rulebooks."""
        return Cleaner.of, (self.settings,)

    def clean(self, document: Input, *, url: str = "", source: str = "", title: str = "") -> Result:
        """Clean one document: a text, a `Document`, or a mapping with ``text`` and what else is known.

        `source` must be known (``"none"``: no rules); what a record itself says of its source may be unknown.
        """
        return self._cleaned(_document(document, url, title, source), source)[0]

    def clean_many(self, documents: Iterable[Input]) -> Iterator[Result]:
        """Clean a stream of documents, in order, one at a time."""
        for document in documents:
            yield self.clean(document)

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
        result, cleaned, told = self._cleaned(made, source)
        return Explanation(made, result, told(), result.source if cleaned is None else cleaned.name)

    def _cleaned(self, made: Document, source: str) -> tuple[Result, Cleaned | None, Callable[[], tuple[Fate, ...]]]:
        """Clean a document; give the result, and what tells the fates of its lines, which most do not ask for."""
        if note := _too_many_lines(made.text):
            untouched = _untouched(made, note)
            return untouched[1], None, lambda: unruled_fates(untouched[0])
        if not (made.cuts or made.meta):
            result, cleaned = self._run(made, source)
            return result, cleaned, lambda: self._fates(made, cleaned)
        from cleaner.rules.cuts import Apart  # only pages have them

        apart = Apart.of(made, self._policy)
        result, cleaned = self._run(apart.rest, source)
        whole = apart.together(result, self.settings.text)
        return whole, cleaned, lambda: apart.fates(self._fates(apart.rest, cleaned))

    def _fates(self, document: Document, cleaned: Cleaned | None) -> tuple[Fate, ...]:
        if cleaned is None:
            return unruled_fates(repair(document.text, self.settings.text))
        return cleaned.fates()

    def candidates(self, document: Input, *, url: str = "") -> list[Identity]:
        """Return every source that something about a document speaks for, the strongest first, with what speaks for it.

        `clean` takes the first, unless the caller names another, or fingerprints alone speak and for several alike.

        >>> [found.source for found in Cleaner().candidates("Theo dõi thoidai.com.vn trên", url="https://vov.vn/a")]
        ['vov.vn', 'thoidai.com.vn']
        """
        made = _document(document, url, "", "")
        repaired = repair(made.text, self.settings.text)
        return self.catalogue.candidates(made, repaired.text)

    def html_for(self, url: str = "", source: str = "") -> tuple[str, tuple[Html, ...]] | None:
        """Return the name and the HTML selectors of the source that a page's address belongs to, if it has any.

        They come in order of ownership: the source's own, then those of the packages that it extends. Where no source
        is known, they are those of the generic package.
        """
        name = source or self.settings.source or self.catalogue.by_host(host_of(url) if url else "")
        if not name and GENERIC in self.catalogue.entries:
            name = GENERIC
        if not name or name == NO_SOURCE:
            return None
        html = self.catalogue.html(self._known(name))
        return (name, html) if html else None

    def rules(self, source: str) -> tuple[Ruled, ...]:
        """Return all rules that hold for a source, in order of ownership."""
        return self._engine(self._known(source)).rules

    def _known(self, source: str) -> str:
        """Return the name of a source that the caller named: a file's name, or a host that belongs to one."""
        return source if source == NO_SOURCE else self.catalogue.known(source)

    def _engine(self, name: str) -> Engine:
        if name not in self._engines:
            self._engines[name] = Engine(self._core.engine(name))
        return self._engines[name]

    def _run(self, document: Document, source: str) -> Found:
        repaired = repair(document.text, self.settings.text)
        if document.flags:
            repaired = replace(repaired, flags=(*document.flags, *repaired.flags))
        named = source or self.settings.source
        named = self._known(named) if named else ""
        if named == NO_SOURCE:
            return self._with(Identity(named, "source given"), repaired, document)
        known = (named, document.source, document.url, document.id, document.title)
        who, said, is_at_rest = self._core.clean(repaired.whole, *known)
        identity = Identity(*who)
        if said is None:
            return unruled(repaired, document.title, identity), None
        name, verdict = said
        cleaned = self._engine(name).cleaned(repaired, verdict)
        found = cleaned.result(identity), cleaned
        return found if is_at_rest else self._to_rest(identity, found, repaired, document)

    def _to_rest(self, identity: Identity, found: Found, repaired: Repaired, document: Document) -> Found:
        """Clean by the rules of other sources while it is not proven that the result would be cleaned alike again."""
        tried: set[str] = set()
        while found[1]:  # else nothing was taken, so the next time begins with the same text
            after = self._identity_after(identity, found, document)
            if self._is_at_rest(found, repaired, identity, after, document):
                return found
            tried.add(identity.source)
            if identity.of_text:
                identity = _UNKNOWN if after.source in tried else after
            if identity.source in tried:
                return self._restless(identity, repaired, document)
            found = self._with(identity, repaired, document)
        return found

    def _restless(self, identity: Identity, repaired: Repaired, document: Document) -> Found:
        """Leave a document as it is that no rules bring to rest."""
        result, cleaned = self._with(_NOBODY, repaired, document)
        if not identity.of_text:
            result = replace(result, source=identity.source, evidence=identity.evidence)
        return replace(result, flags=(*result.flags, LIMITS), notes=(*result.notes, _RESTLESS)), cleaned

    def _identity_after(self, identity: Identity, found: Found, document: Document) -> Identity:
        """Say which source a document will seem to be of when it is cleaned."""
        result, cleaned = found
        if not identity.of_text or not cleaned:
            return identity
        return self.catalogue.identify(document, result.text)

    def _is_at_rest(
        self, found: Found, before: Repaired, identity: Identity, after: Identity, document: Document
    ) -> bool:
        """Return whether cleaning the result again would change nothing, though it may seem to be of another source."""
        result, cleaned = found
        repaired = repair(result.text, self.settings.text)
        own, other = self._for(identity, before), self._for(after, repaired)
        if repaired.text != result.text or own is other:
            return repaired.text == result.text
        if own and other and cleaned and own.rests_under(cleaned, other):
            return True
        return self._with(after, repaired, document)[0].text == result.text

    def _with(self, identity: Identity, repaired: Repaired, document: Document) -> Found:
        """Clean by the rules of a source."""
        engine = self._for(identity, repaired)
        if not engine or not repaired.text or repaired.text.isspace():
            return unruled(repaired, document.title, identity), None
        cleaned = engine.clean(repaired, document.title, document.url)
        return cleaned.result(identity), cleaned

    def _for(self, identity: Identity, repaired: Repaired) -> Engine | None:
        """Return the rules for a document: those of its source, else those for its language; there may be none."""
        name = "" if identity.source == NO_SOURCE else self._core.rules_for(identity.source, repaired.whole)
        return self._engine(name) if name else None


def clean(text: Input, *, url: str = "", source: str = "", title: str = "") -> Result:
    """Clean one document with the built-in rules; for many, build a `Cleaner` once.

    >>> clean("Đọc nhiều sách giúp trẻ phát triển.").text
    'Đọc nhiều sách giúp trẻ phát triển.'
    """
    global _default
    if _default is None:
        _default = Cleaner()
    return _default.clean(text, url=url, source=source, title=title)


_default: Cleaner | None = None


def _document(given: Input, url: str, title: str, source: str) -> Document:
    """Make a document of what a caller gives; what is none is a `UsageError`. What is not known may be None, too."""
    for name, value in (("url", url), ("title", title), ("source", source)):
        if value and not isinstance(value, str):
            raise UsageError(f"`{name}` is a str, not {_kind(value)}")
    made = _made(given, url, title)
    if not isinstance(made.text, str):
        raise UsageError(f"a document's text is a str, not {_kind(made.text)}")
    return made


def _too_many_lines(text: str) -> str:
    r"""Why a document of very many very short lines is not cleaned, or nothing.

    >>> _too_many_lines("ab\n" * 100_001)
    'limits: 100,001 lines of 2 characters on average are too many so short ones; nothing was changed'
    >>> _too_many_lines("Một câu, và thêm một câu nữa, cho đủ dài.\n" * 100_001)
    ''
    """
    if text.count("\n") < _MOST_LINES or len(text) >= _SHORT * text.count("\n"):  # most texts need no closer look
        return ""
    sizes = [len(line) for line in text.split("\n") if line and not line.isspace()]
    if len(sizes) <= _MOST_LINES or sum(sizes) >= (_SHORT - 1) * len(sizes):
        return ""
    what = f"{len(sizes):,} lines of {sum(sizes) // len(sizes)} characters on average"
    return f"{LIMITS}: {what} are too many so short ones; nothing was changed"


def _untouched(document: Document, note: str) -> tuple[Repaired, Result]:
    """The result of a document that stays as it is, blank lines at its ends aside."""
    lines = document.text.split("\n")
    solid = array("L", (number for number, line in enumerate(lines, 1) if line and not line.isspace()))
    repaired = Repaired(document.text.strip("\n"), document.text, range(1, len(lines) + 1), flags=document.flags)
    flags = (*document.flags, LIMITS)
    return repaired, Result(repaired.text, title=document.title, flags=flags, notes=(note,), numbers=solid)


def _kind(value: object) -> str:
    """Say what a value is that is no text, and what to do with bytes."""
    hint = " (`cleaner.text.decode` reads them)" if isinstance(value, bytes | bytearray | memoryview) else ""
    return f"{type(value).__name__}{hint}"


def _made(given: Input, url: str, title: str) -> Document:
    if isinstance(given, Document):
        if not (url or title):
            return given
        fields = {name: getattr(given, name) for name in _READ}
    elif isinstance(given, str):
        fields = {"text": given}
    elif not isinstance(given, Mapping):
        raise UsageError(f"a document is a str, a Document or a mapping with a text, not {_kind(given)}")
    else:
        fields = {name: value for name in _FIELDS if isinstance(value := given.get(name), str)}
        if "text" not in fields:
            raise UsageError("a document needs a text, as a string")
    if url:
        fields["url"] = url
    if title:
        fields["title"] = title
    return Document(**fields)
