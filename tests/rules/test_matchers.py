"""What each matcher word takes, and what it must leave."""

from __future__ import annotations

import unicodedata

import pytest

LONG = "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng đã tiếp Đại sứ và trao đổi về hợp tác giữa hai nước trong năm."
LONG_OPEN = LONG[:-1]

#: The matcher, lines that fit, lines that do not.
TABLE = [
    ("{line: [Đọc nhiều]}", ["Đọc nhiều", "ĐỌC NHIỀU"], ["Đọc nhiều.", "Đọc nhiều sách", "Đoc nhiều", "Doc nhieu"]),
    ("{line: Đọc nhiều}", ["Đọc nhiều"], ["Đọc"]),
    ("{line: [Một, Hai]}", ["Một", "hai"], ["Một Hai"]),
    ("{line: [' Đọc   nhiều ']}", ["Đọc nhiều"], ["Đọc"]),
    ("{starts: [Trang chủ]}", ["Trang chủ", "TRANG CHỦ Thời sự", "Trang chủng"], ["Về Trang chủ"]),
    ("{starts: ['Trang chủ ']}", ["Trang chủ Thời sự"], ["Trang chủ", "Trang chủng loại"]),
    ("{starts: [' Trang']}", ["Trang chủ"], ["Về Trang"]),
    ("{starts: ['(A) [b] *']}", ["(a) [b] * c"], ["(a) b"]),
    ("{ends: [TTXVN]}", ["TTXVN", "Ảnh: ttxvn", "xTTXVN"], ["TTXVN đưa tin"]),
    ("{ends: [' TTXVN']}", ["Theo TTXVN"], ["TTXVN", "xTTXVN"]),
    ("{ends: ['TTXVN ']}", ["Theo TTXVN"], ["TTXVN đưa"]),
    ("{has: [xem thêm]}", ["Xem thêm", "Mời XEM THÊM bài", "axem thêmb"], ["xem, thêm"]),
    ("{has: [' xem ']}", ["mời xem thêm"], ["xem thêm", "mời xem", "mời xemx thêm"]),
    ("{has: ['a.c', 'd|e']}", ["xa.cx", "d|e"], ["abc", "d", "e"]),
    ("{like: ['ảnh {n}']}", ["Ảnh 12", "ảnh 1.200"], ["Ảnh 12 đẹp", "Xem ảnh 12", "ảnh"]),
    ("{like: ['{n} bình luận', 'xem {words}']}", ["12 bình luận", "Xem gì đó"], ["bình luận", "xem"]),
    ("{regex: ['^Ảnh']}", ["Ảnh: A"], ["ảnh: A", "Xem Ảnh"]),
    ("{regex: ['(?i)^ảnh']}", ["Ảnh: A", "ẢNH"], ["Xem ảnh"]),
    ("{regex: ['\\d{3}$', x]}", ["số 123", "axb"], ["123 số"]),
    ("{words: 3..}", ["một hai ba", "a b c d"], ["một hai", "một"]),
    ("{words: ..2}", ["một", "một hai"], ["một hai ba"]),
    ("{words: 2}", ["một hai"], ["một", "một hai ba"]),
    ("{chars: ..5}", ["Ả", "mộthi"], ["mộthai"]),
    ("{is: sentence}", ["Xong.", "Sao?", "À!", "Rồi…", "“Xong.”", "(Xong.)", "Nói “xong”."],
     ["Xong", "“Xong”", "a.b"]),
    ("{not: sentence}", ["Xong", "Xong,", "Xong:"], ["Xong.", "Xong.’"]),
    ("{is: prose}", [LONG], [LONG_OPEN, "Ngắn thôi.", "a" * 200 + "."]),
    ("{not: prose}", [LONG_OPEN, "Ngắn thôi."], [LONG]),
    ("{words: 2..3}", ["một hai", "một hai ba"], ["một", "a b c d"]),
    ("{words: 0..1}", ["một"], ["một hai"]),
    ("{chars: 3..5}", ["một", "mộtha"], ["ba", "mộthai"]),
    ("{chars: 3}", ["một"], ["ba", "mộth"]),
    ("{is: headline}", ["Cầu mới nối hai bờ sông", "một hai ba bốn năm:"],
     ["Cầu mới mở cửa sáng nay.", "một hai ba bốn", " ".join(["từ"] * 35)]),
    ("{not: headline}", ["Video", "Cầu mới mở cửa sáng nay."], ["Cầu mới nối hai bờ sông"]),
    ("{is: [names, sentence]}", ["Tuấn Anh."], ["Tuấn Anh", "Tuấn đi."]),
    ("{not: [names, sentence]}", ["Trở lại"], ["Tuấn Anh", "Xong."]),
    ("{is: names, not: sentence}", ["Tuấn Anh"], ["Tuấn Anh."]),
    ("{is: names}", ["Tuấn Anh", "Lan Anh - Minh Đức", "TTXVN", "Nguyễn Văn A."],
     ["Tuấn anh", "Trở lại", "12 Anh", "A B C D E F G H", "- - -"]),
    ("{not: names}", ["Trở lại"], ["Tuấn Anh"]),
    ("{is: stamp}", ["11:26 | 13/01/2025 GMT+7", "Thứ hai, 13/01/2025, 08:00", "Minh Anh 13-01-2025 8h30"],
     ["13/01/2025", "11:26", "Lúc 11:26 ngày 13/01/2025 ông đến thăm nhà máy lớn nhất tỉnh"]),
    ("{not: stamp}", ["13/01/2025"], ["11:26 13/01/2025"]),
    ("{is: doubled}", ["Khai trương thư viện Khai trương thư viện", "một hai MỘT HAI"],
     ["xa xa", "một hai một", "một hai"]),
    ("{not: doubled}", ["một hai"], ["một hai một hai"]),
    ("{is: slug}", ["thu do ha noi", "anh-dep-2024"], ["thu do", "Thu do ha noi", "thủ đô hà nội", "thu do ha noi."]),
    ("{not: slug}", ["thu do"], ["thu do ha noi"]),
    ("{starts: [Ảnh], words: ..2, not: sentence}", ["Ảnh: An"], ["Ảnh: An.", "Ảnh: An Bình"]),
    ("{line: [a, b], has: [b]}", ["b"], ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("matcher", "fit", "others"), TABLE, ids=[row[0] for row in TABLE])
def test_a_matcher_takes_what_fits_and_nothing_else(taken, matcher, fit, others):
    assert taken(matcher, [line for pair in zip(fit, others, strict=False) for line in pair]) == fit[: len(others)]
    for line in fit:
        assert taken(matcher, ["Câu ở trên.", line])[-1:] == [line]
    for line in others:
        assert line not in taken(matcher, ["Câu ở trên.", line])


OWN = [
    "[Hội làng](https://bao.example.vn/hoi-lang.html)",
    "- [Hội làng](https://www.bao.example.vn/a_(b).html) [Bến cũ](http://bao.example.vn/)",
    '### [ ![Hội làng](https://anh.example.com/1.jpg) Hội làng ](https://anh.bao.example.vn/2 "Hội làng")',
]
FOREIGN = [
    "[Hội làng](https://example.vn/hoi-lang.html)",
    "[Hội làng](https://cacbao.example.vn/)",
    "Xem [Hội làng](https://bao.example.vn/hoi-lang.html)",
    "[Hội làng](https://bao.example.vn/a) và [Bến cũ](https://bao.example.vn/b)",
    "[Hội làng](https://bao.example.vn/a) [Bến cũ](https://example.com/b)",
    "![Hội làng](https://bao.example.vn/a.jpg)",
    "[Hội làng](https://bao.example.vn.example.com/a)",
]


def test_own_links_lead_to_the_hosts_of_the_source_and_nowhere_else(taken):
    head = "extends: [vi/page]\nlimits: {max_removed: 100%, min_kept: 0}\nmatch: {host: [bao.example.vn]}"
    assert taken("{is: own-links}", [*OWN, *FOREIGN], head=head) == OWN
    assert taken("{not: own-links}", [*OWN, *FOREIGN], head=head) == FOREIGN
    assert taken("{is: own-links}", [*OWN, *FOREIGN]) == []  # a source that has no host has no own links


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("hòa bình", "Hoà Bình"),
        ("hoà bình", "HÒA BÌNH"),
        ("thủy điện", "Thuỷ điện"),
        ("Tin &amp; bài", "Tin & bài"),
        ("Tin & bài", "Tin &amp; bài"),
        ("Tin\u00a0 bài", "Tin bài"),
        ("Tin bài", "Tin\u00a0bài"),
        ("STRASSE", "Straße"),
        (unicodedata.normalize("NFD", "Đọc nhiều"), "Đọc nhiều"),
        ("Đọc nhiều", unicodedata.normalize("NFD", "Đọc nhiều")),
    ],
)
@pytest.mark.parametrize("word", ["line", "starts", "ends", "has", "like"])
def test_literals_do_not_care_how_letters_are_written(taken, word, written, line):
    value, shown = (f"{written} {{n}}", f"{line} 12") if word == "like" else (written, line)
    assert len(taken(f"{{{word}: ['{value}']}}", ["Câu ở trên.", shown])) == 1


def test_diacritics_do_count(taken):
    assert taken("{has: [ban đọc]}", ["bạn đọc", "ban doc", "Ban đọc"]) == ["Ban đọc"]


def test_same_as_previous_takes_the_second_of_two(taken):
    lines = ["Một tiêu đề", "Một Tiêu Đề", "khác", "Một tiêu đề"]
    assert taken("{same_as: previous}", lines) == ["Một Tiêu Đề"]


def test_same_as_any_takes_every_repetition(taken):
    lines = ["Hoà bình", "khác", "Hòa bình", "khác"]
    assert taken("{same_as: any}", lines) == ["Hòa bình", "khác"]


def test_same_as_title_takes_the_copies_of_the_headline_but_never_the_headline(taken):
    title = "Thúc đẩy hợp tác giữa các địa phương"
    lines = ["Trang chủ", title, LONG, LONG, title.upper(), "Hết."]
    assert taken("{same_as: title}", lines, title=title) == [title.upper()]


def test_follows_looks_at_the_line_right_above(taken):
    lines = ["Theo", "TTXVN", "x", "TTXVN", "", "Theo", "", "TTXVN"]
    assert taken("{line: [TTXVN], follows: {line: [Theo]}}", lines) == ["TTXVN", "TTXVN"]
    assert taken("{line: [TTXVN], follows: {line: [Theo]}}", ["TTXVN", "x"]) == []


def test_follows_can_be_nested(taken):
    shape = "{line: [c], follows: {line: [b], follows: {line: [a]}}}"
    assert taken(shape, ["a", "b", "c", "x", "b", "c"]) == ["c"]
    assert taken(shape, ["b", "c"]) == []


class TestRegex:
    """Patterns know Unicode, and the line they see is repaired."""

    @pytest.mark.parametrize(
        ("pattern", "line", "found"),
        [
            (r"^\w+$", "đường", True),
            (r"^\w+$", "hai từ", False),
            (r"^\W+$", "…!", True),
            (r"^\W+$", "ả", False),
            (r"^\d+$", "١٢", True),
            (r"^\D+$", "١٢", False),
            (r"\bnh\b", "ảnh", False),
            (r"\bảnh\b", "có ảnh, đẹp", True),
            (r"\bảnh\b", "ảnhx", False),
            (r"(?:\bảnh|\bvideo)\b", "một video", True),
            (r"(?:\bảnh|\bvideo)\b", "một videos", False),
            (r"\b(?:a|b)\b-\b(?:c|d)\b", "x a-d y", True),
            (r"\b[\wđ]{2}\b", "a đi b", True),
            (r"\b[^\w]\b", "a-b", True),
            (r"\b[^\d]{2}\b", "12 ab", True),
            (r"a.b\b", "xa b", True),
            (r"^\bẢnh: \w+(?: \w+)*$", "Ảnh: Tuấn Anh", True),
            (r"\bx{2}\b", "y xx", True),
            (r"\bx\{a\}", "x{a}", True),
            (r"^(?:Ảnh|Video)\s*:\s", "Video : x", True),
            (r"[\s]b", "a b", True),
            (r"\p{Lu}{3}", "ĐÂY", True),
            (r"\P{L}", "abc", False),
            (r"(?i)\bẢNH", "có ảnh", True),
        ],
    )
    def test_classes_and_borders_mean_unicode(self, taken, pattern, line, found):
        assert (line in taken(f"{{regex: ['{pattern}']}}", ["Câu ở trên.", line])) is found

    def test_white_space_is_collapsed_and_letters_are_composed(self, taken):
        line = unicodedata.normalize("NFD", "Ảnh :  Tuấn")
        assert taken("{regex: ['^Ảnh : Tuấn$']}", ["Câu ở trên.", line]) == ["Ảnh : Tuấn"]


@pytest.mark.parametrize("matcher", ["{regex: ['(?:a+)+$']}", "{regex: ['(?:a|a?)+b']}", "{regex: ['(?:.*a){20}c']}"])
def test_a_pattern_that_hangs_other_engines_ends(taken, matcher):
    assert taken(matcher, ["Câu ở trên.", "a" * 20_000 + "!"]) == []


def test_one_line_and_no_line(taken):
    assert taken("{line: [x]}", "x") == ["x"]
    assert taken("{line: [x]}", "") == []
    assert taken("{same_as: previous}", "x") == []
