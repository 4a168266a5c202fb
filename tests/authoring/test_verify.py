"""A file's own tests: each verdict, with the owner and the line in the YAML file."""

from pathlib import Path

import pytest

from cleaner.authoring.verify import cases
from cleaner.authoring.workspace import Workspace
from tests.command import inside

pytestmark = pytest.mark.usefixtures("few", "beside")


@pytest.fixture
def beside(folder, monkeypatch):
    """Goes where the folder of rules is: a test may name files from there."""
    folder.path.parent.mkdir(exist_ok=True)
    monkeypatch.chdir(folder.path.parent)


RULES = """rules:
  - id: ad
    label: ad
    drop: {line: [Quảng cáo]}
  - id: stamp
    label: published
    meta: {like: ["{time} | {date}"]}
  - id: agency
    trim: {starts: ["(TM) - "]}
"""


def run(folder, tests, rules=RULES):
    folder.write("example.vn.yaml", rules + tests)
    workspace = Workspace([str(folder)])
    (sheet,) = workspace.sheets
    assert sheet.problems == ()
    return list(cases(workspace.chain(sheet.sound), Path(sheet.entry.path).parent, ""))


def lines(*marked):
    return "tests:\n  - name: t\n    lines: |\n" + "".join(f"      {line}\n" for line in marked)


def test_all_as_promised(folder):
    (case,) = run(folder, lines("+ (TM) - Một câu.", "- Quảng cáo", "~ 11:26 | 13/01/2025"))
    assert case.ok
    assert case.checked.rules == {"example.vn#ad", "example.vn#stamp", "example.vn#agency"}
    assert case.checked.text == "Một câu."


@pytest.mark.parametrize(
    ("line", "verdict", "owner"),
    [
        ("- Một tiêu đề khác", "missed", ""),
        ("~ Một tiêu đề khác", "missed", ""),
        ("+ Quảng cáo", "noisy", "example.vn#ad"),
        ("+ 11:26 | 13/01/2025", "noisy", "example.vn#stamp"),
        ("~ Quảng cáo", "wrong owner", "example.vn#ad"),
        ("- 11:26 | 13/01/2025", "wrong owner", "example.vn#stamp"),
    ],
)
def test_each_verdict_with_owner_and_place(line, verdict, owner, folder):
    (case,) = run(folder, lines("+ Một câu.", "", line))
    (found,) = case.failures
    assert (found.verdict, found.rule) == (verdict, owner)
    text = (folder.path / "example.vn.yaml").read_text("utf-8").split("\n")
    assert text[found.place.line - 1].strip() == line
    assert not owner or text[int(found.at.rsplit(":", 1)[1]) - 1].strip() == f"- id: {owner.split('#')[1]}"


def test_blank_lines_of_a_test_are_blank_lines_of_the_document(folder):
    (case,) = run(folder, lines("+ Một câu.", "- Quảng cáo", "", "+ Câu nữa."))
    assert case.ok


def test_limits_do_not_count_for_marked_lines(folder):
    (case,) = run(
        folder, lines("- Quảng cáo"), RULES.replace("rules:", "limits: {max_removed: 1%, min_kept: 9}\nrules:")
    )
    assert case.ok


def test_the_title_of_a_test_is_used(folder):
    rules = "rules:\n  - id: again\n    label: duplicate\n    drop: {same_as: title}\n    where: {last: 1}\n"
    prose = "+ Sáng nay, cây cầu mới nối hai bờ sông đã mở cửa cho người đi bộ, sớm hơn kế hoạch gần hai tháng."
    tests = lines("+ Cầu mới qua sông", prose, "- Cầu mới qua sông")
    tests = tests.replace("name: t", "name: t\n    title: Cầu mới qua sông")
    (case,) = run(folder, tests, rules)
    assert case.ok


def test_notes_of_rules_that_did_not_fire_are_kept(folder):
    rules = "rules:\n  - id: box\n    label: ad\n    drop: {from: {line: [Quảng cáo]}, until: {line: [Hết]}}\n"
    (case,) = run(folder, lines("+ Một câu.", "- Quảng cáo"), rules)
    assert [line.verdict for line in case.failures] == ["missed"]
    assert "found no end" in case.checked.notes[0]


def document(folder, text, expected=None):
    folder.write("example.vn.yaml", RULES + "tests:\n  - file: ../page.txt\n")
    (folder.path.parent / "page.txt").write_text(text, "utf-8")
    if expected is not None:
        (folder.path.parent / "page.expected.txt").write_text(expected, "utf-8")
    workspace = Workspace([str(folder)])
    (sheet,) = workspace.sheets
    (case,) = cases(workspace.chain(sheet.sound), Path(sheet.entry.path).parent, "")
    return case


def test_a_document_without_a_snapshot_is_new(folder):
    case = document(folder, "Một câu.\nQuảng cáo\n")
    assert [line.verdict for line in case.failures] == ["new"]
    assert case.checked.text == "Một câu."


def test_a_document_as_accepted(folder):
    assert document(folder, "Một câu.\nQuảng cáo\n", "Một câu.\n").ok


def test_a_document_that_changed_says_who_took_what(folder):
    case = document(folder, "Một câu.\nQuảng cáo\nCâu nữa.\n", "Một câu.\nQuảng cáo\n")
    found = {(line.verdict, line.text, line.rule) for line in case.failures}
    assert found == {("noisy", "Quảng cáo", "example.vn#ad"), ("missed", "Câu nữa.", "")}


def test_a_document_keeps_to_the_limits(folder):
    case = document(folder, "Quảng cáo\n", "Quảng cáo\n")
    assert case.ok
    assert case.checked.flags == ("limits",)


def test_a_document_that_is_not_there(folder):
    folder.write("example.vn.yaml", RULES + "tests:\n  - file: nowhere.txt\n")
    workspace = Workspace([str(folder)])
    (sheet,) = workspace.sheets
    (case,) = cases(workspace.chain(sheet.sound), Path(sheet.entry.path).parent, "")
    assert not case.ok
    assert "no such file" in case.unreadable


PAGE = """\
source: bao.test
match: {host: [bao.test]}
html: {content: [.bai], remove: [.lq], byline: [.tg]}
rules:
  - {id: share, label: share, drop: {line: [Chia sẻ]}}
tests:
  - name: a page
    html: |
      <h1>Bão số 3</h1><p class="tg">Minh Hà</p><div class="bai"><p>Một câu của bài.</p><p>Chia sẻ</p>
      <p class="lq">Bài khác</p></div><p>Chân trang</p>
    lines: |
      + Bão số 3
      + Một câu của bài.
      - Chia sẻ
      - Bài khác
      - Chân trang
      ~ Minh Hà
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", "1 test in 1 file, all ok"),
        ("+ Một câu của bài.\n      ", "", "Một câu của bài."),
        ("- Bài khác", "+ Bài khác", "bao.test#html"),
        ("- Chia sẻ", "+ Chia sẻ", "bao.test#share"),
        ("~ Minh Hà", "~ Bão số 3", "Bão số 3"),
    ],
)
def test_a_page_in_a_rule_file(tmp_path, old, new, told):
    path = tmp_path / "bao.test.yaml"
    path.write_text(PAGE.replace(old, new) if old else PAGE, "utf-8")
    done = inside(tmp_path, "rules", "test", str(path))
    assert done.returncode == (1 if old else 0)
    assert told in (done.stdout + done.stderr).decode()
