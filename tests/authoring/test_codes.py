"""Every code has a page, an example that shows it, and an example that cures it."""

import re
from pathlib import Path

import pytest

from cleaner.authoring.lint import CODES, examples, lint, severity

pytestmark = pytest.mark.usefixtures("few")

PACKAGE = Path(__file__).parents[2] / "cleaner"
OTHERS = {
    "C201": "source: a.vn\nmatch: {host: [taken.example.vn]}\n",
    "C202": "source: a.vn\nmatch: {host: [a.vn], text: [Theo dõi báo A trên]}\n",
    "C203": "source: a.vn\nmatch: {host: [a.vn]}\n",
}


def codes_of(folder, piece, code):
    if code in OTHERS:
        folder.write("0.yaml", OTHERS[code])
    folder.write("mine.yaml", piece)
    return {problem.code for problem in lint([str(folder)]).problems}


@pytest.mark.parametrize("code", list(examples()))
def test_the_wrong_example_has_the_problem(code, folder):
    assert code in codes_of(folder, examples()[code][0], code)


@pytest.mark.parametrize("code", list(examples()))
def test_the_right_example_does_not(code, folder):
    piece = examples()[code][1]
    found = codes_of(folder, piece, code)
    assert not found - ({"C210"} if piece.startswith("# yaml") else set()), "the cure must be right in every way"


@pytest.mark.checkout
def test_what_the_package_reports_is_what_the_table_explains():
    raised = set()
    for path in PACKAGE.rglob("*.py"):
        if not path.name.startswith("codes"):
            raised |= set(re.findall(r'"(C[12]\d\d)"', path.read_text("utf-8")))
    for path in (PACKAGE.parent / "native/src").rglob("*.rs"):
        raised |= set(re.findall(r"Code::(C[12]\d\d)", path.read_text("utf-8")))
    assert raised == set(CODES)
    assert set(examples()) == set(CODES) - {"C120", "C123"}  # a matter of size, and of the place of a file


def test_form_is_an_error_and_sense_mostly_a_warning():
    assert {severity(code) for code in CODES if code.startswith("C1")} == {"error"}
    assert severity("C204") == "warning"
    assert severity("C999") == "error"


def test_a_file_that_is_too_large(folder):
    folder.write("big.yaml", "source: example.vn\n" + "# x\n" * 300_000, whole=True)
    assert [problem.code for problem in lint([str(folder)]).problems] == ["C120"]
