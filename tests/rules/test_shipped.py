"""The rule files that come with cleaner: right, tested, and quickly checked."""

import itertools
import re
import time
from collections import ChainMap, Counter
from pathlib import Path

import pytest
import yaml

from cleaner import clean
from cleaner.authoring.lint import report
from cleaner.authoring.verify import cases
from cleaner.authoring.workspace import Workspace
from cleaner.text import key
from tests.command import inside

WORKSPACE = Workspace()
#: What `vi/news` is made of, and tested with.
PARTS = {file.name for file in WORKSPACE.chain(WORKSPACE.find("vi/news")).files} - {"vi/news"}
NAMES = sorted(sheet.entry.name for sheet in WORKSPACE.sheets)
SHEETS = {sheet.entry.name: sheet for sheet in WORKSPACE.sheets}


def test_lint_finds_nothing_wrong():
    assert [str(problem) for problem in report(WORKSPACE).problems] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_tests_of_a_file_pass(name):
    sheet = SHEETS[name]
    assert sheet.sound is not None
    chain = WORKSPACE.chain(sheet.sound)
    assert chain.sound
    ran = list(cases(chain, Path(sheet.entry.path).parent, ""))
    failed = [f"{line.place}: {line.verdict}: {line.text} [{line.rule}]" for case in ran for line in case.failures]
    assert failed == []
    assert len(ran) >= 2 or name in PARTS, "at least what goes, and what stays"


def test_what_holds_for_all_vietnamese_news_can_be_held_in_the_head():
    files = [Path(sheet.entry.path).read_text("utf-8") for name, sheet in SHEETS.items() if name.startswith("vi/")]
    assert [line for text in files for line in text.splitlines() if len(line) > 100] == []
    assert sum(len(text.partition("\nrules:\n")[2].splitlines()) for text in files) <= 450


def test_every_rule_says_why():
    assert [rule.name for sheet in WORKSPACE.sheets for rule in sheet.sound.rules if not rule.why] == []


READ = {name: yaml.safe_load(Path(sheet.entry.path).read_text("utf-8")) for name, sheet in SHEETS.items()}
LITERALS = {"line", "heading", "row", "starts", "ends", "has", "like"}
#: Lists that share more than five texts and are two all the same.
ALIKE = {
    ("vi/news/below boxes", "vi/news/inside small-boxes"): "inside an article few of them head nothing but a box",
    (
        "vi/news/below most-read",
        "vi/page ends heading",
    ): "an article ends above these; of whole lines a rule takes more",
    ("vi/news/head breadcrumb line", "vi/news/head breadcrumb starts"): "both name lists, one of which holds the other",
    ("baoquocte.vn boxes-under-the-article line", "vi/news/below boxes"): "marks around a line of it are an article's",
}


def spread(text, lists):
    """Give the texts that one stands for."""
    if named := re.fullmatch(r"\$([a-z][a-z0-9-]*)", text):
        return [one for each in written(lists[named[1]]) for one in spread(each, lists)]
    for group in re.finditer(r"\{((?:[^{}]|\{[a-z]+\})*)\}", text):
        if "|" in group[1] or group[1].startswith("$"):
            ways = [way for choice in group[1].split("|") for way in spread(choice, lists)]
            return [one for way in ways for one in spread(text[: group.start()] + way + text[group.end() :], lists)]
    return [text]


def written(value):
    return value if isinstance(value, list) else [value]


def all_lists(name):
    """Give what each list of a file is called, and the keys of the texts that are written in it."""
    chain = WORKSPACE.chain(SHEETS[name].sound).files
    lists = ChainMap(*(READ[file.name].get("lists", {}) for file in chain))

    def walk(node, path):
        for step, inner in (
            node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        ):
            texts = [text for text in written(inner) if isinstance(text, str)]
            if texts and (step in LITERALS or path == ["lists"]):
                where = [step] if path == ["lists"] else [*path[1:2], step]
                own = (text for text in texts if not text.startswith("$"))
                yield " ".join([name, *where]), {key(one) for text in own for one in spread(text, lists)}
            else:
                yield from walk(inner, [*path, inner["id"] if isinstance(inner, dict) and "id" in inner else str(step)])

    for part in ("lists", "page", "rules", "where"):
        yield from walk(READ[name].get(part, {}), [part])


def test_no_list_is_written_twice():
    lists = [one for name in NAMES for one in all_lists(name) if len(one[1]) > 5]
    pairs = itertools.combinations(lists, 2)
    alike = {tuple(sorted((one, other))) for (one, texts), (other, others) in pairs if len(texts & others) > 5}
    assert alike == set(ALIKE)


def test_a_list_of_all_vietnamese_news_has_a_name_of_its_own():
    names = Counter(list_ for name in NAMES if name.startswith("vi/") for list_ in READ[name].get("lists", {}))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("source", "line", "kept"),
    [
        (
            "vnexpress.net",
            "Phố nên có thư viện. >> Chia sẻ bài viết của bạn cho trang Ý kiến tại đây . Minh An",
            "Phố nên có thư viện. Minh An",
        ),
        (
            "vnexpress.net",
            "Ai cũng góp sách. >> Bài viết không nhất thiết trùng với quan điểm VnExpress.net. Gửi bài tại đây . Tôi "
            "góp mười cuốn.",
            "Ai cũng góp sách. Tôi góp mười cuốn.",
        ),
        (
            "vnexpress.net",
            "Ai cũng góp sách. >> Quan điểm của bạn thế nào? Gửi bài tại đây. Bài viết không nhất thiết trùng với quan "
            "điểm VnExpress.net.",
            "Ai cũng góp sách.",
        ),
        (
            "vtv.vn",
            "Hội sách mở đến hết tuần.* Mời quý độc giả theo dõi các chương trình đã phát sóng của Đài Truyền hình "
            "Việt Nam trên TV Online! Vé vào cửa miễn phí.",
            "Hội sách mở đến hết tuần. Vé vào cửa miễn phí.",
        ),
        (
            "tuoitre.vn",
            "Video Mới nhất Tin nóng Trực tiếp Thú vị Xem thêm... 05/03/2024 08:10 GMT+7 Phòng đọc mở cửa sáng nay. "
            "Giờ đóng cửa đổi từ 06/03/2024 20:30 GMT+7 cho đến hết tháng.",
            "Phòng đọc mở cửa sáng nay. Giờ đóng cửa đổi từ 06/03/2024 20:30 GMT+7 cho đến hết tháng.",
        ),
    ],
)
def test_of_a_text_in_one_line_what_stands_behind_a_notice_or_a_menu_stays(source, line, kept):
    assert clean(line, source=source).text == kept


def test_every_file_tests_that_prose_stays():
    for sheet in WORKSPACE.sheets:
        marks = [line.mark for test in sheet.sound.tests for line in test.lines]
        whole = any(test.file for test in sheet.sound.tests)
        assert sheet.entry.name in PARTS or whole or {"+", "-"} <= set(marks), (
            f"{sheet.entry.shown} tests only one side"
        )


def test_checking_all_of_them_takes_seconds():
    """Half the limit on an idle machine; a busy one is given the rest."""
    begun = time.process_time()
    workspace = Workspace()
    report(workspace)
    for sheet in workspace.sheets:
        list(cases(workspace.chain(sheet.sound), Path(), ""))
    assert time.process_time() - begun < 8


@pytest.mark.checkout
def test_documents_of_built_in_tests_are_found_from_anywhere(tmp_path):
    done = inside(tmp_path, "rules", "test", "--filter", "../seeds/")
    assert done.returncode == 0, done.stdout
    assert b"5 tests in" in done.stderr
    assert b"passed over" not in done.stderr
