"""The `page:` section: what the parts of a page look like is said by packages, for any language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from cleaner import Cleaner, RuleError

PACKAGE = Path(__file__).parents[2] / "cleaner"
MARKED = re.compile(r"[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
#: Modules that hold words of Vietnamese yet: texts of examples.
YET = {"cli/table.py"}

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
        ("{labels: {relatd: {line: [x]}}}", "C108 unknown label 'relatd' (did you mean 'related'?)"),
        ("{labels: {related: {lines: [x]}}}", "C102 unknown key 'lines' (did you mean 'line'?)"),
        ("{labels: [related]}", "C104 'labels' needs a matcher for each label"),
    ],
)
def test_a_mistake_is_told_with_its_place(cleaner, page, problem):
    with pytest.raises(RuleError, match=r"a\.yaml:2:\d+: " + re.escape(problem)):
        cleaner(a=f"source: a.vn\npage: {page}\n")


def test_no_word_of_vietnamese_stands_in_code():
    """Letters with marks in literals belong to the tables of `text`, and to data."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.body[0].value) for node in ast.walk(tree) if _is_described(node)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        if any(MARKED.search(node.value) for node in texts if id(node) not in docs):
            found.add(path.relative_to(PACKAGE).as_posix())
    assert {name for name in found if not name.startswith(("text/", "formats/"))} <= YET


def _is_described(node):
    described = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body
    return bool(described) and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
