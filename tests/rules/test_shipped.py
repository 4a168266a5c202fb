"""The rule files that come with cleaner: right, tested, and quickly checked."""

import time
from pathlib import Path

import pytest

from cleaner import clean
from cleaner.authoring.lint import report
from cleaner.authoring.verify import cases
from cleaner.authoring.workspace import Workspace
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


def test_documents_of_built_in_tests_are_found_from_anywhere(tmp_path):
    done = inside(tmp_path, "rules", "test", "--filter", "../seeds/")
    assert done.returncode == 0, done.stdout
    assert b"5 tests in" in done.stderr
    assert b"passed over" not in done.stderr
