"""What the fields of a record say of a document, and the fields that are added to it; the same for every format.

A record says itself where it came from: in ``id``, ``url``, ``source``, ``title`` and ``date``, or in the fields of its
``metadata``. Added are ``source``, ``title``, ``meta`` and ``clean``, what cleaning did.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner._core import Utf8
from cleaner.model import Document, Result, lazy

_SAID = ("id", "source", "title", "date")
KNOWN = (*_SAID, "url")
"""The fields that say where a document came from."""

ADDED = ("source", "title", "meta", "clean")
"""The fields that are added, in order."""

TEXTS = ("text", "content", "body")
"""What the text of a record is called, likeliest first."""

_ADDRESS = r"\w+:\S+"
_LIKE_A_TEXT = 30
_SHOWN, _LONG_NAME = 8, 40


class Fields(NamedTuple):
    """The names of the fields that hold the text and the address; each may be a path such as ``metadata.url``."""

    text: str = "text"
    url: str = "url"


FIELDS = Fields()


def document_of(text: str | Utf8, values: dict[str, Any], name: str, number: int, fields: Fields) -> Document:
    """Make the document of a record's values; a field that the record lacks is looked for in its `metadata`.

    It is called by its place, `name` and `number`, where it has no id.

    >>> found = document_of("Một câu.", {"metadata": {"url": "https://a.vn/1"}}, "a.jsonl", 7, FIELDS)
    >>> found.id, found.url
    ('a.jsonl:7', 'https://a.vn/1')
    """
    metadata = values.get("metadata")
    nested = metadata if isinstance(metadata, dict) else {}

    def said(key: str, value: Any) -> str:
        if value is None and not nested:  # as it mostly is
            return ""
        return _plain(value) or _plain(nested.get(key))

    own, source, title, date = [said(key, values.get(key)) for key in _SAID]
    url = said(fields.url, _at(values, fields.url))
    return Document(lazy(text), own or f"{name}:{number}", url, source, title, date)


def _at(values: dict[str, Any], path: str) -> Any:
    """Follow a dotted path; a key that holds the dots itself comes first."""
    if path in values or "." not in path:
        return values.get(path)
    here: Any = values
    for step in path.split("."):
        here = here.get(step) if isinstance(here, dict) else None
    return here


def _plain(value: Any) -> str:
    """Take a string or a whole number; whatever else stands there says nothing to us."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def likely(values: Mapping[str, Any]) -> str:
    """The field that is most likely the text of a record: one of such a name, or else the longest that is no address.

    It may lie at the top or one step inwards.

    >>> likely({"id": 7, "doc": {"lời": "Một câu dài hơn cả, như của một bài."}}), likely({"id": "7"})
    ('doc.lời', '')
    >>> likely({"doc": {"text": "Ngắn."}, "url": "https://bao.example/mot-bai-viet-rat-dai-1.html"})
    'doc.text'
    """
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    for name, value in values.items():
        if isinstance(value, dict):
            texts |= {f"{name}.{key}": inner for key, inner in value.items() if isinstance(inner, str)}
    for known in TEXTS:
        if named := [name for name in texts if name.rpartition(".")[2].lower() == known]:
            return named[0]
    prose = [name for name in texts if len(texts[name]) >= _LIKE_A_TEXT and not re.fullmatch(_ADDRESS, texts[name])]
    return max(prose, key=lambda name: len(texts[name]), default="")


def others(names: Iterable[str], best: str = "", help: str = "--text-field names another") -> str:
    """What there is instead of a text, as far as it can be read at a glance, and what helps: to take the `best` of it.

    >>> others(["id", "body"]), others(["id", "body"], "body"), others([])
    (", but 'id', 'body' (--text-field names another)", ", but 'id', 'body' (try --text-field body)", '')
    """
    known = [repr(name) for name in names if len(name) <= _LONG_NAME]
    shown = ", ".join(known[:_SHOWN]) + ", …" * (len(known) > _SHOWN)
    return f", but {shown} ({f'try --text-field {best}' if best else help})" if known else ""


def added(document: Document, result: Result) -> dict[str, Any]:
    """The fields that are added to a record, in order."""
    values = (result.source, title_of(document, result), dict(result.meta), summary(result))
    return dict(zip(ADDED, values, strict=True))


def summary(result: Result) -> dict[str, object]:
    """What cleaning did to a document, for the ``clean`` field."""
    counts = result.by_rule() if result.removals else ()
    by_rule: Counter[str] = Counter()
    for one in counts:
        by_rule[one.rule] += one.lines + one.parts
    return {
        "source": result.source,
        "rules": result.rules,
        "removed_lines": sum(one.lines for one in counts),
        "removed_chars": sum(one.characters for one in counts),
        "by_rule": dict(by_rule),
        "flags": list(result.flags),
    }


def title_of(document: Document, result: Result) -> str:
    """The title that was found, else the one that came along."""
    return result.title or document.title
