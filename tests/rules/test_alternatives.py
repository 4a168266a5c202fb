"""Texts that stand for several, and headings that are known whatever marks stand around them."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, RuleError
from cleaner.authoring.lint import lint

MARKS = ["## {}", "**{}**", "» {}:", "[ {} ]", "{} -", "{}...", "{} (12)", "### **{}:** (3)", "{}", "| {} |"]


@pytest.fixture
def rules(tmp_path):
    def write(word, texts, lists=""):
        path = tmp_path / "b.vn.yaml"
        path.write_text(f"source: b.vn\n{lists}rules:\n- {{id: a, label: ad, drop: {{{word}: {texts}}}}}\n", "utf-8")
        return path

    return write


def kept(path, lines, title=""):
    cleaner = Cleaner([str(path)], builtin=False)
    text = cleaner.clean("\n".join(["Một câu của bài.", *lines]), source="b.vn", title=title).text
    return text.split("\n")[1:]


def codes(path):
    return [one.code for one in lint([str(path)], builtin=False).problems if one.code.startswith("C1")]


@pytest.mark.parametrize(
    ("text", "goes", "stays"),
    [
        ("{tin|bài} liên quan", ["Tin liên quan", "BÀI LIÊN QUAN"], ["liên quan", "Tin bài liên quan", "Tin"]),
        ("tin{| tức| bài} mới", ["Tin mới", "Tin tức mới", "Tin bài mới"], ["Tin ảnh mới", "Tintức mới"]),
        ("{các |}{tin{| bài}|ảnh} khác", ["Các tin bài khác", "tin khác", "Ảnh khác"], ["Các khác", "Ảnh bài khác"]),
        ("{{a|b} c|d}", ["a c", "b c", "d"], ["a", "d c"]),
        ("{$kinds|clip} mới", ["Ảnh mới", "Phim hay mới", "clip mới"], ["$kinds mới", "Phim mới"]),
        ("{$kinds}", ["Ảnh", "Phim hay"], ["Phim"]),
        ("a {| b", ["a {| b"], ["a", "a b"]),
        ("a {n} | b", ["a {n} | b"], ["a 1 | b"]),
        ("&#123;a|b}", ["{a|b}", "{A|B}"], ["a", "b"]),
    ],
)
def test_a_text_stands_for_several(rules, text, goes, stays):
    lists = "lists: {kinds: [ảnh, phim hay]}\n" if "$" in text else ""
    path = rules("line", f'["{text}"]', lists)
    assert kept(path, [*goes, *stays]) == stays
    assert codes(path) == []


@pytest.mark.parametrize(
    ("word", "texts", "goes", "stays"),
    [
        ("starts", '"{Xem|Đọc} thêm "', ["Xem thêm tin", "Đọc thêm tin"], ["Xem thêmtin"]),
        ("ends", '" trên {báo|mạng}"', ["Bài trên báo", "Bài trên mạng"], ["trên báo"]),
        ("has", '"{gp|giấy phép} số"', ["Theo GP số 1", "Có giấy phép số 2"], ["Có gp, số 3"]),
        ("like", '"{Theo|Nguồn}{|:} {words}"', ["Theo Báo Mẫu", "Nguồn: Báo Mẫu"], ["Theo:", "Từ Báo Mẫu"]),
        ("like", '"{trang {n}|{title} - {n}}"', ["Trang 3", "Cầu mới mở cửa - 2"], ["Trang", "Cầu mới mở cửa"]),
    ],
)
def test_alternatives_stand_behind_every_word_but_patterns(rules, word, texts, goes, stays):
    assert kept(rules(word, texts), [*goes, *stays], title="Cầu mới mở cửa") == stays


def test_braces_of_patterns_are_those_of_patterns(rules):
    assert kept(rules("regex", r"'^\p{Lu}(?:a{2}|b{1,2})$'"), ["Xaa", "Xbb", "Xa"]) == ["Xa"]


def test_alternatives_in_lists_stand_for_several_texts(rules):
    lists = 'lists: {things: ["{tin|bài}{| viết}"], boxes: ["{$things} mới", $things]}\n'
    assert kept(rules("line", "$boxes", lists), ["Bài viết mới", "Tin", "Tin hay"]) == ["Tin hay"]


def test_lists_in_texts_are_checked_as_others_are(rules):
    with pytest.raises(RuleError, match=r"b\.vn\.yaml:2:\d+: C125 unknown list \$thigs \(did you mean \$things\?\)"):
        Cleaner([str(rules("line", "$boxes", 'lists: {things: [a], boxes: ["{$thigs} b", $things]}\n'))])
    assert codes(rules("line", "$a", 'lists: {a: ["x {$b}"], b: ["{$a|y} z"]}\n')) == ["C127"]
    assert codes(rules("line", "x", 'lists: {a: ["x {$b}"], b: [y]}\n')) == ["C126"]  # $b is used, $a is not


def test_too_many_ways_are_refused_and_soon(rules):
    ways = "{a|b|c|d|e|f|g|h|i|j}" * 12
    assert codes(rules("line", f'["{ways}"]')) == ["C120"]
    assert codes(rules("line", f'["{"{a|b}" * 100_000}"]')) == ["C120"]
    assert codes(rules("line", f'["{"{" * 450_000}|{"}" * 450_000}"]')) == ["C120"]
    assert codes(rules("line", f'["{"{" * 900_000}|"]')) == []  # no brace is closed
    assert codes(rules("line", f'["{"{" * 3_900}|"]')) == []


@pytest.mark.parametrize("shape", MARKS)
def test_marks_around_a_heading_do_not_count(rules, shape):
    path = rules("heading", '["Tin mới", "Ý kiến (bạn đọc):"]')
    assert kept(path, [shape.format("TIN MỚI"), shape.format("ý kiến (bạn đọc)")]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Tin mới nhất",
        "1. Tin mới",
        "- Tin mới",
        "* Tin mới",
        "Tin mới?",
        "Tin mới (a)",
        "“Tin mới”",
        "Tin: mới",
        "(12)",
    ],
)
def test_a_heading_is_the_whole_line(rules, line):
    assert kept(rules("heading", "Tin mới"), [line]) == [line]


def test_a_heading_of_marks_alone_is_a_mistake(rules):
    with pytest.raises(RuleError, match=r"b\.vn\.yaml:3:\d+: C118 the heading '\*\*:' has nothing but marks"):
        Cleaner([str(rules("heading", '["Tin mới", "**:"]'))])


NAMES = '["Trang chủ", "Liên {hệ|kết}", "Góp ý", "Hòa Bình"]'


@pytest.mark.parametrize(
    "line",
    [
        "Trang chủ | Liên hệ",
        "TRANG CHỦ » GÓP Ý",
        "| Trang chủ | Liên kết |",
        "Trang chủ - Hoà Bình",
        "Trang chủ Liên hệ Góp ý",
        "Trang chủ 3 Liên hệ 12 Góp ý",
        "Góp ý&nbsp;&gt; Liên hệ",
        "&gt; Trang chủ &gt; Góp ý",
    ],
)
def test_a_row_has_names_and_signs_or_many_names(rules, line):
    assert kept(rules("row", NAMES), [line]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Trang chủ",
        "Trang chủ |",
        "Trang chủ Liên hệ",
        "Trang chủ | Xem",
        "Trang chủ | Liên hệ ngay",
        "12 | 13",
        "Góp ý, Liên hệ: 0912 345 678",
    ],
)
def test_a_row_has_nothing_else(rules, line):
    assert kept(rules("row", NAMES), [line]) == [line]
