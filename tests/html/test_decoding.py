"""Encodings of pages: declared in each of the ways there are, marked, and declared wrongly."""

from __future__ import annotations

import unicodedata

import pytest

from cleaner.html.reader import read_html
from cleaner.model import Document, Skipped
from cleaner.text.legacy import TCVN3

TEXT = "Bão số ba đổ bộ vào đất liền, gió giật mạnh ở nhiều tỉnh thành. Người dân vùng ven biển đã được sơ tán an toàn."
META = '<meta charset="{}">'
EQUIV = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
XML = '<?xml version="1.0" encoding="{}"?>'


def page(head: str = "", text: str = TEXT) -> str:
    return f"{head}<html><head><title>x</title></head><body><p>{text}</p></body></html>"


def read(data: bytes, charset: str = "") -> str:
    found = read_html(data, "a.html", lambda _: None, charset=charset)
    assert isinstance(found, Document), found
    return unicodedata.normalize("NFC", found.text.split("\n")[-1])


def windows_1258(text: str) -> bytes:
    """Vietnamese Windows writes tones as marks of their own, behind letters that have their hat or breve."""
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tone)) + tone)
    return "".join(out).encode("cp1258")


def tcvn3(text: str) -> bytes:
    shown = {letter: code for code, letter in TCVN3.items()}
    return "".join(chr(shown.get(letter, ord(letter))) for letter in text).encode("latin-1")


@pytest.mark.parametrize("head", ["", META, EQUIV, XML])
@pytest.mark.parametrize(
    "said", ["utf-8", "windows-1258", "iso-8859-1", "windows-1252", "x-nothing", "utf-16", "base64"]
)
def test_utf_8_is_utf_8_whatever_is_declared(head, said):
    assert read(page(head.format(said)).encode()) == TEXT
    assert read(page(head.format(said)).encode(), charset="iso-8859-1") == TEXT


@pytest.mark.parametrize("head", ["", META, EQUIV])
@pytest.mark.parametrize("said", ["windows-1258", "utf-8", "iso-8859-1"])
def test_windows_1258_declared_or_not(head, said):
    assert read(windows_1258(page(head.format(said)))) == TEXT


def test_tcvn3_declared_as_latin_1():
    assert read(tcvn3(page(META.format("iso-8859-1")))) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marks_and_wide_letters(encoding):
    assert read(page(META.format("windows-1252")).encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "said", "text"),
    [
        ("gb2312", "gb2312", "台风登陆，多地有大风和强降雨，居民已经安全转移。"),
        ("shift_jis", "Shift_JIS", "台風が上陸し、各地で強い風が吹いています。"),
        ("koi8-r", "koi8-r", "Тайфун вышел на сушу, сильный ветер во многих провинциях."),
        ("cp1252", "iso-8859-1", "Café “crème” à l'été – déjà vu"),
    ],
)
def test_other_languages_as_declared(encoding, said, text):
    assert read(page(META.format(said), text).encode(encoding)) == text
    assert read(page("", text).encode(encoding), charset=said) == text


def test_what_no_encoding_reads_is_skipped():
    found = read_html(b"<p>\xff\x00\x01\x02\xfe\x03" * 50, "a.html", lambda _: None)
    assert isinstance(found, Skipped)
    assert found.reason.startswith("no text: not UTF-8")


def test_broken_letters_do_not_lose_the_page():
    data = page().encode().replace("ộ".encode(), b"\xe1\xbb", 1)
    assert read(data).startswith("Bão số ba đổ b\ufffd vào")


def test_an_encoding_that_only_the_words_tell_is_flagged():
    known = read_html(tcvn3(page(META.format("x-user-defined"))), "a.html", lambda _: None)
    assert isinstance(known, Document)
    assert known.flags == ("legacy-encoding tcvn3",)
    said = read_html("<meta charset=koi8-r><p>Да, это статья.".encode("koi8-r"), "a.html", lambda _: None)
    assert isinstance(said, Document)
    assert said.flags == ()
