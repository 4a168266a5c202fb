"""The commands as a user has them: processes, exit codes, streams and formats."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass

import pytest

from cleaner.cli.main import guarded
from cleaner.cli.terminal import Messages

BAD = "rules:\n  - id: a\n    label: shares\n    drop: {line: [x]}\n"


@dataclass
class Done:
    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture
def cleaner(capsysbinary, monkeypatch):
    """Runs a command in this process, which saves its start-up."""
    from cleaner.cli.app import call

    def run(*arguments, cwd=None):
        if cwd is not None:
            monkeypatch.chdir(cwd)
        code = guarded(lambda: call(["rules", *arguments]), Messages())
        return Done(code, *capsysbinary.readouterr())

    return run


def test_a_process_under_a_locale_that_knows_no_vietnamese():
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "cleaner", "rules", "show", "thoidai.com.vn"]
    done = subprocess.run(command, capture_output=True, env=env, timeout=60, check=False)
    assert done.returncode == 0
    assert "Thời Đại" in done.stdout.decode()


def test_list_for_people_and_programs(cleaner):
    rows = json.loads(cleaner("list", "--json").stdout)
    found = {row["name"]: row for row in rows}
    assert found["thoidai.com.vn"]["kind"] == "source"
    assert found["thoidai.com.vn"]["rules"] > 0
    assert found["vi/news"]["kind"] == "package"
    done = cleaner("list")
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "thoidai.com.vn" in text
    assert "Thời Đại" in text
    assert "\x1b" not in text


def test_list_shows_the_users_files_too(cleaner, folder):
    folder.write("example.vn.yaml", "")
    folder.write("bad.vn.yaml", BAD)
    done = cleaner("list", "--json", "--rules", str(folder))
    found = {row["name"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["example.vn"]["file"].endswith("example.vn.yaml")
    assert any(row["problems"] for row in found.values())
    assert "vi/news" in found


def test_show_gives_every_rule_in_order_of_ownership(cleaner):
    rows = json.loads(cleaner("show", "thoidai.com.vn", "--json").stdout)
    owners = [rule["rule"].split("#")[0] for rule in rows["rules"]]
    order = list(dict.fromkeys(owners))
    assert order[0] == "thoidai.com.vn"
    assert order[-1].startswith("web/"), "what holds for pages in any language comes last"
    assert owners == sorted(owners, key=order.index), "no file's rules are mixed with another's"
    assert all(rule["at"].startswith("rules/") for rule in rows["rules"])


@pytest.mark.parametrize("width", [80, 120])
def test_show_says_what_each_rule_does_on_any_screen(cleaner, folder, monkeypatch, width):
    what = "{starts: [Mời bà con, Xem], regex: ['^[A-ZĐ]{2,9}(?:-[A-ZĐ]{2,9})*$']}"
    rules = f"rules:\n  - id: related-heading-with-many-cards\n    label: breadcrumb\n    drop: {what}\n"
    path = folder.write("example.vn.yaml", f"{rules}    where: {{after: body-start, before: body-end}}\n")
    monkeypatch.setenv("COLUMNS", str(width))
    shown = cleaner("show", "example.vn", "--rules", str(folder), "--color", "always").stdout.decode()
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).split("\n")
    assert str(path) in lines
    assert max(len(line) for line in lines if "example.vn.yaml" not in line) <= width
    (does,) = [line.split("breadcrumb  ")[1] for line in lines if "related-heading-with-many-cards" in line]
    assert does.strip().startswith("drop starts")


def test_show_of_one_rule_gives_it_as_written(cleaner, folder):
    path = folder.write("example.vn.yaml", "")
    done = cleaner("show", "example.vn#a", "--rules", str(folder))
    lines = done.stdout.decode().split("\n")
    assert lines[0].startswith(f"example.vn#a  {path}:")
    assert lines[1] == "  - id: a"


@pytest.mark.parametrize(("name", "hint"), [("thoidai.com", "thoidai.com.vn"), ("thoidai.com.vn#widgts", "widgets")])
def test_show_of_something_unknown_offers_what_is_near(cleaner, name, hint):
    done = cleaner("show", name)
    assert done.returncode == 2
    assert hint in done.stderr.decode()


def test_new_writes_a_file_that_passes(cleaner, tmp_path):
    done = cleaner("new", "https://www.example.vn/", "-o", "mine/", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "mine" / "schema" / "source.schema.json").is_file()
    linted = cleaner("lint", "mine", "--strict", cwd=tmp_path)
    assert (linted.returncode, linted.stdout) == (0, b"")
    assert cleaner("test", "mine", "--require-tests", cwd=tmp_path).returncode == 0
    again = cleaner("new", "example.vn", "-o", "mine/", cwd=tmp_path)
    assert again.returncode == 2
    assert b"is there already" in again.stderr


def test_new_writes_to_standard_output_and_nothing_beside_it(cleaner, tmp_path):
    named, dash = cleaner("new", "example.vn", cwd=tmp_path), cleaner("new", "example.vn", "-o", "-", cwd=tmp_path)
    assert named.stdout == dash.stdout != b""
    assert named.stderr == dash.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_new_refuses_what_is_no_host(cleaner):
    assert cleaner("new", "báo").returncode == 2


def test_schema_is_the_shipped_one(cleaner):
    assert json.loads(cleaner("schema").stdout)["title"] == "A rule file of cleaner"


def test_lint_formats_and_exit_codes(cleaner, folder):
    path = folder.write("example.vn.yaml", BAD)
    text = cleaner("lint", str(path))
    assert text.returncode == 1
    expected = f"{path}:5:12: error C108 unknown label 'shares' (did you mean 'share'?)\n"
    assert text.stdout.decode() == expected
    found = json.loads(cleaner("lint", str(path), "--format", "json").stdout)
    assert (found["errors"], found["problems"][0]["code"]) == (1, "C108")
    github = cleaner("lint", str(path), "--format", "github").stdout.decode()
    assert github.startswith(f"::error file={path},line=5,col=12,title=C108 unknown label::unknown label 'shares'")
    sarif = json.loads(cleaner("lint", str(path), "--format", "sarif").stdout)
    (run,) = sarif["runs"]
    assert run["results"][0]["ruleId"] == run["tool"]["driver"]["rules"][0]["id"] == "C108"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 5, "startColumn": 12}


def test_lint_warnings_fail_under_strict_only(cleaner, folder):
    path = folder.write("example.vn.yaml", "tests: []\n")
    assert cleaner("lint", str(path)).returncode == 0
    assert cleaner("lint", str(path), "--strict").returncode == 1


def test_lint_of_a_path_that_is_not_there(cleaner):
    done = cleaner("lint", "nowhere")
    assert (done.returncode, done.stdout) == (2, b"")


def test_explain_code(cleaner):
    assert cleaner("explain-code", "c104").stdout.startswith(b"# C104: ")
    assert b"C213" in cleaner("explain-code").stdout
    assert cleaner("explain-code", "C999").returncode == 2


def test_a_failing_test_shows_its_line_and_owner(cleaner, folder):
    tests = "tests:\n  - name: both\n    lines: |\n      + Quảng cáo\n      - Tin khác\n"
    path = folder.write("example.vn.yaml", tests)
    done = cleaner("test", str(path))
    assert done.returncode == 1
    text = done.stdout.decode()
    assert f"{path}:6: noisy: + Quảng cáo  [example.vn#a (ad) {path}:10]" in text
    assert f"{path}:7: missed: - Tin khác  [no rule owns it]" in text
    assert b"1 noisy, 1 missed" in done.stderr
    found = json.loads(cleaner("test", str(path), "--format", "json").stdout)
    assert [line["verdict"] for line in found["tests"][0]["failures"]] == ["noisy", "missed"]
    assert cleaner("test", str(path), "--filter", "nothing of this").returncode == 0
    assert cleaner("test", str(path), "--format", "github").stdout.startswith(b"::error file=")


def test_bad_rules_do_not_stop_the_tests_of_other_files(cleaner, folder):
    folder.write("bad.vn.yaml", "source: bad.vn\n" + BAD)
    folder.write("example.vn.yaml", "tests:\n  - name: t\n    lines: |\n      + Quảng cáo\n")
    done = cleaner("test", str(folder))
    assert done.returncode == 2
    assert b"C108" in done.stdout
    assert b"noisy" in done.stdout


def test_require_tests_and_coverage(cleaner, folder):
    path = folder.write("example.vn.yaml", "tests: []\n")
    assert cleaner("test", str(path)).returncode == 0
    done = cleaner("test", str(path), "--require-tests", "--coverage")
    assert done.returncode == 1
    assert b"no tests" in done.stdout
    assert b"no test shows example.vn#a" in done.stdout
    assert b"0 of 1 rules are shown by a test" in done.stderr


def test_update_accepts_and_shows_what_changed(cleaner, folder, monkeypatch):
    page = folder.path.parent / "page.txt"
    page.parent.mkdir(exist_ok=True)
    monkeypatch.chdir(page.parent)  # a test may name files of the folder that one is in
    page.write_text("Một câu thân bài.\nQuảng cáo\nCâu nữa.\n", "utf-8")
    (folder.path.parent / "page.expected.txt").write_text("Một câu thân bài.\nQuảng cáo\n", "utf-8")
    path = folder.write("example.vn.yaml", "tests:\n  - file: ../page.txt\n")
    assert cleaner("test", str(path)).returncode == 1
    done = cleaner("test", str(path), "--update")
    assert done.returncode == 0
    assert done.stdout.decode().split("\n")[1:3] == ["  - Quảng cáo", "  + Câu nữa."]
    assert (folder.path.parent / "page.expected.txt").read_text("utf-8") == "Một câu thân bài.\nCâu nữa.\n"
    assert cleaner("test", str(path)).returncode == 0


def test_stats_counts_and_drifts(cleaner, folder, tmp_path):
    folder.write("example.vn.yaml", "")
    corpus = tmp_path / "corpus" / "example.vn"
    corpus.mkdir(parents=True)
    for number in range(4):
        (corpus / f"{number}.txt").write_text(f"Quảng cáo\nMột câu số {number}.\nTải ứng dụng\n", "utf-8")
    common = ("stats", "corpus", "--rules", str(folder))
    done = cleaner(*common, "--json", "--write-baseline", "figures.json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["documents"] == 4
    assert found["rules"]["example.vn#a"] == {
        "tried": 4, "documents": 4, "lines": 4, "share": 0.333333, "state": "live", "shadowed_by": [],
    }  # fmt: skip
    assert found["sources"]["example.vn"]["unowned"] == [{"line": "Tải ứng dụng", "documents": 4}]
    for path in corpus.iterdir():
        path.write_text(path.read_text("utf-8").replace("Quảng cáo\n", ""), "utf-8")
    again = cleaner(*common, "--baseline", "figures.json", "--strict", cwd=tmp_path)
    assert again.returncode == 1
    text = again.stdout.decode()
    assert "1 rule drifted" in text
    assert "1 dead rule (took nothing):\n  example.vn#a" in text


def test_stats_names_the_rules_that_a_document_was_cleaned_by(cleaner, tmp_path):
    texts = {"vi": "Một câu bằng tiếng Việt, dài vừa đủ.", "en": "A sentence in another language, as long as it takes."}
    for language, text in texts.items():
        (tmp_path / f"{language}.txt").write_text(text, "utf-8")
        found = json.loads(cleaner("stats", f"{language}.txt", "--json", cwd=tmp_path).stdout)
        assert found["sources"]["none found"]["rules"] == {"vi": "vi/news", "en": "web"}[language]
    (group,) = json.loads(cleaner("stats", ".", "--json", cwd=tmp_path).stdout)["sources"].values()
    assert (group["rules"], group["documents"]) == ("several", 2)


def test_stats_shows_how_a_long_line_begins(cleaner, tmp_path):
    (tmp_path / "example.vn").mkdir()
    for number in range(4):
        page = f"Câu số {number}.\nhttps://example.vn/{'a' * 150}\n"
        (tmp_path / "example.vn" / f"{number}.txt").write_text(page, "utf-8")
    done = cleaner("stats", "example.vn", cwd=tmp_path)
    assert re.search(r"^     4  https://example\.vn/a+…$", done.stdout.decode(), re.MULTILINE)


def test_stats_wants_a_baseline_that_it_wrote(cleaner, tmp_path):
    (tmp_path / "a.txt").write_text("Một câu.", "utf-8")
    (tmp_path / "figures.json").write_text("{}", "utf-8")
    done = cleaner("stats", "a.txt", "--baseline", "figures.json", cwd=tmp_path)
    assert done.returncode == 2
    assert b"is no baseline" in done.stderr


def test_colours_only_where_they_are_asked_for(cleaner, folder):
    path = folder.write("example.vn.yaml", BAD)
    done = cleaner("lint", str(path), "--color", "always")
    assert b"\x1b[" in done.stdout
    assert b"^" in done.stdout
    assert b"\x1b[" in cleaner("show", "vi/news", "--color", "always").stdout


def test_nothing_of_this_is_loaded_by_a_plain_run():
    code = (
        "import sys; from cleaner import clean; clean('Một câu.'); import cleaner.cli.main\n"
        "names = ('cleaner.authoring', 'cleaner.cli.rules')\n"
        "print([module for module in sys.modules if any(name in module for name in names)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
