"""What the lines of a document prove of its encoding counts for the short ones; its form counts for nothing."""

from unicodedata import normalize

import pytest

from cleaner.text import repair

PAGES = ["latin-1", "cp1252", "cp1258", "cp1250", "cp1251", "cp437", "cp850", "mac_roman"]
SHORT = ["×", "Xổ số", "Cà Mau", "Thơ", "Mới nhất", "Sống xanh", "Ung thư", "Thời sự"]
PROSE = [
    "Sáng nay, bà con thôn Đoài họp ở sân đình để bàn việc sửa con đường làng.",
    "“Đường hẹp quá, xe chở lúa không vào được”, ông Bảy nói và chỉ tay về phía cánh đồng.",
    "Chiều 12/3, xã cử người đến đo đạc; dự kiến cuối năm nay sẽ khởi công.",
]


def shown(text, codec):
    letters = (bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())
    return "".join(letters)


@pytest.mark.parametrize("codec", PAGES)
def test_short_lines_of_a_document_in_mojibake(codec):
    text = "\n".join(SHORT + PROSE + SHORT)
    assert repair(shown(text, codec)).text == text
    assert repair(shown(shown(text, "cp1252"), "cp1252")).text == text


@pytest.mark.parametrize("codec", PAGES)
def test_a_document_that_is_half_mojibake_in_either_form(codec):
    lines = [line for one in zip(PROSE * 3, SHORT * 2, strict=False) for line in one]
    half = "\n".join(shown(line, codec) if number % 3 else line for number, line in enumerate(lines))
    fixed = repair(half)
    assert fixed.text == "\n".join(lines)
    assert repair(normalize("NFD", half)).text == fixed.text
    assert repair(fixed.text).repairs == ()


@pytest.mark.parametrize("line", ["Ã—", "XÃ HỘI", "“ĐẠI LÃ”", "Café Ã"])
def test_a_line_alone_proves_nothing(line):
    assert repair(line).text == line
    assert repair("\n".join([line, *PROSE])).text == "\n".join([line, *PROSE])
