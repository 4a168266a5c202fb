"""JSON lines: only the text changes, whatever else a line holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.formats.base import Record
from cleaner.formats.fields import Fields
from cleaner.formats.json_formats import JsonLines
from cleaner.formats.json_record import annotate, literal, read_line, record, style_of
from cleaner.model import Document, Result, Skipped


def read(line: bytes, **fields: str) -> Record:
    found = read_line(line, "a.jsonl", 1, Fields(**fields))
    assert isinstance(found, Record), found
    return found


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": "old", "n": 123456789012345678901234567890, "x": 1e5, "y": 0.1000, "s": "a\\/b"}\n',
        b'{"k": 1, "k": 2, "text": "old"}',
        b'  { "text" :\t"old" ,"a":[ 1,2 ]}  \r\n',
        b'{"text": "old", "n": NaN, "i": -Infinity}\n',
        b'\xef\xbb\xbf{"text": "old"}\n',
        b'{"title": "old", "text": "old", "more": ["old", {"text": "old"}]}\n',
        b'{"text": "first", "text": "old"}\n',
        b'{"old": 1, "text": "old"}\n',
        b'{"text": "old", "half": "\\ud800"}\n',
        b'{"text": "old", "bad": "\xff"}\n',
        b'{"metadata": {"text": "old"}, "text": "old", "bad": "\xff"}\n',
        b'{"t\\u0065xt": "old"}\n',
        b'{"deep": ' + b"[" * 510 + b"]" * 510 + b', "text": "old"}\n',
        b'{"n": 1e999, "id": 1e999, "text": "old"}\n',
    ],
)
def test_every_other_byte_stays(line):
    found = read(line)
    assert found.document.text == "old"
    at = line.rindex(b'"old"') if b"more" not in line else line.index(b'"old"', 14)
    assert (found.start, found.end) == (at, at + 5)
    assert JsonLines().splice(found, "new “3”") == line[:at] + '"new “3”"'.encode() + line[at + 5 :]
    assert JsonLines().splice(found, "old") == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]", "not an object but an array"),
        (b"3", "not an object but a number"),
        (b"null", "not an object but null"),
        (b'"text"', "not an object but a string"),
        (b"{}", "the record has no 'text'"),
        (b'{"text": {}}', "'text' is an object, a string is wanted"),
        (b'{"text": true}', "'text' is true, a string is wanted"),
        (b'{"text": "a"', "not JSON"),
        (b'{"text": "a"} {}', "not JSON"),
        (b'{"text": "a" "b"}', "not JSON"),
        (b'{"text": "\xff"}', "'text' is not UTF-8 (byte 11 of the line)"),
        (b"\x00", "not JSON"),
        (b'{"text":' + b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_record_is_skipped_with_its_reason(line, reason):
    found = read_line(line, "a.jsonl", 7)
    assert isinstance(found, Skipped)
    assert (found.id, found.line) == ("a.jsonl:7", 7)
    assert found.reason.startswith(reason)


def test_fields_are_read_at_the_top_and_in_metadata():
    line = b'{"text": "a", "id": 12, "metadata": {"url": "u", "source": "s", "title": "t", "date": "d", "id": 1}}'
    assert read(line).document == Document("a", "12", "u", "s", "t", "d")
    assert read(b'{"text": "a", "id": 1.5, "url": ["x"]}').document == Document("a", "a.jsonl:1")
    for line in (b'{"title": "a", "n": 1}', b'{"title": "a", "n": NaN}'):
        assert read(line, text="title").document == Document("a", "a.jsonl:1")
    assert read(b'{"a\\"\\u0062": "x"}', text='a"b').document.text == "x"
    assert isinstance(read_line(b'{"a": "x"}', "a.jsonl", 1, Fields("\udcff")), Skipped)
    nested = b'{"content": "a", "meta": {"link": "u"}, "text": 5}'
    assert read(nested, text="content", url="meta.link").document == Document("a", "a.jsonl:1", "u")
    assert read(b'{"text": "a", "a.b": "u"}', url="a.b").document.url == "u"
    assert read(b'{"text": "a", "metadata": "none"}').document.url == ""


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b'"\\u0103 a"', b'"\\u0111 <b> /"'),
        (b'"\\u00E3 a"', b'"\\u0111 <b> /"'),
        (b'"\\u00C3 a\\/"', b'"\\u0111 <b> \\/"'),
        (b'"a"', '"đ <b> /"'.encode()),
    ],
)
def test_the_new_text_is_written_as_the_old_one(raw, wanted):
    assert JsonLines().splice(read(b'{"text": ' + raw + b"}"), "đ <b> /") == b'{"text": ' + wanted + b"}"


@given(st.text(st.characters()))
@example("\\/")
def test_a_literal_is_read_back(text):
    for style in ("", "a", "A", "/", "a/", "A/"):
        raw = literal(text, style)
        assert json.loads(raw) == text
        found = read_line(b'{"text":' + raw + b"}", "a", 1)
        assert isinstance(found, Record)
        assert found.document.text == text
        assert literal(text, style_of(raw)) == raw


def test_annotations_go_to_the_end_and_write_nothing_over():
    result = Result("a", "b.vn", title="T", meta={"byline": "Lan"}, rules="12")
    line = annotate(b'{"text": "a", "meta": 0 }\r\n', Document("a"), result)
    assert line.endswith(b"}\r\n")
    assert json.loads(line) == {
        "text": "a",
        "meta": 0,
        "source": "b.vn",
        "title": "T",
        "clean": {"source": "b.vn", "rules": "12", "removed_lines": 0, "removed_chars": 0, "by_rule": {}, "flags": []},
    }


def test_a_record_of_a_file_whose_name_is_no_unicode():
    line = record(Document("a", "b\udcff.txt"), Result("a"))
    assert json.loads(line)["id"] == "b\udcff.txt"
