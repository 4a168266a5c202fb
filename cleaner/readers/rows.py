"""The documents in a batch of rows: what each row says of itself, by the same rule as JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cleaner.model import Document, Skipped
from cleaner.readers.jsonl import document_of
from cleaner.readers.limits import Limits, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.formats.record import Fields

_KNOWN = ("id", "url", "source", "title", "date", "metadata")


def lacking(schema: Any, fields: Fields, option: str = "--text-field") -> str:
    """Say why a table cannot be cleaned, or give nothing; `option` is what names another column.

    >>> from cleaner.formats.record import Fields
    >>> lacking(pa.schema([("id", pa.int64()), ("body", pa.string())]), Fields())
    "there is no column 'text', but id, body (--text-field names another)"
    """
    if problem := lacking_names(schema.names, fields, option):
        return problem
    kind = schema.field(fields.text).type
    if not is_text(kind) and not pa.types.is_null(kind):
        return f"column {fields.text!r} is of type {kind}, strings are wanted"
    return ""


def lacking_names(names: Sequence[str], fields: Fields, option: str = "--text-field") -> str:
    """Say why columns of these names cannot be cleaned, whatever their types, or give nothing."""
    if fields.text not in names:
        return f"there is no column {fields.text!r}, but {', '.join(names)} ({option} names another)"
    if len(set(names)) < len(names):
        return f"two columns have one name: {', '.join(names)}"
    return ""


def is_text(kind: Any) -> bool:
    """Tell whether a type holds strings: Arrow's own, bytes, or a dictionary of one of these."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests) or _is_bytes(kind)


def _is_bytes(kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def documents(batch: Any, name: str, first: int, fields: Fields, limits: Limits) -> Iterator[Document | Skipped]:
    """Give the document of each row; a row without a text is none."""
    wanted = dict.fromkeys((*_KNOWN, fields.url, *fields.url.split(".")))
    wanted.pop(fields.text, None)
    names = set(batch.schema.names)
    columns = {column: values_of(batch.column(column), wanted) for column in wanted if column in names}
    for at, text in enumerate(plain(batch.column(fields.text))):
        number = first + at
        if isinstance(text, bytes):
            text = _decoded(text, name, number, fields)
        if isinstance(text, Skipped):
            yield text
        elif text is None:
            yield Skipped(f"{name}:{number}", f"{fields.text!r} is null", number)
        elif len(text) * 4 > limits.document and len(text.encode("utf-8", "surrogatepass")) > limits.document:
            yield Skipped(f"{name}:{number}", too_large(limits), number)
        else:
            yield document_of(text, {column: values[at] for column, values in columns.items()}, name, number, fields)


def _decoded(data: bytes, name: str, number: int, fields: Fields) -> str | Skipped:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return Skipped(f"{name}:{number}", f"{fields.text!r} is not UTF-8 (byte {error.start + 1})", number)


def values_of(column: Any, wanted: dict[str, None]) -> list[Any]:
    """Give what a column says of the documents: strings and whole numbers, also inside structs, and no more."""
    kind = column.type
    if pa.types.is_struct(kind):
        inside = zip(kind, column.flatten(), strict=True)
        found = {field.name: values_of(inner, wanted) for field, inner in inside if field.name in wanted}
        return [{name: values[at] for name, values in found.items()} for at in range(len(column))]
    said = kind.value_type if pa.types.is_dictionary(kind) else kind
    useful = (is_text(said) and not _is_bytes(said)) or pa.types.is_integer(said)
    return plain(column) if useful else [None] * len(column)


def plain(column: Any) -> list[Any]:
    r"""Give the values of a column; strings that are not UTF-8, as some writers leave them, come as bytes.

    >>> import pyarrow as pa
    >>> plain(pa.array(["a".encode(), b"\xff"]).cast(pa.string(), safe=False))
    ['a', b'\xff']
    """
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    """Give one value, whatever part of it is not UTF-8."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        if hasattr(scalar, "as_buffer"):
            return scalar.as_buffer().to_pybytes()
        if pa.types.is_dictionary(scalar.type):
            return _value(scalar.value)
        if pa.types.is_struct(scalar.type):
            return {field.name: _value(scalar[field.name]) for field in scalar.type}
        return [_value(inner) for inner in scalar.values]


def with_texts(batch: Any, texts: list[str | None], fields: Fields) -> Any:
    """Give the batch with other texts, of the type that they had; None leaves what is there.

    >>> from cleaner.formats.record import Fields
    >>> batch = pa.RecordBatch.from_pydict({"n": [1, 2], "text": ["a", "b"]})
    >>> with_texts(batch, [None, "c"], Fields()).to_pydict()
    {'n': [1, 2], 'text': ['a', 'c']}
    """
    if not any(text is not None for text in texts):
        return batch
    at = batch.schema.get_field_index(fields.text)
    field, old = batch.schema.field(at), plain(batch.column(at))
    new = [was if text is None else text for text, was in zip(texts, old, strict=True)]
    columns = list(batch.columns)
    columns[at] = _column(new, field.type)
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def without(batch: Any, names: Sequence[str]) -> Any:
    """Give the batch without some columns.

    >>> without(pa.RecordBatch.from_pydict({"n": [1], "source": ["a.vn"]}), ["source"]).to_pydict()
    {'n': [1]}
    """
    if not names:
        return batch
    kept = [at for at, name in enumerate(batch.schema.names) if name not in names]
    schema = pa.schema([batch.schema.field(at) for at in kept], batch.schema.metadata)
    return pa.RecordBatch.from_arrays([batch.column(at) for at in kept], schema=schema)


def texts_of(column: Any) -> list[str | None]:
    """Give the strings of a column, also those that stand there as UTF-8.

    >>> texts_of(pa.array(["À".encode(), None]))
    ['À', None]
    """
    return [value.decode() if isinstance(value, bytes) else value for value in plain(column)]


def _column(values: list[Any], kind: Any) -> Any:
    """Make a column of strings, or of what stands for them."""
    if pa.types.is_dictionary(kind):
        return _column(values, kind.value_type).dictionary_encode().cast(kind)
    if _is_bytes(kind):
        return pa.array([value.encode() if isinstance(value, str) else value for value in values], kind)
    if any(isinstance(value, bytes) for value in values):  # not UTF-8, and kept as it is
        return _column(values, pa.large_binary()).cast(kind, safe=False)
    return pa.array(values, pa.large_string()).cast(kind)
