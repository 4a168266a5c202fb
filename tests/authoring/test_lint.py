"""Lint finds every mistake of every file, and says where."""

import pytest

from cleaner.authoring.lint import lint
from cleaner.errors import UsageError

pytestmark = pytest.mark.usefixtures("few")


def told(report):
    return [(problem.code, problem.line, problem.column) for problem in report.problems]


def test_nothing_is_wrong_with_a_right_file(folder):
    folder.write("example.vn.yaml", "")
    assert lint([str(folder)]).problems == ()


def test_every_mistake_of_a_file_is_told_with_its_place(folder):
    folder.write(
        "a.yaml",
        """rules:
  - id: one
    label: shares
    drop: {strats: [Chia sẻ]}
  - id: one
    label: share
    drop: {line: [no, "x"]}
    where: {fist: 3}
""",
    )
    assert told(lint([str(folder)])) == [
        ("C108", 5, 12),
        ("C102", 6, 12),
        ("C105", 9, 19),
        ("C102", 10, 13),
    ]


def test_the_right_word_is_offered(folder):
    folder.write("a.yaml", "rules:\n  - id: one\n    label: shares\n    drop: {strats: [Chia sẻ]}\n")
    hints = {problem.code: problem.hint for problem in lint([str(folder)]).problems}
    assert hints == {"C108": "did you mean 'share'?", "C102": "did you mean 'starts'?"}


def test_a_bad_file_does_not_stop_the_others(folder):
    folder.write("a.yaml", "rules: [", whole=True)
    folder.write("b.yaml", "", whole=True)
    folder.write("c.yaml", "rulse: []\n")
    folder.write("d.yaml", "source: d.vn\nmatch: {host: [d.vn]}\n")
    report = lint([str(folder)])
    assert report.files == 4
    assert [problem.file.rsplit("/", 1)[-1] for problem in report.problems] == ["a.yaml", "b.yaml", "c.yaml"]


def test_an_unknown_package_is_told_where_its_name_stands(folder):
    folder.write("a.yaml", "extends: [vi/news, vi/nwes]\n")
    (problem,) = lint([str(folder)]).problems
    assert (problem.code, problem.line, problem.column) == ("C113", 3, 20)
    assert problem.hint == "did you mean 'vi/news'?"


def test_a_circle_through_two_packages(folder):
    folder.write("cms/a.yaml", "package: cms/a\nextends: [cms/b]\n")
    folder.write("cms/b.yaml", "package: cms/b\nextends: [cms/a]\n")
    problems = lint([str(folder)]).problems
    assert {problem.code for problem in problems} == {"C114"}
    assert {problem.file.rsplit("/", 1)[-1] for problem in problems} == {"a.yaml", "b.yaml"}


def test_disable_of_a_rule_in_a_broken_package_is_no_second_mistake(folder):
    folder.write("cms/a.yaml", "package: cms/a\nrulse: []\n")
    folder.write("b.yaml", "extends: [cms/a]\ndisable: [cms/a#x]\n")
    assert [problem.code for problem in lint([str(folder)]).problems] == ["C102"]


def test_a_user_file_may_take_over_what_a_built_in_one_has(folder):
    folder.write("thoidai.com.vn.yaml", "source: thoidai.com.vn\nmatch: {host: [thoidai.com.vn]}\n")
    assert lint([str(folder)]).problems == ()


def test_a_rule_shadowed_by_an_earlier_one(folder):
    folder.write(
        "a.yaml",
        """rules:
  - id: wide
    label: share
    drop: {has: [chia sẻ], words: ..9}
  - id: narrow
    label: share
    drop: {starts: ["Chia sẻ bài "], words: ..5}
    where: {last: 5}
  - id: other
    label: share
    drop: {starts: ["Chia sẻ bài "], words: ..20}
""",
    )
    (problem,) = lint([str(folder)]).problems
    assert (problem.code, problem.line) == ("C205", 7)
    assert "'wide'" in problem.message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("drop: {line: [Chia sẻ]}\n    where: {first: 5}", "drop: {line: [Chia sẻ]}"),
        ("drop: {line: [Chia sẻ]}\n    where: {first: 5}", "drop: {line: [Chia sẻ]}\n    where: {first: 6}"),
        ("drop: {starts: [Chia sẻ], not: sentence}", "drop: {starts: [Chia sẻ tin]}"),
        ("trim: {has: [Chia sẻ]}", "drop: {line: [Chia sẻ]}"),
        ("drop: {line: [Chia sẻ], follows: {line: [A]}}", "drop: {line: [Chia sẻ]}"),
    ],
)
def test_a_rule_that_can_still_own_lines_is_not_called_shadowed(first, second, folder):
    piece = f"rules:\n  - id: one\n    label: share\n    {first}\n  - id: two\n    label: share\n    {second}\n"
    folder.write("a.yaml", piece)
    assert lint([str(folder)]).problems == ()


def test_literals_that_say_the_same(folder):
    piece = "rules:\n  - id: one\n    label: share\n    drop: {starts: [Hoà bình, HÒA BÌNH, Hòa bình nay, Khác]}\n"
    folder.write("a.yaml", piece)
    assert [problem.code for problem in lint([str(folder)]).problems] == ["C208", "C208"]


def test_a_longer_literal_adds_nothing_wherever_it_stands_in_a_list(folder):
    folder.write(
        "a.yaml", "rules:\n  - id: one\n    label: share\n    drop: {starts: [Hòa bình nay, Khác, Hoà bình]}\n"
    )
    (problem,) = lint([str(folder)]).problems
    assert (problem.code, problem.line, problem.column) == ("C208", 6, 21)


@pytest.mark.parametrize("drop", ["{words: ..30}", "{is: sentence}", "{chars: 5.., not: doubled}"])
def test_a_rule_without_a_word_that_takes_prose_is_told(folder, drop):
    tests = "tests:\n  - name: p\n    lines: |\n      + Tin mới đến khi trời đã tối nên không ai kịp ra đón.\n"
    folder.write("a.yaml", f"rules:\n  - id: one\n    label: share\n    drop: {drop}\n{tests}")
    assert [problem.code for problem in lint([str(folder)]).problems] == ["C206"]


def test_a_list_of_a_package_is_for_all_its_files_but_what_is_in_it_need_not_be_said_again(folder):
    tests = "tests:\n  - name: it goes\n    lines: |\n      - Thời sự\n"
    rule = "rules:\n  - {id: a, label: menu, drop: {line: $sections}, where: {first: 3}}\n"
    folder.write("xx/list.yaml", f"package: xx/list\nlists: {{sections: [Thời sự, Thể thao]}}\n{rule}{tests}")
    head = "source: a.vn\nextends: xx/list\nmatch: {host: [a.vn]}\nrules:\n"
    first, second = ("  - {{id: {}, label: menu, drop: {{line: {}}}}}\n".format(*one) for one in (
        ("b", "[Thể thao, Ảnh]"), ("c", "[Ảnh đẹp, $sections, thể thao]")))  # fmt: skip
    folder.write("a.vn.yaml", head + first + second + tests)
    problems = lint([str(folder)]).problems
    assert [(problem.file.endswith("a.vn.yaml"), problem.code) for problem in problems] == [(True, "C208")] * 2
    assert all("thể thao" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("selector", "message"),
    [("p..a", "'p..a' is no CSS selector"), ("xpath: //p///", "'xpath: //p///' is no XPath"),
     ("xpath: string(//p)", "finds no elements"), ("p:foo(", "has an open bracket")],
)  # fmt: skip
def test_a_selector_that_is_none_is_told_where_it_stands(selector, message, folder):
    folder.write("a.yaml", f"html:\n  title: h1\n  remove: [.ad, '{selector}']\n")
    (problem,) = lint([str(folder)]).problems
    assert (problem.code, problem.line) == ("C118", 5)
    assert message in problem.message


def test_prose_of_another_files_test_is_looked_at(folder):
    folder.write("a.yaml", "source: a.vn\nmatch: {host: [a.vn]}\nrules:\n  - id: r\n    label: related\n"
                 "    drop: {starts: [Tin mới]}\n")  # fmt: skip
    folder.write("b.yaml", "source: b.vn\nmatch: {host: [b.vn]}\ntests:\n  - name: p\n    lines: |\n"
                 "      + Tin mới đến khi trời đã tối nên không ai kịp ra đón.\n")  # fmt: skip
    (problem,) = lint([str(folder)]).problems
    assert problem.code == "C206"
    assert "b.yaml:7" in problem.message


def test_a_file_level_warning_is_allowed_in_the_head(folder):
    folder.write("a.yaml", "# allow: C207, C210\nsource: example.vn\nmatch: {host: [example.vn]}\n", whole=True)
    assert lint([str(folder)]).problems == ()


def test_a_warning_is_allowed_on_its_line_and_an_error_never(folder):
    folder.write(
        "a.yaml",
        """rules:
  - id: one
    label: share
    # allow: C204 capitals count here
    drop: {regex: ['^CHIA SẺ$']}
  - id: two   # allow: C107
    label: share
    drop: {line: [Lưu tin]}
""",
    )
    (problem,) = lint([str(folder)]).problems
    assert problem.code == "C213"
    assert "only warnings" in problem.hint


def test_an_allow_in_a_broken_file_is_not_called_useless(folder):
    folder.write("a.yaml", "rulse: []\nrules:\n  - id: one\n    label: share\n    # allow: C204\n"
                 "    drop: {regex: ['^CHIA SẺ$']}\n")  # fmt: skip
    assert [problem.code for problem in lint([str(folder)]).problems] == ["C102"]


def test_a_path_that_is_not_there():
    with pytest.raises(UsageError, match="no such rule file"):
        lint(["nowhere.yaml"])


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("    drop: {line: [Chia sẻ: Zalo: Facebook]}", "needs quotes"),
        ("    drop: {line: [Chia sẻ}", "brackets must be closed"),
        ("   drop: {line: [Chia sẻ]}", "indentation"),
        ("\tdrop: {line: [Chia sẻ]}", "spaces"),
        ("    drop: {line: [*]}", ""),
    ],
)
def test_yaml_that_cannot_be_read_gets_advice(line, hint, folder):
    folder.write("a.yaml", f"rules:\n  - id: one\n    label: share\n{line}\n  - id: two\n    label: share\n")
    (problem,) = lint([str(folder)]).problems
    assert problem.code == "C101"
    assert hint in problem.hint
    assert problem.line in (5, 6, 7)  # where the YAML library first sees it


def test_a_bad_file_is_still_looked_at_for_what_it_extends(folder):
    folder.write("a.yaml", "extends: [vi/nwes]\nrulse: []\n")
    assert {problem.code for problem in lint([str(folder)]).problems} == {"C102", "C113"}
