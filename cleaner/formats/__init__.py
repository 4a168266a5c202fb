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


def by_name(form: str, fields: Fields) -> Format | None:
    """A format that is settled by its name alone; None for one that the head of the input settles."""
    if form in ("text", "html"):
        from cleaner.formats.text import HtmlFile, TextFile

        return HtmlFile() if form == "html" else TextFile()
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

        return Delimited.of(form, head, fields, where)
    found = detect.json_form(head)
    return _json("jsonl" if form == "jsonl" and found == "json" else found, fields)


def from_audit(name: str, told: Mapping[str, Any]) -> RecordFormat:
    """Settle the format of an output by a record of its audit."""
    if name in ("csv", "tsv"):
        from cleaner.formats.delimited import Delimited

        return Delimited.from_audit(name, told)
    return _json(name, Fields(str(told.get("field", FIELDS.text))))


def _json(name: str, fields: Fields) -> RecordFormat:
    """A format of JSON."""
    from cleaner.formats.json_formats import JsonArray, JsonLines, JsonObject

    return {"json": JsonObject, "array": JsonArray}.get(name, JsonLines)(fields)
