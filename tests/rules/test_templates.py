"""Templates: how Vietnamese sites write dates, times, numbers and addresses."""

from __future__ import annotations

import pytest

from cleaner import _core
from cleaner.rules.catalogue import Catalogue

ENGINE = _core.Engine(Catalogue().core, "vi/page", [])

FITS = {
    "date": """
        13/01/2025 | 13/1/2025 | 1/1/25 | 13-01-2025 | 13.01.2025 | 13 / 01 / 2025 | 13–01–2025 | 13/01 | 2025-01-13
        Thứ hai, 13/01/2025 | Thứ Hai 13/01/2025 | thứ 2, ngày 13/01/2025 | Thứ tư - 13/01/2025 | Chủ nhật, 13/01/2025
        CN, 13/01/2025 | T2, 13/01/2025 | thứ bẩy, 13/1/2025 | ngày 13/01/2025 | Ngày 13 tháng 1 năm 2025
        13 tháng 1, 2025 | 13 thg 1 | 13 tháng 1 | Thứ sáu, ngày 13 tháng 01 năm 2025
    """,
    "time": """
        11:26 | 8:05 | 11:26:30 | 8h30 | 8h30' | 8 giờ 30 | 8 giờ 30 phút | 08g15 | 11:26 AM | 11:26 pm |
        3:00 CH | 9:10 SA
    """,
    "n": "1 | 12 | 1.200 | 1,5 | 12k | 1.2M | 3 K",
    "url": "https://a.vn | http://a.vn/x?y=1#z | www.a.vn/x",
    "host": "a.vn | the-thao.a.com.vn | Thoidai.com.vn",
    "words": "a | một hai ba | ? | 11:26",
}
FAILS = {
    "date": "13 | 2025 | 13/ | 13/01/20255 | thứ hai | 13:01 | ngày mai | 13/01/2025 x | tháng 1",
    "time": "11 | 11:2 | 11:266 | 8h | x 11:26 | 11:26 mm",
    "n": "một | 1. | .5 | 12x | -3",
    "url": "a.vn | https:// | https://a b | ftp://a.vn",
    "host": "vn | a. | a.v | a b.vn | https://a.vn | a.vn/x",
    "words": "",
}


def rows(table):
    pairs = [(slot, text.strip()) for slot, texts in table.items() for text in texts.replace("\n", "|").split("|")]
    return [(slot, text) for slot, text in pairs if text]


def fits(template: str, line: str, title: str = "") -> bool:
    return ENGINE.fits_template(template, line, title)


@pytest.mark.parametrize(("slot", "text"), rows(FITS))
def test_a_slot_knows_the_ways_it_is_written(slot, text):
    assert fits(f"a {{{slot}}} b", f"A {text} b")
    assert fits(f"{{{slot}}}", text) or slot == "words"


@pytest.mark.parametrize(("slot", "text"), rows(FAILS))
def test_a_slot_takes_nothing_else(slot, text):
    assert not fits(f"{{{slot}}}", text)


@pytest.mark.parametrize(
    ("template", "line", "found"),
    [
        ("{time} | {date} GMT+7", "11:26 | 13/01/2025 GMT+7", True),
        ("{time} | {date} GMT+7", "11:26 | 13/01/2025", False),
        ("{time}|{date}", "11:26 | 13/01/2025", False),
        ("Cập nhật lúc {time}, {date}", "CẬP NHẬT LÚC 8h30, ngày 13/01/2025", True),
        ("  Ảnh   {n} ", "ảnh 3", True),
        ("Toà soạn: {words}", "Tòa soạn: Hà Nội", True),
        ("Tòa soạn {n}", "Toà soạn 3", True),
        ("Tòa soạn {n}", "Toa soan 3", False),
        ("({n}) [{n}] *", "(1) [2] *", True),
        ("({n}) [{n}] *", "1 2", False),
        ("{words} bình luận", "bình luận", False),
        ("Tin &amp; ảnh {n}", "Tin & Ảnh 1", True),
    ],
)
def test_fixed_words_count_and_letter_forms_do_not(template, line, found):
    assert fits(template, line) is found


@pytest.mark.parametrize(
    ("template", "line", "title", "found"),
    [
        ("{title}", "Một Tiêu Đề", "Một tiêu đề", True),
        ("{title}", "Một tiêu đề", "", False),
        ("{title} - ảnh {n}", "Một tiêu đề - Ảnh 3", "Một tiêu đề", True),
        ("{title} - ảnh {n}", "Một - ảnh 3", "Một tiêu đề", False),
        ("{title} {title}", "Hoà bình Hòa bình", "Hòa bình", True),
        ("{title} {words}", "Một tiêu đề rất là hay", "Một tiêu đề", True),
        ("{words} {title}", "Xem bài: Một tiêu đề", "Một tiêu đề", True),
        ("{title} ({n})", "Tìm (a+b)* (3)", "Tìm (a+b)*", True),
        ("{title}{words}", "Một tiêu đề", "Một tiêu đề", False),
        ("{title} {words}", "Một tiêu đề hay", "Một tiêu đề", True),
    ],
)
def test_the_title_slot_is_the_whole_title_and_fits_nothing_without_one(template, line, title, found):
    assert fits(template, line, title) is found


def test_a_long_line_is_not_even_looked_at():
    assert not fits("{n} ảnh", "1 " * 100_000 + "ảnh")
    assert fits("{words} ảnh", "1 " * 10_000 + "ảnh")
