"""Tests of a rule file that stand in files of their own."""

from __future__ import annotations

import pytest

from cleaner.authoring.lint import lint
from cleaner.authoring.workspace import Workspace

pytestmark = pytest.mark.usefixtures("few")

RULES = "tests_in: [tests/more.yaml]\n"
MORE = "tests:\n  - name: more\n    lines: |\n      - Quảng cáo\n      + Một câu.\n"


def test_they_belong_to_the_file_and_know_where_they_stand(folder):
    folder.write("mine.yaml", RULES)
    folder.write("tests/more.yaml", MORE, whole=True)
    (sheet,) = Workspace([str(folder)]).sheets
    assert sheet.problems == ()
    assert [str(test.place) for test in sheet.file.tests] == [f"{folder}/mine.yaml:10", f"{folder}/tests/more.yaml:2"]


def test_a_file_that_has_them_alone_is_tested(folder):
    folder.write("mine.yaml", RULES + "tests: []\n")
    folder.write("tests/more.yaml", MORE, whole=True)
    assert lint([str(folder)]).problems == ()


def test_a_part_of_a_package_is_tested_with_it(folder):
    folder.write("part.yaml", "package: my/part\ntests: []\n")
    assert [one.code for one in lint([str(folder)]).problems] == ["C207"]
    folder.write("whole.yaml", "package: my/whole\nextends: [my/part]\nrules: []\n")
    assert lint([str(folder)]).problems == ()


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("tests/none.yaml", MORE, "C123", "tests/none.yaml: no such file or directory"),
        ("../more.yaml", MORE, "C123", "../more.yaml: lies outside the folder of the rule file"),
        ("tests", MORE, "C123", "tests: is a folder, a file is wanted"),
        ("tests/more.yaml", "rules: []\n" + MORE, "C102", "'rules' in a file of tests"),
        ("tests/more.yaml", "tests:\n  - {name: x}\n", "C106", "a test needs `lines:` or `file:`"),
        ("tests/more.yaml", "tests: [", "C101", ""),
    ],
)
def test_what_is_wrong_with_them_is_told_with_its_place(folder, name, text, code, said):
    folder.write("mine.yaml", f"tests_in: [{name}]\n")
    folder.write("tests/more.yaml", text, whole=True)
    folder.write("../more.yaml", text, whole=True)
    (problem,) = lint([str(folder)]).problems
    assert (problem.code, said in problem.message) == (code, True)
    assert problem.file == (f"{folder}/mine.yaml" if code == "C123" else f"{folder}/{name}")


def test_no_link_leads_out(folder):
    outside = folder.write("../outside.yaml", MORE, whole=True)
    folder.write("mine.yaml", RULES)
    (folder.path / "tests").mkdir()
    (folder.path / "tests" / "more.yaml").symlink_to(outside.resolve())
    (problem,) = lint([str(folder)]).problems
    assert problem.code == "C123"
