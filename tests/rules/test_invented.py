"""The generic rules on pages that nobody collected: invented articles of every kind in templates of invented papers.

`invented/articles` hold a title and an article each; lines behind `- ` that no list explains are a box inside it.
`invented/endings` are articles that close with what boxes below articles are made of: words that head them, lists of
names, dates, sections, hashtags and addresses.
`invented/layouts` are pages with `@title` and `@body` in them; lines behind `~ ` are facts, all others are junk.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from textwrap import wrap

import pytest

from cleaner import Cleaner

HERE = Path(__file__).parent / "invented"
ARTICLES = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (HERE / "articles").glob("*.txt")}
ENDINGS = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (HERE / "endings").glob("*.txt")}
LAYOUTS = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (HERE / "layouts").glob("*.txt")}
HEADLINES = (
    "Người giữ nghề khâu nón cuối cùng của làng ven sông",
    "Chợ nón phiên cuối năm đông khách miền xuôi",
    "Lá nón khan hiếm sau mùa mưa kéo dài",
)
#: Boxes in an article, each a heading and headlines, or a bar of buttons; what stands below them is one sentence of it.
BOXES_ABOVE_THE_LAST = (
    ("TIN LIÊN QUAN", HEADLINES[0]),
    ("Bài liên quan", *HEADLINES),
    ("Đọc thêm", HEADLINES[0], HEADLINES[1]),
    ("Có thể bạn quan tâm", HEADLINES[0], HEADLINES[1]),
    ("Đừng bỏ lỡ", HEADLINES[0], HEADLINES[1]),
    ("Tin liên quan", "* " + HEADLINES[0], "* " + HEADLINES[1]),
    ("Tin liên quan", HEADLINES[0], "11/03/2024"),
    ("Contact Us", "FAQ"),
    ("About Us", "Contact Us", "Sitemap"),
    ("Chia sẻ", "Facebook", "Copy link"),
    ("Theo dõi chúng tôi", "Chia sẻ bài viết"),
)
LAST = {
    50: "Nhóm mong vài em học nghề sẽ ở lại với nón của làng.",
    90: "Nhóm đang dạy nghề miễn phí cho mười em học sinh, mong vài em ở lại với nghề nón của làng.",
    130: "Trưởng nhóm cho biết nón bán qua mạng được giá hơn ở chợ, vì khách chọn kiểu và chờ được, không ai mặc cả "
    "nhiều như những năm trước.",
    200: "Trưởng nhóm cho biết nón bán qua mạng được giá hơn ở chợ, vì khách chọn kiểu và chờ được, không mặc cả "
    "nhiều. Nhóm đang dạy nghề miễn phí cho mười em học sinh, hy vọng vài em sẽ ở lại với nghề nón của làng.",
}
BOX = ("- TIN LIÊN QUAN", "- Người giữ nghề khâu nón cuối cùng của làng ven sông")
LEAST_REMOVED = 99.0  # percent of the characters of all junk
#: Not one of these has two paragraphs in a row, so teasers below them may pass for theirs.
LOOSE = {
    "brief", "chronicle", "decree", "dishes", "live", "lottery", "minutes", "notice", "opinions", "prices",
    "regulation", "scores", "weather",
}  # fmt: skip
LEAST_REMOVED_OF_LOOSE = 79.0


def page(layout: str, article: str) -> list[tuple[str, str]]:
    """The lines of a page, each with `+` for the article, `~` for facts, `-` for junk."""
    title, *body = ENDINGS[article] if article in ENDINGS else ARTICLES[article]
    made: list[tuple[str, str]] = []
    for line in LAYOUTS[layout]:
        if line == "@title":
            made.append(("+", title))
        elif line == "@body":
            made += [("-", text[2:]) if text in BOX else ("+", text) for text in body]
        elif line.startswith("~ "):
            made.append(("~", line[2:]))
        else:
            made.append(("-", line.replace("@title", title)))
    return made


@pytest.fixture(scope="module")
def cleaner():
    return Cleaner(source="vi/news")


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_no_line_of_any_article_goes(cleaner, layout):
    for article in sorted([*ARTICLES, *ENDINGS]):
        lines = page(layout, article)
        result = cleaner.clean("\n".join(text for _, text in lines))
        left = Counter(line.removeprefix("# ") for line in result.text.splitlines())  # the title as a heading is one
        lost = Counter(text for mark, text in lines if mark == "+") - left
        assert not lost, f"{article}: {list(lost)}"


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_one_sentence_below_a_box_stays(cleaner, layout):
    for box in BOXES_ABOVE_THE_LAST:
        for last in LAST.values():
            lines = page(layout, "closing")
            place = max(at for at, (_, text) in enumerate(lines) if text == ARTICLES["closing"][-1])
            text = "\n".join(
                [
                    *(line for _, line in lines[: place - len(BOX)]),
                    *box,
                    last,
                    *(line for _, line in lines[place + 1 :]),
                ]
            )
            assert last in cleaner.clean(text).text.splitlines(), f"{box[0]}: {last}"


def test_a_note_of_one_sentence_stays_above_cards_with_more_text(cleaner):
    note = "Đàn cò hàng nghìn con về bến cá mỗi chiều."
    teaser = "Chợ lưới họp lại từ đầu tháng, đông nhất là lúc năm giờ sáng khi ghe hàng cập bến cá."
    head = ["Trang chủ", "Thời sự", "Video: Đàn cò về bến cá", "12/03/2024 10:20"]
    lines = [*head, note, HEADLINES[0], teaser, HEADLINES[1], teaser, HEADLINES[2]]
    assert note in cleaner.clean("\n".join(lines)).text.splitlines()


def test_a_short_headline_above_the_date_stays_with_what_introduces_a_list(cleaner):
    lines = ["Trang chủ", "Thời sự", "Kinh tế", "Thông báo nghỉ lễ", "12/03/2024 10:20"]
    items = ["Nghỉ từ thứ bảy 27/4 đến hết thứ tư 1/5", "Làm bù vào thứ bảy 4/5", "Trân trọng."]
    article = ["Hợp tác xã thông báo lịch nghỉ lễ 30/4 và 1/5 như sau:", *items]
    teaser = "Chợ lưới họp lại từ đầu tháng, đông nhất là lúc năm giờ sáng khi ghe hàng cập bến cá."
    left = cleaner.clean("\n".join([*lines, *article, HEADLINES[0], teaser, HEADLINES[1], teaser])).text.splitlines()
    assert {"Thông báo nghỉ lễ", *article} <= set(left)


def test_teasers_in_a_box_go(cleaner):
    article = "\n".join(ARTICLES["box"][:4])
    teaser = "Bà cụ tám mươi tuổi vẫn ngày ngày ngồi khâu nón bên hiên nhà, giữ lại cách khâu mà cả vùng không ai nhớ"
    cards = [
        (HEADLINES[0], HEADLINES[0], f"{teaser}."),
        (HEADLINES[0], f"{teaser} ..."),
        (HEADLINES[0], f"{teaser}.", HEADLINES[1], f"{teaser} nữa.", *HEADLINES, *HEADLINES),
    ]
    for card in cards:
        text = "\n".join([article, "Tin liên quan", *card, "Tin mới", *HEADLINES, *HEADLINES])
        assert teaser not in cleaner.clean(text).text, card


@pytest.mark.parametrize(
    ("articles", "least"),
    [(sorted(ARTICLES.keys() - LOOSE), LEAST_REMOVED), (sorted(LOOSE), LEAST_REMOVED_OF_LOOSE)],
    ids=["paragraphs", "loose"],
)
def test_nearly_all_junk_goes(cleaner, articles, least):
    total = gone = 0
    for layout in LAYOUTS:
        for article in articles:
            lines = page(layout, article)
            left = Counter(cleaner.clean("\n".join(text for _, text in lines)).text.splitlines())
            junk = Counter(text for mark, text in lines if mark == "-")
            total += sum(len(text) * count for text, count in junk.items())
            gone += sum(len(text) * count for text, count in (junk - left).items())
    assert 100 * gone / total >= least


@pytest.mark.parametrize("width", [60, 72, 78])
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_pages_that_are_broken_at_a_width_lose_nothing_of_the_article(layout, width):
    """As text browsers and converters to Markdown give them: a blank row between two lines."""
    cleaner, junk, removed = Cleaner(source="vi/news"), 0, 0
    for article in ARTICLES:
        lines = [(kind, wrap(line, width, break_long_words=False)) for kind, line in page(layout, article)]
        result = cleaner.clean("\n\n".join("\n".join(rows) for _, rows in lines))
        gone, number = {removal.line for removal in result.removals}, 1
        for kind, rows in lines:
            taken = gone.intersection(range(number, number + len(rows)))
            assert kind != "+" or not taken, f"{article}: {rows}"
            junk += len(rows) * (kind == "-")
            removed += len(taken) * (kind == "-")
            number += len(rows) + 1
        assert cleaner.clean(result.text).text == result.text
    assert removed >= 0.4 * junk
