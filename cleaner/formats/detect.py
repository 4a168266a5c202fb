"""Which format an input has: by its suffix, else by its first bytes. And which files are no documents at all.

Code, markup, tables of other programs and pictures are told by their names; text rules never run over them. What such
a file holds may be text all the same, and then ``-f text`` reads it; what is `binary` is never text. Files that cleaner
itself wrote (audits, manifests, summaries, reports) are told by how they begin.
"""

import os
import re
from functools import cache
from typing import NamedTuple

from cleaner.formats import compression
from cleaner.formats.fields import TEXTS
from cleaner.side_files import open_regular


class Form(NamedTuple):
    """What a run has to know of a form of input or output.

    `same` is the form that comes out of it when nobody asks for one, and `written` the suffix of an output of this
    form, where it can be one. One that is not `replaceable` cannot be written back as what it was, one that is not
    `patched` shows no diff. Records have `fields`, one of which is the text. A `table` is made of other records when
    all are there: only then its columns are known. One that is not `named` is settled by the content: it has the
    suffixes of another one, and nobody can ask for it.
    """

    same: str
    suffixes: tuple[str, ...]
    written: str = ""
    replaceable: bool = True
    patched: bool = True
    fields: bool = False
    table: bool = False
    named: bool = True


FORMS = {
    "text": Form("text", (".txt",), ".txt"),
    "html": Form("text", (".html", ".htm"), replaceable=False, patched=False),
    "jsonl": Form("jsonl", (".jsonl", ".ndjson"), ".jsonl", fields=True),
    "json": Form("jsonl", (".json",), fields=True, named=False),
    "array": Form("jsonl", (".json",), fields=True, named=False),
    "csv": Form("csv", (".csv",), ".csv", fields=True, table=True),
    "tsv": Form("tsv", (".tsv", ".tab"), ".tsv", fields=True, table=True),
    "warc": Form("jsonl", (".warc", ".wet", ".wat"), replaceable=False, patched=False),
    "parquet": Form("parquet", (".parquet",), ".parquet", patched=False, fields=True, table=True),
}
"""Each form. `json` may turn out to be JSON lines, or one object over several lines."""

SUFFIXES = {suffix: name for name, form in FORMS.items() if name != "array" for suffix in form.suffixes}
"""The form that a name says."""

RECORDS = ("jsonl", "json", "array", "csv", "tsv")
"""The formats that are records in a stream of bytes."""

OUTPUTS = tuple(name for name, form in FORMS.items() if form.written)
"""The forms that can be written."""

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

_HTML = rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b"
_OBJECT = rb'\s*\{\s*["}]'
_ARRAY = rb'\s*\[\s*(?:\{\s*["}]|\]\s*$)'
_NAME = rb"[\w.:-]{1,40}"
_BOM = b"\xef\xbb\xbf"


def by_suffix(path: str) -> str:
    """The form that the name of a file says, or nothing; a `.gz` or its like behind does not matter.

    >>> by_suffix("a/b.TXT"), by_suffix("shard-00.jsonl.zst"), by_suffix("notes.md")
    ('text', 'jsonl', '')
    """
    return SUFFIXES.get(suffix(path), "")


def by_output_suffix(path: str) -> str:
    """The form that the name of an output says, or nothing: a new JSON file holds JSON lines.

    >>> by_output_suffix("a.json"), by_output_suffix("a.csv.gz"), by_output_suffix("a.html")
    ('jsonl', 'csv', 'html')
    """
    said = by_suffix(path)
    return FORMS[said].same if said and not FORMS[said].named else said


def suffix(path: str) -> str:
    """The last suffix in lower case, that of a packing aside.

    >>> suffix("a.b/c.TXT.gz"), suffix("a.b/c")
    ('.txt', '')
    """
    name = compression.split(path.rsplit("/", 1)[-1])[0].lower()
    return "." + name.rsplit(".", 1)[1] if "." in name else ""


def by_content(head: bytes, text: str = "text") -> str:
    r"""Judge an input that has no telling name by its first bytes; a table is one whose first line names the `text`.

    >>> by_content(b"<!DOCTYPE html><html>"), by_content(b'{"id": 1, "text": "a"}'), by_content(b'[{"text": "a"}]')
    ('html', 'json', 'array')
    >>> by_content(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"), by_content("[Video] Bão số 3".encode())
    ('warc', 'text')
    >>> by_content(b"\xef\xbb\xbfid,title,text\n1,a,b\n"), by_content("Bão, lũ, text\n".encode())
    ('csv', 'text')
    """
    if head.startswith(b"WARC/1."):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    bare = head.removeprefix(_BOM).lstrip()
    patterns = (("html", _HTML), ("json", _OBJECT), ("array", _ARRAY)) if bare[:1] in (b"<", b"{", b"[") else ()
    return next((form for form, pattern in patterns if re.match(pattern, bare)), "") or _table(head, text) or "text"


def _table(head: bytes, text: str) -> str:
    """Which table an input is whose first line names columns, one of which is the text; nothing where it does not."""
    first, newline, _ = head.partition(b"\n")
    for delimiter in (b",", b";", b"\t", b"|") if newline else ():
        names = [name.strip(b'" \r') for name in first.removeprefix(_BOM).split(delimiter)]
        named = {text, *TEXTS} & {name.decode("utf-8", "replace") for name in names}
        if len(names) > 1 and named and all(re.fullmatch(_NAME, name) for name in names):
            return "tsv" if delimiter == b"\t" else "csv"
    return ""


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
    r"""What an input is that is no text, or nothing.

    >>> foreign(b"%PDF-1.7"), foreign(b"Tin b\xc3\xa3o")
    ('a PDF', '')
    """
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")


class Foreign(NamedTuple):
    """What a suffix says of a file: what kind of thing it is, and whether its bytes are no text at all."""

    kind: str
    binary: bool = False


@cache
def _kinds() -> dict[str, Foreign]:
    """What each suffix, and each whole name, of the table beside this module says."""
    found: dict[str, Foreign] = {}
    with open(os.path.join(os.path.dirname(__file__), "no_prose.txt"), encoding="utf-8") as table:
        for line in table:
            if line.strip() and not line.startswith("#"):
                how, kind, names = map(str.strip, line.split("|"))
                found |= dict.fromkeys(names.split(), Foreign(kind, how == "binary"))
    return found


def foreign_name(path: str) -> Foreign | None:
    """What the name of a file says that it is, where that is no prose.

    >>> foreign_name("a/b.PY.gz"), foreign_name("scan.pdf").binary
    (Foreign(kind='code', binary=False), True)
    >>> foreign_name("a.txt"), foreign_name("2025.01.13"), foreign_name("bai-viet")
    (None, None, None)
    """
    kinds = _kinds()
    return kinds.get(path.rsplit("/", 1)[-1].lower()) or kinds.get(suffix(path))


def refusal(path: str) -> str:
    """Why a file is not touched, going by its name, or nothing.

    >>> refusal("src/x.py")
    'src/x.py: is code, going by its name, and no prose; it is left alone (-f text takes it for prose)'
    >>> refusal("a.txt")
    ''
    """
    found = foreign_name(path)
    if found is None:
        return ""
    if found.binary:
        return f"{path}: is {found.kind}, going by its name, and cannot be read; take the text out of it first"
    return f"{path}: is {found.kind}, going by its name, and no prose; it is left alone (-f text takes it for prose)"


_STRING = rb'"(?:[^"\\]|\\.)*"'
_DIGEST = rb'"size": \d+, "digest": "[0-9a-f]{32}", "output": "'
_OWN = (
    (b'{"doc": "', rb'\{"doc": ' + _STRING + rb', "line": \d+, "rule": ' + _STRING + rb', "at": "', "an audit"),
    (b'{"input": "', rb'\{"input": ' + _STRING + rb", " + _DIGEST, "a manifest"),
    (b'{\n "summary of": "cleaner ', rb"\{", "a summary"),
    (b'<!doctype html>\n<html lang="en">\n<meta name="generator" content="cleaner ', b"<", "a report"),
)


def own_file(path: str) -> str:
    """Which of cleaner's own files this is, or nothing; what cannot be read is for others to tell of."""
    try:
        with open_regular(path) as file:
            head = file.read(1 << 12)
    except OSError:
        return ""
    return next((name for start, pattern, name in _OWN if head.startswith(start) and re.match(pattern, head)), "")
