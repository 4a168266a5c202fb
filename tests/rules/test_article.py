"""What is the article on a page: where its running text ends, and whether there is one at all."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, _core
from cleaner.rules.catalogue import Catalogue

ENGINE = _core.Engine(Catalogue().core, "vi/page", [])
PROSE = "Sáng nay, người dân trong xã đã tập trung rất đông ở đầu cầu để dự lễ khánh thành, nhiều người đi bộ từ sớm."
MORE = "Theo lãnh đạo địa phương, công trình có tổng chiều dài hơn một trăm mét, được xây bằng vốn của tỉnh và dân góp."
TEASER = "Sau nhiều tháng chờ đợi, khu chợ mới ở trung tâm xã đã mở cửa đón những tiểu thương đầu tiên vào buôn bán."
LONG = f"{PROSE} {MORE} Ai cũng vui."
HEADLINE = "Khu chợ mới mở cửa sau nhiều tháng chờ đợi"
CREDIT = "Cây cầu mới nhìn từ trên cao. Ảnh: Lan Anh"
ADDRESS = (
    "Địa chỉ: số 5 đường Bến Cũ, phường Hạ, thành phố Mẫu, nơi tòa soạn tiếp bạn đọc vào mọi buổi sáng trong tuần."
)


def end_of(*lines: str) -> int | None:
    return ENGINE.places("\n".join(lines))[-1]


def is_article(before: list[str], after: list[str]) -> bool:
    return ENGINE.is_article("\n".join(before), "\n".join(after))


@pytest.mark.parametrize(
    ("below", "more"),
    [
        ([HEADLINE, TEASER, HEADLINE, TEASER], 0),
        (["Tin liên quan", HEADLINE, "Kỹ sư nói gì về cây cầu", LONG], 4),
        (["Những con số", TEASER, "Cầu thông xe từ ngày mai."], 3),
        (["- Thưa ông, bao giờ cầu thông xe, và ai được đi qua trước?", TEASER, "Mai."], 0),
        (["- Người dân hỏi bao giờ cầu thông xe.", TEASER], 2),
        ([HEADLINE, CREDIT, "Ảnh: Minh Đức", TEASER, CREDIT], 5),
        ([HEADLINE] * 11 + [LONG], 0),
        (["Tin mới", "Mục này cập nhật lúc sáng sớm.", "Góp ý", "Mục cuối dành cho thư tay."], 4),
        (["Ý kiến bạn đọc", "Một người đọc viết vài lời."], 0),
        (["Tổng biên tập: Trần Mẫu", ADDRESS, "Giấy phép số 1 do Bộ cấp ngày 1/1/2020."], 0),
        ([HEADLINE, "2. Cây cầu dài bao nhiêu", TEASER], 0),
        (["## Tin liên quan", "### [Khu chợ mới mở cửa sau nhiều tháng chờ đợi?](/cho)", "### [Đường mới](/duong)"], 0),
        (["## Ai làm", *["- [Thợ](/tho)"] * 9, "## Giá", TEASER, "- [Vé](/ve)", "## Giờ mở cửa", MORE], 15),
        (["## Về chúng tôi", TEASER], 2),
        ([HEADLINE, HEADLINE, "## Về chúng tôi", TEASER], 0),
    ],
    ids=[
        "teasers",
        "a paragraph",
        "a short last sentence",
        "a question",
        "an answer",
        "pictures",
        "too far",
        "sentences below headings",
        "a comment",
        "imprint",
        "a number that nothing counts on to",
        "a linked question below a box",
        "parts of a guide",
        "a part right below",
        "one part below other lines",
    ],
)
def test_the_end_is_carried_on_over_what_no_teaser_looks_like(below, more):
    assert end_of(PROSE, MORE, *below) == 1 + more


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [("1. Cây cầu", "2. Con đường", "3. Bến đò"), ("I. Cây cầu", "II. Con đường", "## III. Bến đò"),
     ("1. Cây cầu", "1.1. Con đường", "1.2 Bến đò"), ("2.4 Cây cầu", "3. Con đường", "4. Bến đò")],
)  # fmt: skip
def test_an_article_goes_on_below_the_next_number(first, second, third):
    assert end_of(first, PROSE, MORE, HEADLINE, second, TEASER, HEADLINE, HEADLINE, third, TEASER) == 9
    assert end_of(first, PROSE, MORE, HEADLINE, first, second, HEADLINE) == 2, "a list begins anew"
    assert end_of(first, PROSE, MORE, "Cùng chuyên mục", second, TEASER) == 2, "no article goes on below such a box"


def test_an_article_goes_on_below_a_heading_of_its_contents():
    contents = ["Mùa nào đẹp", "Đi bằng xe gì", "Chỗ nghỉ gần hồ của người bản"]
    text = [PROSE[:60], *contents, contents[0], PROSE, MORE, contents[1], MORE, PROSE, HEADLINE, contents[2], TEASER]
    assert end_of(*text) == 12
    assert end_of(*text[:11], *contents, HEADLINE, TEASER) == 9, "the contents again"


def test_an_article_goes_on_in_tables_and_may_be_one():
    rows = [f"{n} | Chuyên Toán {n} | 3{n},5" for n in range(1, 6)]
    assert end_of(PROSE, MORE, "Điểm của từng lớp", *rows, HEADLINE, TEASER) == 7
    assert end_of(PROSE, MORE, "Trang chủ | Liên hệ", "Giới thiệu | RSS", *[HEADLINE, TEASER] * 2) == 1, (
        "a menu of two rows"
    )
    title = f"# {HEADLINE}"
    assert ENGINE.places("\n".join([title, *rows, "Cách tính", "100 | Cả bốn môn", "200 | Hai môn", "300 | Ba môn",
                                    *[HEADLINE] * 5]))[-2:] == (1, 9)  # fmt: skip


def test_an_article_of_one_paragraph_ends_at_the_last_prose_that_may_be_its_own():
    assert end_of(HEADLINE, PROSE, HEADLINE, TEASER, "Liên hệ") == 3
    assert end_of(HEADLINE, "Liên hệ") is None


def test_a_link_is_no_running_text_though_its_tool_tip_ends_as_a_sentence_does():
    link = f'[![{HEADLINE}?](/cho.jpg)](/khu-cho-moi-mo-cua-sau-nhieu-thang-cho-doi.html "{HEADLINE} ở trung tâm xã?")'
    assert ENGINE.places("\n".join([f"# {HEADLINE}", link, PROSE, MORE]))[-2:] == (2, 3)


def test_what_stands_below_the_comments_is_no_article_however_long():
    assert end_of(PROSE, MORE, "Xem thêm bình luận", LONG, MORE, LONG, MORE) == 1
    assert end_of(PROSE, "Cùng chuyên mục", HEADLINE, PROSE, MORE) == 4  # a box between the lead and the article


def test_a_question_and_its_teaser_are_no_running_text_but_answers_are():
    question = (
        "Cây cầu mới bắc qua sông dài bao nhiêu, được xây trong mấy năm, và ai là người đi qua đầu tiên sáng nay?"
    )
    cards = ["Tin liên quan", *[HEADLINE, TEASER] * 6, HEADLINE, question, TEASER, HEADLINE]
    assert end_of(PROSE, MORE, *cards) == 1
    assert end_of(PROSE, MORE, HEADLINE, question, TEASER, MORE) == 5
    assert end_of(PROSE, MORE, CREDIT, question, TEASER, CREDIT, question, MORE) == 7


MENU = [f"Mục số {number}" for number in range(70)]


@pytest.mark.parametrize(
    ("left", "article"),
    [
        ([PROSE, MORE], True),
        ([PROSE, PROSE], False),
        ([HEADLINE, TEASER] * 20, False),
        ([HEADLINE, TEASER, MORE] * 20, False),
        ([*MENU, *MENU, HEADLINE, PROSE, MORE], False),
        ([*MENU, *MENU, HEADLINE, LONG, MORE], True),
        ([f"{PROSE[:-1]} thứ {number}." for number in range(40)], False),
    ],
    ids=["article", "copies", "teasers", "teasers in pairs", "home page", "badly cleaned", "nothing but teasers"],
)
def test_lists_are_no_articles(left, article):
    assert is_article([*MENU, *left], left) is article


def test_a_text_of_which_each_line_was_doubled_is_no_list():
    lines = [f"Dòng thứ {number}" for number in range(30)]
    page = [*lines, HEADLINE, *[f"{PROSE[:-1]} thứ {number}." for number in range(7)]]
    twice = [line for line in page for _ in range(2)]
    assert is_article(twice, twice)
    assert not is_article([*MENU, *twice[60:]], twice[60:])


def test_parts_with_roman_numbers_are_of_an_article_whatever_stands_in_them():
    cells = [cell for number in range(9) for cell in ("Khóa", "Căn cứ", f"Quyết định số {number} của trường")]
    parts = [line for part in ("I", "II", "III") for line in (f"{part}. Chương trình", *cells)]
    assert is_article([*MENU, *parts], [*MENU, *parts])
    assert not is_article([*MENU, *parts[:-28]], [*MENU, *parts[:-28]])


def test_parts_with_one_word_before_their_numbers_are_of_an_article():
    menu = [f"Mục thứ {i} của trang" for i in range(70)]
    steps = ["Bước 1: Mang giấy tờ", TEASER, "Bước 2: Nhận thẻ", HEADLINE, "Bước 3. Nộp tiền"]
    assert is_article([*menu, *steps], [*menu, *steps])
    assert not is_article([*menu, "Tập 1: Bến cũ", "Kỳ 2: Bến mới", "Bước 3. Nộp tiền"], menu)


def test_paragraphs_of_a_log_that_all_begin_with_a_papers_mark_are_one():
    said = [
        f"TPO - Sáng {day}/7, người dân bến thứ {day} cho biết nước lũ đã rút và đò ngang đã chạy lại."
        for day in range(1, 13)
    ]
    text = "\n".join(["Nhật ký nước lũ ở làng chài ven sông trong tuần qua", "21/07/2024 08:15", *said])
    result = Cleaner().clean(text)
    assert "not-an-article" not in result.flags
    assert all(line in result.text for line in said)


def test_teasers_that_all_begin_with_a_papers_mark_are_no_article():
    teasers = [f"(MẪU)- Ngày {i} tháng này. {TEASER}" for i in range(1, 13)]
    list_page = [line for teaser in teasers for line in (HEADLINE, teaser)]
    assert not is_article(list_page * 3, teasers)
    asked = f"PV - Thưa ông, câu hỏi là gì? {TEASER}"
    talk = [f"{i}. {MORE}" if i % 2 else asked for i in range(24)]
    assert is_article([*talk, *[HEADLINE] * 40], talk)
    named = [f"VN-Index tăng {i} điểm trong phiên sáng nay. {MORE}" for i in range(1, 13)]
    assert is_article([*named, *[HEADLINE] * 40], named)


def test_a_short_text_is_what_it_is():
    assert is_article([HEADLINE, PROSE], [HEADLINE, PROSE])
    assert is_article([HEADLINE, TEASER] * 20, [HEADLINE, TEASER] * 20)
    assert not is_article(["404 - Không tìm thấy trang"], [])
    assert not is_article(["Lỗi 404 trang không tồn tại"], [])
    assert is_article(["404 ngày giữ bến của người làng chài", TEASER], [])
    assert not is_article(["404! Trang không tồn tại"], [])
    for counted in ("404.000 đồng", "404 – 450 nghìn đồng", "404. Lưới mắt nhỏ", "404! Đó là số lưới", "Trang 404"):
        assert is_article([counted, TEASER], []), counted


STAMP = "11:26 13/01/2025"
RULES = """
- {id: menu, label: menu, drop: {starts: [Mục số]}}
- {id: date, label: published, meta: {is: stamp}}
"""


@pytest.mark.parametrize(
    ("lines", "is_article"),
    [
        ([*MENU, HEADLINE, STAMP, TEASER, HEADLINE, MORE], True),
        ([*MENU, HEADLINE, TEASER, HEADLINE, MORE], False),
        ([*MENU, HEADLINE, STAMP, TEASER.removesuffix(".") + "..."], False),
        ([*MENU[:3], STAMP, *MENU[3:], HEADLINE, TEASER, HEADLINE, MORE], False),
        ([*MENU, *[HEADLINE, STAMP, TEASER, STAMP] * 5], False),
        ([*MENU, "Trang không tồn tại", STAMP, TEASER], False),
        ([*MENU, STAMP, *[HEADLINE, TEASER] * 60], False),
    ],
    ids=["short news", "no date", "cut off", "the day in the header", "one a card", "an error page", "a list"],
)
def test_a_date_near_a_sentence_tells_short_news_from_a_list(clean, lines, is_article):
    assert ("not-an-article" in clean(RULES, "\n".join(lines)).flags) is not is_article


INTRO = "Nhà trường công bố điểm trúng tuyển của từng ngành, tính theo thang điểm 30, như sau:"
CELLS = [line for team in ("Sông Mây", "Núi Lam", "Đồng Cỏ", "Bến Cũ") for line in (team, "3", "2", "1", "+4")]
ROWS = [f"| N{number:02} | Ngành thứ {number} | 2{number}.5 |" for number in range(9)]
WRAPPED = """Theo quy ước mới của làng, mỗi nhà cử một người dự buổi họp đầu tháng và nêu ý kiến về
việc sửa đường, nạo mương, trồng thêm hàng cây bên bờ sông.

Người cao tuổi trong làng được mời ngồi hàng ghế đầu và nói trước, sau đó tới lượt các
hộ mới chuyển về trong năm."""


@pytest.mark.parametrize(
    ("left", "article"),
    [
        ([f"# {HEADLINE}", INTRO, *ROWS], True),
        ([f"# {HEADLINE}", "## Điểm trúng tuyển năm nay", *ROWS], True),
        ([f"# {HEADLINE}", "## Menu", *[row.replace("Ngành", "[Ngành](/n)") for row in ROWS]], False),
        ([f"# {HEADLINE}", PROSE, INTRO, *CELLS], True),
        ([f"# {HEADLINE}", PROSE, "Bảng điểm", *CELLS, *MENU], True),
        ([HEADLINE, *ROWS], False),
        ([*ROWS, HEADLINE, TEASER], False),
        ([f"# {HEADLINE}", HEADLINE, *CELLS], False),
        ([PROSE, "Bước một: mở hộp, lấy giấy ra.", HEADLINE, MORE, "Bước hai: gấp đôi tờ giấy.", HEADLINE, TEASER,
          "Bước ba: gấp thêm lần nữa.", HEADLINE], True),
        ([line for number in range(8) for line in [f"Ngày {number}, {PROSE}"] * 2], False),
    ],
    ids=["rows", "rows below a heading", "links in rows", "cells", "much else below", "no title", "a ticker",
         "no intro", "steps", "each teaser twice"],
)  # fmt: skip
def test_tables_and_steps_are_articles(left, article):
    assert is_article([*MENU, *left], left) is article


def test_text_wrapped_at_a_fixed_width_is_running_text():
    rules = "\n\n".join(f"Điều {number}\n\n{WRAPPED}" for number in range(12))
    whole = "\n".join([*MENU, f"# {HEADLINE}", rules])
    assert ENGINE.is_article(whole, whole)
    rows = [line for line in whole.split("\n") if line]
    title, start, end = rows.index(f"# {HEADLINE}"), *ENGINE.places(whole)[-2:]
    assert (start, end) == (title + 2, len(rows) - 1)


CARD = [HEADLINE, STAMP, TEASER]


def test_text_broken_into_rows_anywhere_is_running_text():
    rows = [
        "Mỗi hộ được dùng sân không quá hai ngày liền, trừ khi",
        "trời mưa và các hộ khác",
        "đã đồng ý.",
        "Quét dọn sạch sau khi dùng, không để rơm rạ ở cửa kho",
        "làm cản lối đi của xe.",
    ]
    assert is_article(rows * 14, rows * 14)
    names = ["Hợp tác xã Mẫu và những hộ dùng chung sân", "đường làng", "chợ phiên"]
    assert not is_article(names * 3 + [HEADLINE] * 60, names * 3 + [HEADLINE] * 60)


def test_a_notice_that_links_broke_into_pieces_is_no_list():
    papers = ["Hồ sơ thuê nhà ở gồm có:", "Đơn xin ở, có xác nhận của trường;", "Hai ảnh chân dung, cỡ 3x4."]
    pieces = ["Nhà xếp ở", ":", "B3 và B9", *papers]
    rooms = [line for number in range(15) for line in (f"Phòng {number}", "8 chỗ", "còn 2 chỗ", "tầng hai")]
    notice = [HEADLINE, *pieces * 6, *[PROSE, papers[-1], "Phòng trống"] * 3, *rooms]
    assert is_article([*MENU, *notice], notice)
    assert not is_article([*MENU, *notice, *[HEADLINE] * 300], [*notice, *[HEADLINE] * 300])


def test_a_list_of_dated_cards_is_no_article(clean):
    rules = (
        RULES + "- {id: rest, label: related, drop: {from: {line: TIN MỚI}, until: end}, where: {after: body-end}}\n"
    )
    cards = [*MENU, *CARD, "TIN MỚI", *CARD * 5]
    sections = [*MENU, *CARD, "TIN MỚI", *[HEADLINE, "Đời sống", STAMP, TEASER] * 5]
    note = [*MENU, *CARD, "TIN MỚI", *[HEADLINE, TEASER] * 5]
    assert "not-an-article" in clean(rules, "\n".join(cards)).flags
    assert "not-an-article" in clean(rules, "\n".join(sections)).flags
    assert "not-an-article" not in clean(rules, "\n".join(note)).flags


def test_the_address_of_a_site_is_no_articles():
    headlines = [f"Người dân phường số {number} mở hội đua thuyền đầu năm" for number in range(70)]
    page = "\n".join([*headlines, PROSE, LONG, *headlines, "* Mời quý vị"])
    flags = [Cleaner(source="vi/news").clean(page, url=url).flags for url in ("https://a.vn/", "https://a.vn/tin/1")]
    assert ["not-an-article" in one for one in flags] == [True, False]


def test_a_note_of_one_short_sentence_is_an_article():
    said = "Sáng nay, xã Bến Cũ khánh thành cây cầu mới bắc qua sông."
    pictures = [f"Cầu nhìn từ bờ {side}. Ảnh: Lan Anh" for side in ("đông", "tây", "nam", "bắc", "giữa")]
    assert is_article([*MENU, HEADLINE, STAMP, said, *pictures, "3"], [])
    assert not is_article([*MENU, HEADLINE, STAMP, *pictures, "3"], [])
    assert not is_article([STAMP, *MENU, HEADLINE, said], [])


def test_a_list_of_prices_below_a_menu_is_an_article():
    left = [*["Trang chủ", "Giới thiệu", "Tin tức", "Liên hệ"], "Bảng giá nông sản sáng nay", INTRO, *CELLS]
    assert is_article([*MENU, *left], left)
