"""Text that was broken into rows is read as the lines that it was: a link, a paragraph, an item of a list."""

from __future__ import annotations

from textwrap import wrap

from cleaner import Cleaner

ROWS_OF_A_LINK = ["[Giới", "thiệu](https://bao-mau.example.vn/gioi-", "thieu.htm 'Về báo", "Mẫu')"]
BODY = [
    "Từ đầu tháng, bến cá cuối vịnh mở hai lớp dạy bơi cho học trò, mỗi lớp mười lăm em, học vào sáng thứ bảy.",
    "Thầy dạy là những người lặn giỏi nhất làng, không nhận thù lao, chỉ xin phụ huynh mang theo nước uống và áo phao.",
    "Sau hai tháng, mười hai em đã bơi được một vòng quanh bến, và em nhỏ nhất mới bảy tuổi cũng không còn sợ nước.",
]


def wrapped(lines: list[str], width: int = 78, between: str = "\n\n") -> tuple[str, list[range]]:
    """Break lines at a width; gives the text and the numbers of the rows of each line."""
    rows, places, at = [], [], 1
    for line in lines:
        parts = wrap(line, width, break_long_words=False)
        places.append(range(at, at + len(parts)))
        rows.append("\n".join(parts))
        at += len(parts) + between.count("\n") - 1
    return between.join(rows), places


def test_a_link_that_was_broken_goes_as_one():
    article, _ = wrapped(["# Bến cá cuối vịnh có thêm lớp dạy bơi cho học trò", *BODY])
    result = Cleaner(source="vi/news").clean("\n".join([*ROWS_OF_A_LINK, "", article]))
    assert result.text == article
    assert [(removal.line, removal.text) for removal in result.removals] == list(enumerate(ROWS_OF_A_LINK, 1))
    assert {removal.rule for removal in result.removals} == {"web/markdown#links-above-the-article"}


def test_a_link_of_the_article_stays_with_its_rows():
    row = (
        "Phụ huynh ghi tên con ở [nhà văn hóa\nthôn](https://mau.example.vn/thon) trước thứ sáu, và mang theo giấy tờ."
    )
    text = "\n".join(["Bến cá cuối vịnh có thêm lớp dạy bơi cho học trò", *BODY, row, BODY[0].replace("cá", "tôm")])
    assert Cleaner(source="vi/news").clean(text).text == text


def test_a_row_of_its_own_is_no_part_of_what_stands_above(clean):
    rows, _ = wrapped(BODY, 60, "\n")
    text = rows.replace("\n", "\nXem thêm\n", 1) + "\n[Xem\nthêm]"
    rule = "- {id: more, label: related, drop: {line: [Xem thêm, '[Xem thêm]']}}\n"
    assert clean(rule, text).text == rows + "\n[Xem\nthêm]"


def test_a_rule_that_fits_a_paragraph_takes_all_of_its_rows(clean):
    text, places = wrapped(BODY, 60)
    result = clean("- {id: teacher, label: ad, drop: {starts: Thầy dạy}}\n", text)
    assert [removal.line for removal in result.removals] == list(places[1])
    assert result.text == "\n\n".join(text.split("\n\n")[::2])


def test_a_paragraph_that_is_cut_is_one_line(clean):
    text, places = wrapped([f"BM - {line}" for line in BODY], 60)
    result = clean("- {id: paper, label: debris, trim: {starts: BM - }}\n", text)
    assert result.text == "\n\n".join(BODY)
    assert [removal.line for removal in result.removals] == [row for rows in places for row in rows]
    assert [removal.kept for removal in result.removals if removal.kept] == BODY
    assert list(result.numbers) == [rows[0] for rows in places]
