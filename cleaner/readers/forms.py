"""Which form an input has: by its suffix, else by its first bytes. And what it is when it is no text at all."""

from __future__ import annotations

from cleaner.late import late
from cleaner.values import NamedTuple


class Form(NamedTuple):
    """What a run has to know of a form of input. `same` is the form that comes out of it when nobody asks for one."""

    same: str
    suffixes: tuple[str, ...]
    whole: bool = False
    replaceable: bool = True
    patched: bool = True
    fields: bool = False


FORMS = {
    "text": Form("text", (".txt",), whole=True),
    "html": Form("text", (".html", ".htm"), whole=True, replaceable=False, patched=False),
    "jsonl": Form("jsonl", (".jsonl", ".ndjson"), fields=True),
    "json": Form("jsonl", (".json",), fields=True),
    "array": Form("jsonl", (), fields=True),
    "csv": Form("csv", (".csv",), fields=True),
    "tsv": Form("tsv", (".tsv", ".tab"), fields=True),
    "parquet": Form("parquet", (".parquet",), patched=False, fields=True),
    "warc": Form("jsonl", (".warc", ".wet", ".wat"), replaceable=False, patched=False),
}
"""Each form of input. `json` is settled by the content: JSON lines, or one object over several lines; `whole` is a
form in which a file is one document; one that is not `replaceable` cannot be written back as what it was, one that is
not `patched` shows no diff; `fields` are those of records, one of which is the text."""

SUFFIXES = {suffix: name for name, form in FORMS.items() for suffix in form.suffixes}
"""The form that a name says."""

OUTPUTS = {"text": ".txt", "jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "parquet": ".parquet"}
"""The forms that can be written, and what their names end in."""

ENCODED = ("csv", "tsv", "parquet")
"""Those of them that records of another form become when all are there: only then the columns are known."""

FILED = {"array": "json"}
"""The form whose suffixes the files of another one have."""

NAMED = {"json": "jsonl"}
"""What a name says of an output where that is another form than it says of an input."""


class Packing(NamedTuple):
    """A compressed stream: what its name ends in, and what it begins with (zstd: a frame, or one to be skipped)."""

    name: str
    suffix: str
    begins: tuple[bytes, ...]


PACKINGS = (
    Packing("gzip", ".gz", (b"\x1f\x8b",)),
    Packing("zstd", ".zst", (b"\x28\xb5\x2f\xfd", *(bytes((n,)) + b"\x2a\x4d\x18" for n in range(0x50, 0x60)))),
    Packing("bzip2", ".bz2", tuple(b"BZh%d%b" % (n, what) for n in range(1, 10) for what in (b"1AY&SY", b"\x17rE8P"))),
    Packing("xz", ".xz", (b"\xfd7zXZ\x00",)),
)
_PACKED_BEGINNINGS = tuple(begin for packing in PACKINGS for begin in packing.begins)
_PACKED = {packing.suffix: packing for packing in PACKINGS}

_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
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
_BEGINNINGS = tuple(magic for magic, _ in _MAGIC)

_HTML = late(rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_OBJECT = late(rb'\s*\{\s*["}]')
_ARRAY = late(rb'\s*\[\s*(?:\{\s*["}]|\]\s*$)')
_BOM = b"\xef\xbb\xbf"


def by_suffix(path: str) -> str:
    """Give the form that the name of a file says, or nothing; a `.gz` or its like behind does not matter.

    >>> by_suffix("a/b.TXT"), by_suffix("shard-00.jsonl.zst"), by_suffix("notes.md")
    ('text', 'jsonl', '')
    """
    return SUFFIXES.get(suffix(path), "")


def split(path: str) -> tuple[str, str]:
    """Part a name from the suffix of its packing.

    >>> split("a/b.jsonl.gz"), split("a.txt"), split("b.TXT.ZST")
    (('a/b.jsonl', '.gz'), ('a.txt', ''), ('b.TXT', '.ZST'))
    """
    at = path.rfind(".")
    return (path[:at], path[at:]) if path[at:].lower() in _PACKED else (path, "")


def packing_named(path: str) -> Packing | None:
    """Give the packing that a name asks for.

    >>> packing_named("a.jsonl.zst").name
    'zstd'
    """
    return _PACKED.get(split(path)[1].lower())


def packing_of(head: bytes) -> Packing | None:
    r"""Tell how a stream is packed, by its first bytes; its name may lie.

    >>> packing_of(b"BZh is a name"), packing_of(b"\x1f\x8b\x08").name
    (None, 'gzip')
    """
    if head.startswith(_PACKED_BEGINNINGS):
        return next(packing for packing in PACKINGS if head.startswith(packing.begins))
    return None


def suffix(path: str) -> str:
    """Give the last suffix in lower case, that of a packing aside.

    >>> suffix("a.b/c.TXT.gz"), suffix("a.b/c")
    ('.txt', '')
    """
    name = split(path.rsplit("/", 1)[-1])[0].lower()
    return "." + name.rsplit(".", 1)[1] if "." in name else ""


def by_content(head: bytes) -> str:
    r"""Judge an input that has no telling name by its first bytes.

    >>> by_content(b"<!DOCTYPE html><html>"), by_content(b'{"id": 1, "text": "a"}')
    ('html', 'json')
    >>> by_content(b'[{"text": "a"}]'), by_content("[Video] Bão số 3".encode())
    ('array', 'text')
    >>> by_content(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n")
    'warc'
    """
    if head.startswith(b"WARC/1."):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    head = head.removeprefix(_BOM).lstrip()
    if head[:1] not in (b"<", b"{", b"["):
        return "text"
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
    if head.startswith(_BEGINNINGS):
        return next(name for magic, name in _MAGIC if head.startswith(magic))
    return ""
