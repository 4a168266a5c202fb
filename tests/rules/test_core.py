"""The engine's own face: what the rest of the package asks of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, TextSettings, UsageError, _core
from cleaner.rules.engine import Engine
from cleaner.settings import Policy
from cleaner.text.document import letters

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def core():
    return _core.Engine(_core.Catalogue([], ROOT / "rules"), "vi/news", sorted(Policy().leaves))


def clean(core, lines, url=""):
    return core.clean("\n".join(lines), letters(TextSettings()), "", url, trusted=True)


def test_halves_of_pairs_are_no_text(core):
    with pytest.raises(UnicodeEncodeError):
        clean(core, ["Đọc nhiều\ud800", "", "Một câu.\udfff"])
    assert Engine(core).clean("Đọc nhiều\ud800\n\nMột câu.").text == "Đọc nhiều\ufffd\n\nMột câu."


@pytest.mark.parametrize("name", ["text", "title", "url", "source", "id"])
def test_whatever_is_known_of_a_document_may_hold_halves_of_pairs(name):
    document = {"text": "Một câu.", "url": "https://vov.vn/a", name: "Một câu.\ud800"}
    cleaner = Cleaner()
    assert cleaner.clean(document).text.startswith("Một câu.")
    assert cleaner.candidates(document) is not None
    assert cleaner.html_for("https://\ud800.vn/") is not None
    with pytest.raises(UsageError, match="unknown source"):
        cleaner.clean(document, source="\udcff")


def test_a_line_is_told_by_itself(core):
    number = next(at for at, (name, *_) in enumerate(core.rules) if name.endswith("#stamp-above-the-title"))
    assert core.fits(number, "") is False
    assert core.is_part("ends", "Tin cùng chuyên mục")
    assert not core.is_part("ends", "Tin")
    assert core.label_of("© Báo Mẫu") == "footer"
    assert core.label_of("Một câu.") == ""
    with pytest.raises(IndexError):
        core.fits(10**6, "")
    with pytest.raises(ValueError, match="nothing"):
        core.is_part("nothing", "")


MENU = ["Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Tuyển sinh", "Liên hệ", "Thư viện"]
TITLE = "Thư viện tỉnh mở cửa thêm buổi tối cho học sinh ôn thi"
BODY = [
    "Thư viện tỉnh cho biết từ tuần sau các phòng đọc mở cửa đến chín giờ tối tất cả các ngày trong tuần.",
    "Học sinh chỉ cần mang theo thẻ của trường, không phải đóng thêm bất cứ khoản tiền nào trong dịp ôn thi này.",
    "Những năm trước, phòng đọc đóng cửa lúc năm giờ chiều nên nhiều em phải tìm chỗ học ở các quán cà phê.",
]


def title(core, lines, url=""):
    return clean(core, lines, url).title


def test_the_address_spells_the_title(core):
    url = "https://vi-du.vn/tin-tuc/thu-vien-tinh-mo-cua-them-buoi-toi-cho-hoc-sinh-on-thi-4402.html"
    other = "Hội chợ sách cũ thu hút nhiều bạn trẻ trong tỉnh"
    assert title(core, [*MENU, other, TITLE, "Chia sẻ", *BODY], url) == TITLE
    assert title(core, [f"Trang chủ » Tin tức » {TITLE}", *MENU, TITLE, *BODY], url) == TITLE


def test_a_heading_that_says_the_same_is_no_title(core):
    """Numbered, or below text and without a date; what a crawler knew of the page is no headline either."""
    url = "https://vi-du.vn/tin-tuc/6526-thu-vien-tinh-mo-cua-them-buoi-toi"
    own = "Nơi học sinh ôn thi vào mỗi cuối ngày"
    assert title(core, [*MENU, own, "I. Thư viện tỉnh mở cửa thêm buổi tối", *BODY], url) == ""
    assert title(core, [*MENU, own, BODY[0], "Thư viện tỉnh mở cửa các buổi tối", *BODY[1:]], url) == ""
    assert title(core, [*MENU, own, "thư viện tỉnh mở cửa thêm buổi tối", *BODY], url) == ""
    facts = ["Organization: Thư viện tỉnh và các trường", "Scope: tin của tỉnh", "Published: 2024-04-22"]
    assert title(core, [TITLE, *facts, "I. Vì sao mở thêm buổi tối", *BODY]) == TITLE
    assert title(core, [*MENU, TITLE, "thu-vien-tinh-mo-cua-them-buoi-toi", *BODY], url) == TITLE


def test_an_entry_of_the_contents_above_an_introduction_is_no_title(core):
    entry = "Phòng đọc nào mở thêm buổi tối"
    lines = [
        *MENU,
        "Mục lục",
        entry,
        "Ai được vào",
        "Mang theo gì",
        "Gửi xe ở đâu",
        "Buổi tối nay học ở đâu? Hãy đến thư viện của tỉnh.",
        entry,
        *BODY,
    ]
    assert title(core, lines) == ""
    assert title(core, [*MENU, TITLE, "Chia sẻ", *BODY, TITLE]) == TITLE


def test_a_heading_inside_an_article_is_no_title(core):
    lines = [*BODY, "Phòng đọc có thêm chỗ ngồi cho các em lớp dưới", *BODY]
    assert title(core, lines) == ""
    assert not len(clean(core, lines))


@pytest.mark.parametrize(
    "date",
    [
        "Cập nhật lúc: thứ hai, 13 11 2017 05:07", "Thứ năm, 13 09 2018", "18 Tháng Mười, 2017", "Tháng 8 5, 2025",
        "2017-06-28T04:18:49.000Z",
    ],
)  # fmt: skip
def test_dates_are_known_however_they_are_written(core, date):
    verdict = clean(core, [TITLE, date, *BODY])
    assert verdict.title == TITLE
    assert [row for row, *_ in verdict.taken] == [1]


def test_of_two_lines_that_could_be_the_title_both_stay(core):
    two = "Thư viện tỉnh mở cửa buổi tối để học sinh ôn thi"
    verdict = clean(core, [TITLE, two, "Thứ năm, 13/09/2018 08:00", *BODY])
    assert {0, 1} <= set(verdict.kept)


LAW = [
    "Sở quy định việc mượn sách ở thư viện của các trường trong",
    "tỉnh, áp dụng cho học sinh đang học",
    "và thầy cô đang dạy ở các trường đó, trừ sách quý và sách chỉ có một bản được",
    "giữ ở kho riêng theo danh mục mà thư viện tỉnh lập ra",
]
ITEMS = [
    "Người mượn sách có các quyền sau đây khi đến thư viện:",
    "a) được đọc và mượn tất cả các sách có trong kho mở;",
]


def test_no_row_that_the_address_spells_is_the_title_below_others(core):
    """A decree is named again above what is attached to it; lists of a law are no rows."""
    url = "https://vi-du.vn/van-ban/quyet-dinh-so-12-2025-qd-sgd-4402.html"
    attached = "(Kèm theo Quyết định số 12/2025/QĐ-SGD)"
    assert title(core, ["Trang chủ", *LAW * 6, attached, *LAW, *BODY], url) != attached
    assert title(core, [*ITEMS * 12, TITLE, "11:26 | 13/01/2025 GMT+7", *BODY]) == TITLE


def test_a_headline_that_stands_again_above_a_table_is_the_title():
    told = "Thư viện tỉnh thông báo số sách đã mượn của các trường như sau:"
    rows = ["TT | Trường | Sách", "---|---|---", *(f"| {n} | Trường số {n} | Sách | {n}00" for n in range(1, 60))]
    result = Cleaner().clean("\n".join([TITLE, "---", *MENU, TITLE, told, *rows, "Mạng xã hội"]))
    assert (result.title, result.flags) == (TITLE, ())
    assert result.text.startswith(f"{TITLE}\n{told}\n")


def test_no_headline_in_a_box_below_the_text_is_the_title(core):
    """A page without its headline names itself in a box of other articles; its subheadings are no menu."""
    url = "https://vi-du.vn/tin-tuc/thu-vien-tinh-mo-cua-them-buoi-toi-cho-hoc-sinh-on-thi-4402.html"
    subheadings = ["Giờ mở cửa mới", "Thẻ của trường", "Những năm trước"]
    text = [line for pair in zip(subheadings, BODY, strict=True) for line in pair]
    assert title(core, [*text, *subheadings, TITLE, "Hội chợ sách cũ thu hút nhiều bạn trẻ"], url) != TITLE
