"""Lint grows with what is there: rules are not compared with all others without end."""

from __future__ import annotations

from cleaner.authoring.lint import lint

HEAD = "# yaml-language-server: $schema=none\nsource: a.vn\nmatch: {host: [a.vn]}\nrules:\n"


def test_whole_lines_among_many_are_looked_up(tmp_path):
    path = tmp_path / "a.vn.yaml"
    texts = ", ".join(f"'Dòng {number} của trang'" for number in range(5000))
    path.write_text(f"{HEAD}- {{id: a, label: menu, drop: {{line: [{texts}]}}}}\n"
                    f"- {{id: b, label: menu, drop: {{line: [{texts}, 'Dòng khác']}}}}\n", "utf-8")  # fmt: skip
    found = [one for one in lint([str(path)], builtin=False).problems if one.code == "C208"]
    assert len(found) == 5000
