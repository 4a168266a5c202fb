"""Bytes of every kind that Vietnamese files come in."""

import random

import pytest

from cleaner import clean
from cleaner.errors import InputError
from cleaner.formats.text import read_text
from cleaner.text import decode, repair
from cleaner.text.legacy import ENCODINGS, legacy_encoding, read_legacy

TEXT = (
    "Nước ta còn nhiều người dân ở vùng sâu, vùng xa chưa có điện và nước sạch.\n"
    "Uỷ ban nhân dân tỉnh Quảng Ngãi đề nghị hỗ trợ giống lúa, ngô và phân bón.\n"
)
BYTES = {
    "TCVN3 bytes read as Latin-1": "tcvn3",
    "VISCII bytes read as Latin-1": "viscii",
    "VNI bytes read as Windows-1252": "vni",
    "Windows-1258 bytes read as Latin-1": "windows-1258",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode(encoding):
    data = TEXT.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    found = decode(data)
    assert found.text == TEXT
    assert found.encoding == encoding.removesuffix("-sig").removesuffix("-le")
    assert found.lost == 0


@pytest.mark.parametrize("kind", BYTES)
def test_legacy_bytes(kind, damage):
    data = damage.REPAIRABLE[kind](TEXT).encode("cp1252" if "VNI" in kind else "latin-1")
    found = decode(data)
    assert (found.text, found.encoding) == (TEXT, BYTES[kind])


@pytest.mark.parametrize("kind", BYTES)
def test_the_same_shown_as_text(kind, damage):
    fixed = repair(damage.REPAIRABLE[kind](TEXT))
    assert fixed.text == TEXT.strip()
    assert {one.step for one in fixed.repairs} == {BYTES[kind]}


def test_broken_places_in_utf8_are_counted():
    data = bytearray(TEXT.encode() * 10)
    data[data.index(b"\xc6")] = 0xFF
    found = decode(bytes(data))
    assert found.encoding == "utf-8"
    assert 0 < found.lost < 4
    assert "\ufffd" in found.text


def test_a_few_letters_of_windows_1252():
    assert decode(("plain words of English prose, " * 9 + "café").encode("cp1252")).encoding == "windows-1252"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", bytes(range(256)), random.Random(1).randbytes(4000)],
    ids=range(3),
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(InputError):
        decode(data)


def test_nothing():
    assert decode(b"").text == ""


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_clean_and_foreign_text_is_no_legacy_text(encoding):
    for text in (
        TEXT,
        "Müller und Söhne, Straße, Größe, Übung, für",
        "L'été où naît la forêt, déjà, façade, œuvre, çà et là",
    ):
        assert legacy_encoding(text) == ""
    assert read_legacy("plain", encoding) == "plain"


@pytest.mark.parametrize("sign", [chr(code) for code in range(0xA1, 0xC0) if chr(code) not in "\xad"] + ["×", "÷"])
def test_signs_prove_no_legacy_encoding(sign):
    for text in (
        f"1{sign}, 2{sign}, 3{sign}",
        f"{sign}1 {sign}20 {sign}300",
        f"{sign} Mot\n{sign} Hai\n{sign} Ba",
        sign * 9,
    ):
        assert legacy_encoding(text) == ""
        assert repair(text).flags == ()


@pytest.mark.parametrize("kind", BYTES)
def test_what_was_read_as_legacy_is_flagged(kind, damage):
    spoilt = damage.REPAIRABLE[kind](TEXT)
    assert repair(spoilt).flags == (f"legacy-encoding {BYTES[kind]}",)
    data = spoilt.encode("cp1252" if "VNI" in kind else "latin-1")
    assert clean(read_text(data), source="none").flags == (f"legacy-encoding {BYTES[kind]}",)
    assert repair(TEXT).flags == ()


def test_soft_hyphens_that_are_lost_come_back_or_are_told(damage):
    text = "Nước ta còn nhiều vùng sâu, vùng xa được hỗ trợ như trước, nhưng đường sá vẫn là việc khó."
    fixed = repair(damage.REPAIRABLE["TCVN3 bytes read as Latin-1, soft hyphens lost"](text))
    assert fixed.text == text
    assert fixed.flags == ("legacy-encoding tcvn3 without soft hyphens",)
