"""What an article closes with stays: lists, verses, end marks, hours of a notice; only what a page copies goes."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.authoring.files import read_sheet
from cleaner.rules.catalogue import Catalogue

FIRST = "Nhiều năm nay, người dân làng chài cuối vịnh vẫn giữ nghề đan lưới bằng tay, dù thu nhập chẳng đáng là bao."
SECOND = "Cụ bà cao tuổi nhất làng kể rằng ngày trước nhà nào cũng có khung cửi, tiếng thoi vang từ sáng đến khuya."
LAST = "Ban tổ chức cho biết phiên chợ sau sẽ họp vào đầu tháng tới, ngay trên bến cũ, nếu trời không mưa lớn quá."
BELOW = read_sheet(Catalogue().core.sheet("vi/news/below")).rules
BOXES = ("maybe-boxes", "multimedia", "sharing-under-the-article", "foot-links")
HEADINGS = {
    "Tin liên quan", "Các bài viết liên quan", "Bài viết cùng chuyên mục", "Tin cùng danh mục", "Văn bản cùng lĩnh vực",
    "Những tin mới hơn", "Tin cũ hơn", "Các tin đã đưa", "Tin mới nhất", "Thông báo mới", "Các tin khác",
    "Bài viết khác", "Bài viết trước", "Có thể bạn quan tâm", "Theo dòng sự kiện", "Cùng chuyên mục", "Related posts",
    "Tin đọc nhiều", "Xem nhiều nhất", "Đọc nhiều trong tuần", "Tin mới Đọc nhiều",
}  # fmt: skip
WORDS = sorted(
    {text for rule in BELOW if rule.id in BOXES for text in rule.literals.get("line", ())}
    | HEADINGS
    | {f"{text.strip()} Nguyễn Mẫu" for rule in BELOW if rule.id == "imprint-beyond-doubt"
       for text in rule.literals.get("starts", ()) if text != "Giấy phép"}
    | {f"{text} Nguyễn Mẫu" for text in ("Copyright ©", "Bản quyền thuộc Báo", "Phó tổng biên tập:", "Designed by",
       "Chịu trách nhiệm nội dung:", "Cơ quan ngôn luận của")}
)  # fmt: skip


@pytest.fixture(scope="module")
def news():
    return Cleaner(source="vi/news")


def kept(cleaner, *lines):
    return cleaner.clean("\n".join(lines)).text.split("\n")


@pytest.mark.parametrize("opener", ["Trang mới có các mục:", "Ông nói rằng báo của làng nên viết về những việc sau:"])
@pytest.mark.parametrize("above", [[], ["Hội chợ"], ["Một điều mới mà ai cũng biết", "Hội chợ"]], ids=len)
def test_any_word_of_a_page_may_be_the_last_item_of_a_list(news, opener, above):
    lost = [word for word in WORDS if kept(news, *(page := [FIRST, SECOND, opener, *above, word])) != page]
    assert lost == []


@pytest.mark.parametrize(
    "word",
    ["Quảng cáo", "Loading...", "Nghe đọc bài", "Chia sẻ bài viết", "Đã có lỗi xảy ra. Vui lòng thử lại sau.",
     "The code has been copied to your clipboard.", "Theo dõi báo trên", "Trang chủ | Liên hệ"],
)  # fmt: skip
@pytest.mark.parametrize("below", [[], [LAST], [SECOND, LAST]], ids=len)
def test_what_a_sign_says_stays_though_pages_have_such_words_anywhere(news, word, below):
    page = [FIRST, SECOND, "Trên tấm biển ở bến có ghi dòng chữ:", word, *below]
    assert kept(news, *page) == page


def test_the_list_may_go_on_below_such_a_word_and_text_below_the_list(news):
    lost = []
    for word in WORDS:
        for below in (["Hội chợ"], ["Hội chợ", LAST], ["Hội chợ", "Họ đã chọn xong."]):
            page = [FIRST, SECOND, "Trang mới có các mục:", "Hội làng", word, *below]
            lost += [word] if kept(news, *page) != page else []
    assert lost == []


@pytest.mark.parametrize("source", ["vi/news", "cafef.vn", "thoidai.com.vn", "vietnamnet.vn"])
@pytest.mark.parametrize("word", ["Ảnh: Lan Mẫu", "Theo Báo Mẫu", "Nguyễn Mẫu", "Bình luận"])
def test_no_author_or_agency_stands_amid_a_list(source, word):
    page = [FIRST, SECOND, "Trang mới có các mục:", "Hội làng", word, "Quảng cáo", "Văn nghệ"]
    assert Cleaner(source=source).clean("\n".join(page)).text.split("\n") == page


@pytest.mark.parametrize(
    "tail",
    [
        ["Tin cùng chuyên mục", "Một bài khác nữa về làng chài và người đan lưới"],
        ["Đọc nhiều", "Chợ nổi họp lại sau nhiều năm vắng bóng ghe", "Bến cũ có thêm một chuyến đò mỗi sáng sớm"],
        ["Tin liên quan", *(f"Bài thứ {n} của trang này nói về một chuyện khác" for n in range(20))],
        ["Chia sẻ", *(f"Mục {n}" for n in range(30)), "Tin cùng chuyên mục", "Một bài khác"],
    ],
    ids=["a box", "two headlines", "a long box", "much of a page"],
)
def test_a_box_below_a_list_goes(news, tail):
    page = [FIRST, SECOND, "Trang mới có các mục:", "Hội làng", "Hội chợ", "Văn nghệ"]
    left = kept(news, *page, *tail)
    assert left[: len(page)] == page
    assert tail[-1] not in left


@pytest.mark.parametrize("heading", ["Tin liên quan:", "Theo dõi chúng tôi trên:", ">> Xem thêm:", "Từ khóa:"])
def test_headings_of_the_page_open_no_list_of_the_article(news, heading):
    assert "Đọc nhiều" not in kept(news, FIRST, SECOND, heading, "Chợ nổi họp lại sau nhiều năm", "Đọc nhiều")


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, SECOND, "Lưới ơi ta lại về bên bến", "Lưới ơi ta lại về bên bến", "Chờ con nước lớn", LAST],
        [FIRST, SECOND, "Cụ hát:", "Đò ơi đò qua bến cũ vắng", "Đò ơi đò qua bến cũ vắng", "Ai chờ ai"],
        [FIRST, SECOND, "Đi xa ai cũng nhớ về bến sông xưa", "Đi xa ai cũng nhớ về bến sông xưa", "Rưng rưng"],
        [FIRST, SECOND, "Ai về bến cũ, cho tôi về với.", "Ai về bến cũ, cho tôi về với.", "Đò ngang vẫn đợi.", LAST],
        [FIRST, SECOND, "Làng ta! Làng ta! Làng ta!", "Làng ta! Làng ta! Làng ta!", LAST],
        [FIRST, SECOND, "- Bà có mua không?", "- Không.", "- Ông có mua không?", "- Không."],
        [FIRST, SECOND, "HẾT"],
        [FIRST, SECOND, "Đọc thêm", "Lê Mẫu (2020), Lưới và người, Nhà xuất bản Mẫu, Hà Nội, 210 trang",
         "Trần Mẫu (2021), Sông và chợ, Nhà xuất bản Mẫu, Huế, 180 trang"],
        [FIRST, "Từ ngày 4/11/2025 đến 15h00 ngày 26/11/2025.", SECOND],
        [FIRST, "Hạn nộp hồ sơ: trước 15h00 ngày 26/11/2025", SECOND],
        [FIRST, "Mở cửa từ 8h30 đến hết ngày 26/11/2025", SECOND],
    ],
    ids=["refrain", "song", "long verse", "verse with a stop", "shout", "answers", "end mark", "books",
          "from and to", "deadline", "open until"],
)  # fmt: skip
def test_what_only_looks_like_a_page_stays(news, lines):
    assert kept(news, *lines) == lines


def test_a_title_that_is_sung_again_stays_and_a_copy_between_paragraphs_goes(news):
    song = [FIRST, "Chợ quê ơi, ta về", "Gió đồng thơm mùi rơm", "Chợ quê ơi, ta về", SECOND]
    assert news.clean("\n".join(song), title="Chợ quê ơi, ta về").text.split("\n") == song
    for page in ([FIRST, SECOND, *song[1:4]], [FIRST, *song[1:4], "Trăng lên đầu ngõ", *song[1:4], SECOND]):
        assert news.clean("\n".join(page), title="Chợ quê ơi, ta về").text.split("\n") == page
    picture = ["Chợ quê ơi, ta về", FIRST, SECOND, "Chợ quê ơi, ta về", LAST, FIRST]
    left = news.clean("\n".join(picture), title="Chợ quê ơi, ta về").text.split("\n")
    assert left == [*picture[:3], LAST, FIRST]


CARDS = ["Chợ lưới ven vịnh họp lại sau mười năm vắng bóng", "Lớp dạy đan lưới của cụ Tư mở ngày rằm đầu tiên"]


def test_a_sentence_below_a_box_under_a_list_stays(news):
    article = [FIRST, SECOND, "Minh Mẫu - hát chính", "Lan Mẫu - trống"]
    closing = "Khán giả đứng kín cả bến."
    for box in (["Tin liên quan", CARDS[0]], ["Đọc thêm", *CARDS]):
        left = kept(news, *article, *box, closing, "Tin cùng chuyên mục", *CARDS)
        assert [*left[:4], left[-1]] == [*article, closing]


def test_an_address_above_headlines_and_an_imprint_is_the_articles(news):
    article = [FIRST, SECOND, "Giờ mở cửa: sáng và chiều", "Địa chỉ: sau đình làng"]
    assert kept(news, *article, *CARDS, "Cơ quan ngôn luận của xã")[:4] == article
    foot = ["Báo Bến Cũ", "Địa chỉ: sau đình làng", "Điện thoại: 0123 456 789", "Cơ quan ngôn luận của xã"]
    assert kept(news, *article[:2], *foot) == article[:2]


@pytest.mark.parametrize("source", ["vi/news", "vov.vn", "qdnd.vn", "cms/epi", "cms/vnexpress"])
def test_a_verse_of_eight_words_is_sung_twice(source):
    verse = "Ai về qua bến sông xưa cho ta"
    song = [FIRST, "Gió ơi", verse, verse, "Gió ơi", SECOND, LAST]
    assert kept(Cleaner(source=source), *song) == song


@pytest.mark.parametrize("caption", ["Cụ bà bên khung cửi đã theo mình nửa thế kỷ", "Bến cũ buổi sớm. Ảnh: Lan Mẫu"])
def test_a_picture_text_that_stands_twice_between_paragraphs_goes_once(news, caption):
    assert kept(news, FIRST, SECOND, caption, caption, LAST, FIRST) == [FIRST, SECOND, caption, LAST, FIRST]


@pytest.mark.parametrize("initials", ["P.V", "L.C.", "TTXVN", "PV"])
def test_initials_below_the_text_are_a_byline(news, initials):
    assert news.clean("\n".join([FIRST, SECOND, initials])).meta["byline"] == initials
