"""Lint grows with what is there: rules are not compared with all others without end."""

from __future__ import annotations

from cleaner.authoring.lint import lint

HEAD = "# yaml-language-server: $schema=none\nsource: a.vn\nmatch: {host: [a.vn]}\nrules:\n"


def test_rules_are_compared_with_the_first_of_a_file_and_no_more(tmp_path):
    path = tmp_path / "a.vn.yaml"
    lines = [f"Dòng số {number} của trang" for number in range(300)]
    named = [*((f"r{number}", line) for number, line in enumerate(lines)), ("first", lines[5]), ("late", lines[280])]
    rules = (f"- {{id: {name}, label: menu, drop: {{line: ['{line}']}}}}\n" for name, line in named)
    path.write_text(HEAD + "".join(rules), "utf-8")
    found = [one.message for one in lint([str(path)], builtin=False).problems if one.code == "C205"]
    assert found == ["'first' never owns a line: 'r5' (line 10) takes them all"]


def test_whole_lines_among_many_are_looked_up(tmp_path):
    path = tmp_path / "a.vn.yaml"
    texts = ", ".join(f"'Dòng {number} của trang'" for number in range(5000))
    path.write_text(f"{HEAD}- {{id: a, label: menu, drop: {{line: [{texts}]}}}}\n"
                    f"- {{id: b, label: menu, drop: {{line: [{texts}, 'Dòng khác']}}}}\n", "utf-8")  # fmt: skip
    found = [one for one in lint([str(path)], builtin=False).problems if one.code == "C208"]
    assert len(found) == 5000
