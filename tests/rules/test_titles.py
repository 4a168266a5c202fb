"""What `{title}` is: the record's, one found in the text, or none at all, and then no rule that needs one fires."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

TITLE = "Thúc đẩy hợp tác giữa các địa phương hai nước"
PROSE = "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng đã tiếp Đại sứ và trao đổi về hợp tác giữa hai nước trong năm nay."
BODY = [PROSE, PROSE + " Hai câu."]
MENU = ["Trang chủ", "Thời sự", "Kinh tế", "Bé lớp một chào mừng năm học mới", "Thế giới"]
LEAD = "(Mẫu) - Hai nước bàn về hợp tác giữa các địa phương, trong đó có nhiều việc của năm nay và những năm tới nữa"
SUBHEADING = "Ba hình thức hợp tác giữa các tỉnh trong năm nay"
RULE = "- {id: copy, label: duplicate, drop: {like: ['{title} ảnh {n}']}}"
COPY = f"{TITLE} ảnh 2"
CONTENTS = [f"{number}. Việc thứ {number}" for number in range(1, 31)]
KEYS = [f"key_{number}: mười một chữ nhỏ trong một dòng của người thu thập" for number in range(12)]


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        ([COPY, *BODY], TITLE),
        ([COPY, *BODY], TITLE.upper()),
        (["Trang chủ", TITLE, *BODY, COPY], f"{TITLE} - Báo Điện Tử"),
        ([TITLE, "Trang chủ", TITLE, *BODY, COPY], ""),
        ([f"{TITLE} | Báo A", "Trang chủ", TITLE, *BODY, COPY], ""),
        ([f"# {TITLE}", *BODY, COPY], ""),
        (["Trang chủ", "Thời sự", "11:26 | 13/01/2025 GMT+7", TITLE, *BODY, COPY], ""),
        (["Trang chủ", TITLE, "Lan Anh 11:26 13/01/2025", *BODY, COPY], ""),
        ([*MENU, TITLE, LEAD, "13/01/2025", "11:26", SUBHEADING, *BODY, COPY], ""),
        ([*MENU, "11:26", "13/01/2025", TITLE, *BODY, COPY], ""),
        ([*MENU, "## Tin nóng trong ngày hôm nay", f"# {TITLE}", "Thời sự", *BODY, COPY], ""),
        ([*MENU, TITLE, "Thứ hai, 13/01/2025", "Thời sự", *BODY, COPY], ""),
        ([*MENU, TITLE, "Thời sự", *BODY, f"{TITLE} - Ảnh 1.", COPY], ""),
        ([TITLE, *BODY, COPY], ""),
        ([*MENU, TITLE, "Lan Anh", "13/01/2025 11:26", PROSE, SUBHEADING, *BODY, COPY], ""),
        ([*MENU, TITLE, PROSE, SUBHEADING, "13/01/2025 11:26", *BODY, "Một việc của năm nay", COPY], ""),
        ([*KEYS, TITLE, PROSE, "13/01/2025", "11:26", *BODY, COPY], ""),
        ([f"{TITLE} – Báo Mẫu", *MENU, *MENU, TITLE, PROSE, *CONTENTS, *BODY, COPY], ""),
        ([f"# {TITLE} - Trường Mẫu", f"# {TITLE}", *MENU * 6, f"## {TITLE}", *BODY, COPY], ""),
        ([f"{TITLE} | Trang thông tin điện tử của hội những người trồng hoa", *MENU, TITLE, *BODY, COPY], ""),
        ([f"Báo Mẫu - {TITLE}", *MENU, TITLE, *BODY, COPY], ""),
    ],
    ids=["given", "capitals", "with the site's name", "crawled", "crawled with the site", "markdown", "below the stamp",
         "above the stamp", "stamp on two lines", "below a stamp on two lines", "first rank", "a date alone", "echoed",
         "above the text", "a subheading below the lead", "a date inside the article", "below front matter",
         "crawled, above a table of contents", "crawled as headings", "with a site's long name",
         "behind the site's name"],
)  # fmt: skip
def test_the_title_is_given_or_found(clean, lines, given):
    result = clean(RULE, "\n".join(lines), title=given)
    assert [removal.text for removal in result.removals] == [COPY]
    assert not result.notes


def test_a_crawlers_headline_of_few_words_is_found_as_a_heading(clean):
    lines = ["# Học phí - Trường Mẫu", *MENU, "# Học phí", "## Năm học tới", *BODY]
    result = clean("- {id: menu, label: menu, drop: {words: 1..}, where: {before: title}}", "\n".join(lines))
    assert result.text.splitlines() == lines[-2 - len(BODY) :]
    assert result.title == "# Học phí"


def test_a_headline_again_on_the_next_sheet_is_not_below_a_menu(clean):
    steps = [f"- Bước {number} là đem thẻ ra quầy đổi lấy vé." for number in range(1, 9)]
    lines = [TITLE, "Trường Mẫu", *steps, TITLE, *BODY]
    rules = "- {id: menu, label: menu, drop: {words: 1..}, where: {before: title}}"
    assert clean(rules, "\n".join(lines)).removals == ()


def test_dashes_and_quotes_of_a_pages_title_may_be_others(clean):
    lines = ["“Áo dài” quê tôi – hành trình trở lại", *BODY]
    result = clean(RULE, "\n".join(["'Áo dài' quê tôi - hành trình trở lại - Bảo tàng Mẫu", *MENU, *lines]))
    assert result.title == lines[0]


@pytest.mark.parametrize(
    "link", ['[Lan Anh](/tac-gia/lan-anh-12345.html "Lan Anh")', "[![Lan Anh đi chợ sớm](/anh/lan-anh.png)](/tac-gia)"]
)
def test_a_link_of_few_words_or_a_picture_is_no_title(clean, link):
    rules = "- {id: menu, label: menu, drop: {words: 2..}, where: {before: title}}"
    text = "\n".join([*MENU, TITLE, "=" * len(TITLE), link, "13/01/2025 11:26 GMT+7", *BODY])
    assert clean(rules, text).title == TITLE
    assert TITLE in clean(rules, text).text


@pytest.mark.parametrize("text", [COPY, f"Trang chủ\nThời sự\n{COPY}", f"{PROSE}\n{COPY}"])
def test_without_a_title_rules_that_need_one_do_not_fire(clean, text):
    assert clean(RULE, text).removals == ()


def test_a_note_says_that_a_rule_missed_its_title(explained):
    rules = "- {id: copy, label: duplicate, drop: {like: ['{title} ảnh {n}']}}"
    found = explained(rules, f"Trang chủ\nThời sự\n{PROSE}\n{COPY}")
    assert found.result.notes == ("a.vn#copy: did not fire, the document has no title",)


def test_templates_with_a_title_at_either_end_are_alternatives(clean):
    rules = "- {id: copy, label: duplicate, drop: {like: ['{title} ảnh {n}', 'ảnh của {title}', '{n}. {title} nhé']}}"
    copies = [COPY, f"Ảnh của {TITLE}", f"3. {TITLE} nhé"]
    result = clean(rules, "\n".join([*BODY, *copies, "Ảnh của ai", "Hai người ảnh 2"]), title=TITLE)
    assert [removal.text for removal in result.removals] == copies


def test_the_title_in_a_template_does_not_care_for_tone_mark_styles(clean):
    result = clean(RULE, "\n".join([*BODY, "Vì hoà bình của hai nước ảnh 2"]), title="Vì hoà bình của hai nước")
    assert len(result.removals) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Trang chủ",
        "11:26 | 13/01/2025",
        "Chia sẻ bài viết này với bạn bè",
        "Một câu ngắn.",
        "Tổng biên tập: Trần Văn Mẫu",
    ],
)
def test_menus_stamps_and_buttons_are_no_titles(clean, line):
    assert clean(RULE, "\n".join([line, *BODY, f"{line} ảnh 2"])).removals == ()


def test_the_result_tells_the_title(clean):
    assert clean(RULE, f"{TITLE}\n{PROSE}").title == TITLE
    assert clean(RULE, PROSE, title="Tiêu đề  của bản ghi").title == "Tiêu đề  của bản ghi"
    assert clean(RULE, PROSE).title == ""


def test_a_guessed_title_does_not_open_the_zone_above_it(clean):
    """What stands above a headline that was only guessed may be the headline."""
    rules = "- {id: menu, label: menu, drop: {words: ..3}, where: {before: title}}"
    lines = ["Tin nóng", TITLE, *BODY]
    assert clean(rules, "\n".join(lines)).removals == ()
    assert len(clean(rules, "\n".join(lines), title=TITLE).removals) == 1


def test_the_title_stays_where_no_other_headline_does(clean):
    """A menu block that runs down to the date would take it, and where it stands twice, both."""
    rules = "- {id: menu, label: menu, drop: {from: {line: Thời sự}, until: {is: stamp}}}"
    menu, stamp = ["Trang chủ", "Thời sự", "Kinh tế"], "11:26 | 13/01/2025 GMT+7"
    assert TITLE in clean(rules, "\n".join([*menu, TITLE, stamp, *BODY])).text
    twice = clean(rules, "\n".join([TITLE, *menu, TITLE, stamp, *BODY])).text
    assert twice.splitlines() == [TITLE, "Trang chủ", stamp, *BODY], "one of them is enough"


def test_a_crawlers_heading_that_is_no_form_of_the_title_stays(clean):
    """The headline may be either; a longer or an unaccented form of the title goes as the menu does."""
    rules = "- {id: above, label: menu, drop: {words: ..20}, where: {before: title}}"
    page = ["Thời sự", TITLE, "11:26 | 13/01/2025 GMT+7", *BODY]
    other = "# Bé lớp một chào mừng năm học mới"
    assert clean(rules, "\n".join([other, *page])).text.splitlines()[0] == other
    for form in (f"# {TITLE} - Báo Mẫu điện tử", "# Thuc day hop tac giua cac dia phuong hai nuoc"):
        assert clean(rules, "\n".join([form, *page])).text.splitlines()[0] == TITLE


ROWS = [
    "Theo kế hoạch của hai tỉnh, việc hợp tác trong năm nay",
    "sẽ bắt đầu từ các xã ở vùng biên, nơi người dân đã quen",
    "đi lại buôn bán với nhau từ nhiều đời, và kéo dài cho",
    "đến khi hai bên có thể cùng nhau mở một phiên chợ chung",
]
LATER = "Các tỉnh bạn cũng đã có những phiên chợ như vậy từ lâu"


def test_no_line_inside_broken_rows_is_the_title(clean):
    rules = "- {id: menu, label: menu, drop: {words: 3..}, where: {before: title}}"
    text = "\n".join([TITLE, *ROWS * 4, LATER, "11:26 | 13/01/2025", *ROWS, *BODY])
    assert clean(rules, text).removals == ()


def test_the_title_stays_where_no_other_form_of_it_does(clean):
    rules = "- {id: crawled, label: debris, drop: {starts: ['# ']}, where: {first: 1}}"
    shown = "Thúc đẩy hợp tác giữa các tỉnh và thành phố hai nước"
    below = ["13/01/2025 11:26", *BODY]
    assert clean(rules, "\n".join([f"# {TITLE}", shown, *below])).text.split("\n")[0] == shown
    for heading in ("Các mục hợp tác trong năm nay", "Hợp tác hai nước"):
        assert clean(rules, "\n".join([f"# {TITLE}", heading, *BODY])).text.startswith(f"# {TITLE}\n"), heading


def test_the_title_told_is_a_line_of_what_is_left(clean):
    rules = "- {id: name, label: debris, trim: {ends: [' - Báo A']}}"
    assert clean(rules, f"# {TITLE} - Báo A\n{PROSE}\n{PROSE}").title == f"# {TITLE}"


def test_a_line_that_is_cut_down_to_a_headline_is_the_title(clean):
    rules = "- {id: mark, label: debris, trim: {starts: ['- tin: ']}}"
    assert clean(rules, "\n".join([f"- tin: {TITLE}", *BODY])).title == TITLE
    rules = "- {id: menu, label: menu, drop: {line: [Mục lục]}}"
    assert clean(rules, "\n".join(["Mục lục", *MENU * 2, TITLE, *BODY])).title == "", "it was no title before, either"


def test_an_imprint_above_the_headline_is_no_text_of_another_article():
    menu = [f"[{one}](https://bao.example.vn/muc-{at})" for at, one in enumerate(MENU)]
    imprint = (
        "Giấy phép hoạt động báo điện tử số 11/GP-BTTTT do Bộ TT-TT cấp ngày 01/3/2022 và giấy phép sửa đổi số 5/GP."
    )
    box = ["### Tin cùng chuyên mục", *(f"[{one} của năm nay](https://bao.example.vn/tin-{one})" for one in CONTENTS)]
    text = "\n".join([*menu, imprint, "Thứ sáu, ngày 15/11/2024 16:38 GMT+7", f"# {TITLE}", PROSE, *box])
    assert Cleaner(source="vi/news").clean(text).title == f"# {TITLE}"


def test_a_short_address_takes_no_phrase_of_the_text_for_the_headline_that_has_its_words():
    headline = "Cẩm nang du lịch Bến Sông cho người đi lần đầu"
    text = "\n".join([f"# {headline} - Báo Mẫu", *MENU, headline, "03/04/2026", "Du lịch Bến Sông", *BODY])
    result = Cleaner(source="vi/news").clean(text, url="https://bao.example.vn/du-lich-ben-song/")
    assert result.title == headline
