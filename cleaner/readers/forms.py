"""Which form an input has: by its suffix, else by its first bytes. And what it is when it is no text at all."""

from __future__ import annotations

import re

SUFFIXES = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
"""`json` is settled by the content: JSON lines, or one object over several lines."""

_FOREIGN_SUFFIXES = {
    ".warc": "WARC",
    ".parquet": "Parquet",
    ".zst": "zstd",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zip": "zip",
    ".pdf": "PDF",
    ".docx": "Word",
}

_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"WARC/", "a WARC file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"RIFF", "audio, video or a WebP image"),
    (b"OggS", "audio"),
    (b"ID3", "audio"),
)

_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_OBJECT = re.compile(rb'\s*\{\s*["}]')
_ARRAY = re.compile(rb'\s*\[\s*(?:\{\s*["}]|\]\s*$)')
_BOM = b"\xef\xbb\xbf"


def by_suffix(path: str) -> str:
    """Give the form that the name of a file says, or nothing; a `.gz` behind does not matter.

    >>> by_suffix("a/b.TXT"), by_suffix("shard-00.jsonl.gz"), by_suffix("notes.md")
    ('text', 'jsonl', '')
    """
    return SUFFIXES.get(_suffix(path), "")


def unsupported(path: str) -> str:
    """Name the format of a file that cannot be read yet, or give nothing.

    >>> unsupported("crawl.warc.gz"), unsupported("a.txt")
    ('WARC', '')
    """
    return _FOREIGN_SUFFIXES.get(_suffix(path), "")


def _suffix(path: str) -> str:
    """Give the last suffix in lower case, `.gz` aside."""
    name = path.rsplit("/", 1)[-1].lower().removesuffix(".gz")
    return "." + name.rsplit(".", 1)[1] if "." in name else ""


def by_content(head: bytes) -> str:
    """Judge an input that has no telling name by its first bytes.

    >>> by_content(b"<!DOCTYPE html><html>"), by_content(b'{"id": 1, "text": "a"}')
    ('html', 'json')
    >>> by_content(b'[{"text": "a"}]'), by_content("[Video] Bão số 3".encode())
    ('array', 'text')
    """
    head = head.removeprefix(_BOM)
    if _HTML.match(head):
        return "html"
    if _OBJECT.match(head):
        return "json"
    return "array" if _ARRAY.match(head) else "text"


def json_form(head: bytes) -> str:
    r"""Settle what a `.json` input is: `jsonl` (one object a line), `json` (one object over many lines) or `array`.

    >>> json_form(b'{"text": "a"}'), json_form(b'{"text": 1}\n{"text": 2}'), json_form(b'{\n  "text": "a"\n}')
    ('jsonl', 'jsonl', 'json')
    """
    head = head.removeprefix(_BOM).lstrip()
    if head[:1] == b"[":
        return "array"
    first, newline, _ = head.partition(b"\n")
    return "json" if newline and first.rstrip()[-1:] in (b"{", b",", b"[", b":") else "jsonl"


def foreign(head: bytes) -> str:
    r"""Say what an input is that is no text, or give nothing.

    >>> foreign(b"%PDF-1.7"), foreign(b"Tin b\xc3\xa3o")
    ('a PDF', '')
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    return ""
