"""Lists of texts with a name: where they are known, what they stand for, and who must use them."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, RuleError
from cleaner.authoring.lint import lint

BASE = "package: a/base\nlists: {boxes: [Tin khác, Tin mới], more: [$boxes, Đọc thêm]}\n"
USES = "rules:\n- {id: own, label: ad, drop: {line: $boxes}}\n"
TEXT = "Một câu.\nTin khác\nĐọc thêm\nTin nóng\nTin mới"


@pytest.fixture
def rules(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return tmp_path

    return write


def cleaned(folder, source="b.vn", text=TEXT):
    return Cleaner([str(folder)], builtin=False).clean(text, source=source).text.split("\n")


def problems(folder):
    found = lint([str(folder)], builtin=False).problems
    return [(one.code, one.file.rsplit("/", 1)[1], one.line) for one in found if one.code.startswith("C1")]


def rule(texts, word="line"):
    return f"rules:\n- {{id: a, label: ad, drop: {{{word}: {texts}}}}}\n"


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        ("$boxes", ["Một câu.", "Đọc thêm", "Tin nóng"]),
        ("[$boxes]", ["Một câu.", "Đọc thêm", "Tin nóng"]),
        ("[Tin nóng, $boxes]", ["Một câu.", "Đọc thêm"]),
        ("$more", ["Một câu.", "Tin nóng"]),
        ("[$more, Tin nóng]", ["Một câu."]),
    ],
)
def test_a_list_of_a_package_stands_for_its_texts(rules, texts, left):
    folder = rules(base=BASE, b=f"source: b.vn\nextends: [a/base]\n{rule(texts)}")
    assert cleaned(folder) == left


def test_the_order_in_which_files_are_read_does_not_count(rules):
    folder = rules(z=BASE, a=f"source: b.vn\nextends: [a/base]\n{rule('$more')}")
    assert cleaned(folder) == ["Một câu.", "Tin nóng"]


def test_lists_come_through_packages_and_an_own_one_comes_first(rules):
    middle = "package: a/middle\nextends: [a/base]\nlists: {boxes: [Tin nóng]}\n" + USES
    folder = rules(base=BASE, middle=middle, b=f"source: b.vn\nextends: [a/middle]\n{rule('[$boxes, $more]')}")
    assert cleaned(folder) == ["Một câu."]
    assert problems(folder) == []
    assert cleaned(rules(b=f"source: b.vn\nextends: [a/middle]\n{rule('$boxes')}")) == TEXT.replace(
        "Tin nóng\n", ""
    ).split("\n")


@pytest.mark.parametrize("head", ['"source": vov.vn\n', "{source: vov.vn, rules: [RULE]}", "source: vov.vn\n"])
def test_a_file_is_known_by_the_name_that_it_says_however_that_is_written(rules, head):
    own = "{id: a, label: ad, drop: {line: Tin nóng}}"
    text = head.replace("RULE", own) if "RULE" in head else f"{head}rules:\n- {own}\n"
    cleaner = Cleaner([str(rules(x=text))])
    assert cleaner.clean("Một câu.\nTin nóng", source="vov.vn").text == "Một câu."
    assert "x" not in cleaner.catalogue.entries


def test_of_two_packages_the_first_one_counts(rules):
    other = "package: a/other\nlists: {boxes: [Tin nóng]}\n" + USES
    text = "source: b.vn\nextends: [a/base, a/other]\n" + rule("$boxes").replace("id: a", "id: one")
    folder = rules(base=BASE, other=other, b=text)
    removals = Cleaner([str(folder)], builtin=False).clean(TEXT, source="b.vn").removals
    assert {one.rule: one.text for one in removals} == {"b.vn#one": "Tin mới", "a/other#own": "Tin nóng"}


def test_what_a_list_means_in_a_package_no_other_file_changes(rules):
    folder = rules(
        base=BASE + USES, b=f"source: b.vn\nextends: [a/base]\nlists: {{boxes: [Tin nóng]}}\n{rule('$boxes')}"
    )
    assert cleaned(folder) == ["Một câu.", "Đọc thêm"]


@pytest.mark.parametrize(
    ("word", "line"), [("starts", "Tin khác nhau"), ("has", "Có Tin mới đây"), ("ends", "Các Tin mới")]
)
def test_a_list_stands_wherever_a_matcher_takes_texts(rules, word, line):
    folder = rules(base=BASE, b=f"source: b.vn\nextends: [a/base]\n{rule('$more', word)}")
    assert cleaned(folder, text=f"Một câu.\n{line}") == ["Một câu."]


@pytest.mark.parametrize("text", ["$$boxes", "$5", "$ 12", "$Boxes", "$boxes nay", "a $boxes"])
def test_other_texts_with_a_dollar_sign_are_texts(rules, text):
    folder = rules(b=f"source: b.vn\n{rule([text])}")
    line = text.replace("$$", "$")
    assert cleaned(folder, text=f"Một câu.\n{line}\n{line} x") == ["Một câu.", f"{line} x"]


def test_a_list_is_used_by_its_package_or_by_a_file_that_extends_it(rules):
    assert problems(rules(base=BASE)) == [("C126", "base.yaml", 2)]  # $more; $boxes is used in it
    assert problems(rules(b=f"source: b.vn\nextends: [a/base]\n{rule('$more')}")) == []


def test_a_run_is_stopped_by_a_list_that_is_not_there(rules):
    folder = rules(base=BASE, b=f"source: b.vn\nextends: [a/base]\n{rule('$boxs')}")
    with pytest.raises(RuleError, match=r"b\.yaml:4:\d+: C125 unknown list \$boxs \(did you mean \$boxes\?\)"):
        Cleaner([str(folder)], builtin=False)


def test_of_a_package_that_cannot_be_read_no_list_is_missed(rules):
    text = f"source: b.vn\nextends: [a/base]\n{rule('$boxes')}"
    assert problems(rules(base="package: a/base\nlists: {boxes: []}\n", b=text)) == [("C117", "base.yaml", 2)]
    assert [one[0] for one in problems(rules(base=BASE + "extends: [a/base]\n" + USES, b=text))] == ["C126", "C114"]
