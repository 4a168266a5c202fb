"""The `page:` section: what the parts of a page look like is said by packages, for any language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from cleaner import Cleaner, RuleError
from cleaner._core import is_syllable

PACKAGE = Path(__file__).parents[2] / "cleaner"
#: Where the help of an option shows what it does.
SHOWN = "cleaner/text/document.py"
WORD = re.compile(r"[^\W\d_]+")
MARKED = re.compile(r"[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
OTHER = """
package: xx/page
page:
  ends: {line: [Ende]}
  no_headline: {starts: [Knopf]}
  before_date: [am]
  date: ['\\d{1,2}\\. mai \\d{4}']
  time: ['\\d{1,2} uhr']
  beside_stamp: [von]
  joints: [und]
"""
RULES = """
rules:
  - {id: date, label: published, meta: {like: ["{date}"]}}
  - {id: time, label: published, meta: {like: ["um {time}"]}}
  - {id: names, label: byline, meta: {is: names, words: 3}}
"""


@pytest.fixture
def cleaner(tmp_path):
    def made(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return Cleaner([tmp_path], builtin=False, source="a.vn")

    return made


def test_dates_and_names_are_those_of_the_language(cleaner):
    text = "Ein Satz.\nAm 3. Mai 2024\nam 13/01/2025\num 8 Uhr\nAnna und Bert"
    plain = f"source: a.vn\n{RULES}"
    assert cleaner(a=plain).clean(text).text == "Ein Satz.\nAm 3. Mai 2024\nam 13/01/2025\num 8 Uhr\nAnna und Bert"
    told = cleaner(a=f"source: a.vn\nextends: [xx/page]\n{RULES}", page=OTHER).clean(text)
    assert told.text == "Ein Satz."
    assert told.meta["byline"] == "Anna und Bert"


def test_of_each_key_the_first_file_counts(cleaner):
    own = f"source: a.vn\nextends: [xx/page]\npage: {{joints: [mit]}}\n{RULES}"
    result = cleaner(a=own, page=OTHER).clean("Ein Satz.\nAm 3. Mai 2024\nAnna mit Bert\nAnna und Bert")
    assert result.text == "Ein Satz.\nAnna und Bert"


def test_a_part_takes_lists_and_several_matchers(cleaner):
    page = "package: xx/page\nlists: {gone: [Weg hier]}\npage: {error: [{line: $gone}, {has: [fort], words: ..2}]}\n"
    made = cleaner(a=f"source: a.vn\nextends: [xx/page]\n{RULES}", page=page)
    assert made.clean("Weg hier").flags == ("not-an-article",)
    assert made.clean("Ganz fort").flags == ("not-an-article",)
    assert made.clean("Ganz weit fort").flags == ()


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("{ends: {follows: {line: [x]}}}", "C118 a part of a page is known by the line alone"),
        ("{ends: {same_as: previous}}", "C118 a part of a page is known by the line alone"),
        ("{ends: {like: ['{title} x']}}", "C118 a part of a page is known by the line alone"),
        ("{end: {line: [x]}}", "C102 unknown key 'end' (did you mean 'ends'?)"),
        ("{ends: []}", "C117 'ends' is an empty list"),
        ("{date: ['(']}", "C110 the pattern '(' cannot be used"),
    ],
)
def test_a_mistake_is_told_with_its_place(cleaner, page, problem):
    with pytest.raises(RuleError, match=r"a\.yaml:2:\d+: " + re.escape(problem)):
        cleaner(a=f"source: a.vn\npage: {page}\n")


@pytest.mark.checkout
def test_no_word_of_vietnamese_stands_in_code():
    """Letters with marks in literals belong to the tables of `text`, words to data."""
    literals = [*_python_literals(), *_rust_literals()]
    assert len(literals) > 4_000
    marked = [(path, text) for path, text in literals if MARKED.search(text)]
    assert {path for path, _ in marked if "/text/" not in path} == set()
    words = {(path, word) for path, text in marked for word in WORD.findall(text) if _is_word(word)}
    assert {word for path, word in words if path != SHOWN} == set()


def _is_word(text):
    return len(text) > 2 and MARKED.search(text) and is_syllable(text)


def _python_literals():
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.body[0].value) for node in ast.walk(tree) if _is_described(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield path.relative_to(PACKAGE.parent).as_posix(), node.value


def _rust_literals():
    """The literals of the core, those of its tests left out; comments hold examples."""
    core = PACKAGE.parent / "native" / "src"
    for path in core.rglob("*.rs"):
        code = path.read_text("utf-8").split("#[cfg(test)]")[0]
        code = re.sub(r"^\s*//.*$", "", code, flags=re.MULTILINE)
        for text in re.findall(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)'", code, re.DOTALL):
            yield path.relative_to(PACKAGE.parent).as_posix(), text[1:-1]


def _is_described(node):
    described = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body
    return bool(described) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)


GENERIC = Cleaner(source="vi/news")
PROSE = "Sáng nay, người dân trong xã đã tập trung rất đông ở đầu cầu để dự lễ khánh thành, nhiều người đi bộ từ sớm."
MORE = "Theo lãnh đạo địa phương, công trình có tổng chiều dài hơn một trăm mét, được xây bằng vốn của tỉnh và dân góp."
HEADLINE = "Xã Bến Cũ mở hội đua thuyền sau mười năm"
MENU = ["Trang chủ", "Giới thiệu", "Phòng ban", "Tin tức", "Liên hệ"]


def cleaned(*lines: str) -> list[str]:
    return GENERIC.clean("\n".join(lines)).text.splitlines()


@pytest.mark.parametrize(
    "article",
    [
        [HEADLINE, PROSE, MORE],
        ["Chiều quê", "Quê tôi có dòng sông nhỏ chảy", "Có hàng tre xanh mát ven đê", "Có mẹ ngồi đan chiều gió lộng."],
        ["Bản tin sáng", "Du lịch", "Khách tới Bến Cũ tăng nhanh trong tháng", PROSE, "Y tế", MORE],
        ["Bảy ngành mới", "Y tế", "Du lịch", "Kinh tế", "Xây dựng", "Luật", "Điện", "Thú y", "Hồ sơ nộp tại trường."],
        ["Sông Mây", "Nắng, 31 độ", "Núi Lam", "Mưa nhẹ, 25 độ."],
    ],
    ids=["news", "a song", "a digest", "a list", "a forecast"],
)
def test_a_menu_goes_where_no_headline_is_known(article):
    assert cleaned(*MENU, *article) == article


def test_lines_below_the_last_word_of_a_menu_may_be_a_headline():
    assert cleaned(*MENU, "Chợ nổi", HEADLINE, PROSE, MORE) == ["Chợ nổi", HEADLINE, PROSE, MORE]
    assert cleaned("Giới thiệu", "Liên hệ", PROSE, MORE) == ["Giới thiệu", "Liên hệ", PROSE, MORE]  # no three words


def test_a_house_above_the_text_is_not_the_headline():
    house = "Trường Trung cấp Nghề Bến Cũ"
    kept = cleaned(HEADLINE, "https://a.example/1.html", house, PROSE, MORE, "Tin liên quan", f"{house} mở lớp sửa máy")
    assert kept[0] == HEADLINE
    assert kept[-3:] == [house, PROSE, MORE]


def test_what_stands_in_a_box_above_the_text_is_not_the_headline():
    box = ["TIN LIÊN QUAN", "Bốn làng ven sông cùng đóng thuyền cho hội lớn của huyện"]
    kept = cleaned(*MENU, "0123 456 789 (Bến Cũ) | 0987 654 321 (Mẫu)", HEADLINE, "13/01/2025 11:26", *box, PROSE, MORE)
    assert kept[0] == HEADLINE
    assert kept[-2:] == [PROSE, MORE]


def test_a_heading_of_markdown_may_be_underlined():
    line = "=" * len(HEADLINE)
    lines = ["Tìm kiếm", "Đầu trang", "Cuối trang", "Thư ngỏ", HEADLINE, line, "Kính gửi bà con:", "- Xã bên"]
    assert cleaned(*lines, PROSE, MORE) == [*lines[4:], PROSE, MORE]
    assert cleaned(*lines[:5], *lines[6:], PROSE, MORE)[:5] == lines[:5], "else no headline is known"
    parted = [*lines[:5], "=" * 60, *lines[6:], PROSE, MORE]
    assert cleaned(*parted) == parted
    part = ["Chuyện của người giữ bến sông ngày cũ", "=" * 37]
    assert len(part[0]) == len(part[1])
    assert cleaned(*MENU, HEADLINE, PROSE, *part, MORE, PROSE) == [HEADLINE, PROSE, *part, MORE, PROSE]


def test_a_cell_of_a_table_that_stands_twice_is_no_headline():
    row = "Quyết định số {} của xã về việc thu phí của các hộ buôn bán ở khu chợ mới"
    table = [row.format(number) for number in range(30)]
    cell = "Đạt các điều kiện của xã và của chợ"
    assert cleaned(*table, cell, "Ghi chú", cell, PROSE, MORE) == [*table, cell, "Ghi chú", cell, PROSE, MORE]


NOTICE = ["Tin buồn", PROSE, "Lễ viếng từ 7 giờ sáng mai", "Sinh năm 1948", "Địa điểm: tại nhà riêng"]
CARDS = [line for day in ("14", "15", "16") for line in (f"{HEADLINE} {day}", f"{day}/06/2024 08:12", MORE)]


@pytest.mark.parametrize(
    "page",
    [
        [*MENU, *NOTICE, *CARDS],
        [*NOTICE, "Tin mới", *CARDS[:3], PROSE],
        [*NOTICE, *CARDS[:1] * 2, *CARDS[2:4], *CARDS[3:4], MORE],
        [*MENU, *NOTICE[:1], "Ai về bến cũ chiều nay cho ta", "Ai đi qua bến sông xưa cho ta", PROSE, MORE, *CARDS],
        [*MENU, "Tin vắn", "Xã Bến Cũ làm xong con đường dài hai cây số.", "Chợ đêm mở lại từ tối mai.", *CARDS],
    ],
    ids=["dated cards", "a dated headline in a box", "cards that say it twice", "a song", "short news above"],
)
def test_a_card_below_text_is_not_the_headline(page):
    first = page.index("Tin vắn" if "Tin vắn" in page else NOTICE[0])
    last = next(at for at, line in enumerate(page) if line.startswith((HEADLINE, "Tin mới")))
    assert set(page[first:last]) <= set(cleaned(*page))


def test_a_byline_is_not_the_headline():
    left = cleaned(*MENU, "Chiều quê", "Bài và ảnh: Lan Mẫu", "Thứ Hai, 17/6/2024", PROSE, "Rồi đêm xuống")
    assert "Chiều quê" in left
