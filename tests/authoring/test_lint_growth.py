"""Lint grows with what is there: rules are not compared with all others without end."""

from __future__ import annotations

import pytest

from cleaner.authoring.lint import lint, shadows

HEAD = "# yaml-language-server: $schema=none\nsource: a.vn\nmatch: {host: [a.vn]}\nrules:\n"


def problems(path, drop: str, number: int) -> set[str]:
    """Lint a file of many rules that are much alike; give the codes."""
    rules = (f"- {{id: r{at}, label: menu, drop: {drop.replace('%d', str(at + 1000))}}}\n" for at in range(number))
    path.write_text(HEAD + "".join(rules), "utf-8")
    return {one.code for one in lint([str(path)], builtin=False).problems} - {"C210", "C207", "C213", "C204"}


@pytest.mark.parametrize(
    "drop",
    [
        "{line: ['Dòng số %d của trang']}",
        "{starts: ['Dòng số %d của'], words: ..9}",
        "{like: ['{n} dòng %d {date}']}",
        "{regex: ['^Dòng %d \\d+']}",
        "{words: ..%d}",
    ],
)
def test_each_rule_is_compared_with_so_many_and_no_more(tmp_path, monkeypatch, drop):
    monkeypatch.setattr(shadows, "_MOST", 10)
    compared = []
    usual = shadows.covers
    monkeypatch.setattr(shadows, "covers", lambda *given: compared.append(1) or usual(*given))
    assert problems(tmp_path / "a.vn.yaml", drop, 100) == set()
    assert len(compared) <= 1000


def test_whole_lines_among_many_are_looked_up(tmp_path):
    path = tmp_path / "a.vn.yaml"
    texts = ", ".join(f"'Dòng {number} của trang'" for number in range(5000))
    path.write_text(f"{HEAD}- {{id: a, label: menu, drop: {{line: [{texts}]}}}}\n"
                    f"- {{id: b, label: menu, drop: {{line: [{texts}, 'Dòng khác']}}}}\n", "utf-8")  # fmt: skip
    found = [one for one in lint([str(path)], builtin=False).problems if one.code == "C208"]
    assert len(found) == 5000
