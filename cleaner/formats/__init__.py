"""Which format a stream has: by its name and its head when it is read, by the audit when it is restored.

A format is loaded when a stream has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.formats.fields import FIELDS, Fields

if TYPE_CHECKING:
    from cleaner.formats.base import Format
    from cleaner.formats.records import RecordFormat

NAMES = ("jsonl", "json", "array", "csv", "tsv")
"""What the formats of records are called."""

_PARTING = (b",", b";", b"\t", b"|")


def by_content(head: bytes, fields: Fields) -> str:
    r"""Judge an input that has no telling name by its first bytes; a table is one whose first line names the text.

    >>> by_content(b"id,title,text\n1,a,b\n", FIELDS), by_content("Bão, lũ\n".encode(), FIELDS)
    ('csv', 'text')
    """
    found = detect.by_content(head)
    first = head[: head.find(b"\n") + 1]
    if found != "text" or not any(sign in first for sign in _PARTING):
        return found
    from cleaner.formats.delimited import looks_delimited

    return looks_delimited(first, fields.text)


def by_name(form: str, fields: Fields) -> Format | None:
    """A format that is settled by its name alone; None for one that the head of the input settles."""
    if form == "text":
        from cleaner.formats.text import TextFile

        return TextFile()
    if form == "html":
        from cleaner.formats.text import HtmlFile

        return HtmlFile()
    if form == "warc":
        from cleaner.formats.warc import Warc

        return Warc()
    if form == "parquet":
        from cleaner.formats.parquet import ParquetFile

        return ParquetFile(fields)
    return None


def by_head(form: str, head: bytes, fields: Fields, where: str) -> RecordFormat:
    """Settle the format of an input; what is none is an `InputError`."""
    if problem := detect.foreign(head):
        raise InputError(f"{where}: this is {problem}, and no records")
    if form in ("csv", "tsv"):
        from cleaner.formats.delimited import Delimited

        return Delimited.of("csv" if form == "csv" else "tsv", head, fields, where)
    found = detect.json_form(head)
    if form == "jsonl" and found == "json":  # lines that are objects all the same
        found = "jsonl"
    return _json(found, fields)


def from_audit(name: str, told: Mapping[str, Any]) -> RecordFormat:
    """Settle the format of an output by a record of its audit."""
    if name in ("csv", "tsv"):
        from cleaner.formats.delimited import Delimited

        return Delimited.from_audit("csv" if name == "csv" else "tsv", told)
    return _json(name, Fields(str(told.get("field", FIELDS.text))))


def _json(name: str, fields: Fields) -> RecordFormat:
    """A format of JSON."""
    from cleaner.formats.json_formats import JsonArray, JsonLines, JsonObject

    return {"json": JsonObject, "array": JsonArray}.get(name, JsonLines)(fields)
