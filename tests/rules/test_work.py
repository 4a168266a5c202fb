"""Documents and rules made to be expensive: they end, and as they should."""

from __future__ import annotations

import pytest

from tests.rules.conftest import with_rules

PROSE = "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng đã tiếp Đại sứ và trao đổi về hợp tác giữa hai nước trong năm nay."
ARTICLE = "\n".join(f"{PROSE} Câu {n}." for n in range(4))


def run(folder, rules, text, **choices):
    return with_rules(folder, rules, **choices).clean(text)


def test_as_many_equal_lines_as_a_document_may_have(tmp_path):
    rules = """
    - {id: a, label: ad, drop: {starts: [x], follows: {line: [xy]}}}
    - {id: b, label: ad, drop: {is: slug, same_as: title}}
    """
    lines = 99_000
    result = run(tmp_path, rules, ARTICLE + "\nxy" * lines)
    assert len(result.removals) == lines - 1


def test_a_zone_of_a_few_lines_over_very_many_equal_ones_ends(tmp_path):
    rules = "- {id: a, label: ad, drop: {line: [x]}, where: {first: 1}}"
    result = run(tmp_path, rules, "x\n" * 30_000 + ARTICLE)
    assert (result.removals, result.flags) == ((), ("limits",))
    assert result.notes[-1].startswith("limits: the rules find no end")
    assert len(run(tmp_path, rules, "x\n" * 300 + ARTICLE).removals) == 300


def test_a_block_that_opens_ten_thousand_times_in_vain(tmp_path):
    rules = "- {id: a, label: ad, drop: {from: {line: [x]}, until: {is: slug}, max: 100000}}"
    lines = 10_000
    result = run(tmp_path, rules, ARTICLE + "\nx" * lines)
    assert (result.removals, len(result.notes)) == ((), 1)


def test_a_sequence_that_is_always_too_short(tmp_path):
    rules = "- {id: a, label: ad, drop: {sequence: [{chars: ..1}, {words: ..1}], repeat: 99999}}"
    lines = 10_000
    assert run(tmp_path, rules, ARTICLE + "\nx" * lines).removals == ()


def test_a_thousand_rules_that_cannot_fire(tmp_path):
    rules = "\n".join(
        f"- {{id: r{n}, label: ad, drop: {{{word}: ['từ khoá {n} nào đó']}}}}"
        for n in range(250)
        for word in [("line", "starts", "ends", "has")[n % 4]]
    ) + "\n".join(
        f"\n- {{id: s{n}, label: ad, drop: {{starts: ['không đâu {n}'], words: ..5, not: sentence}}}}"
        for n in range(750)
    )
    result = run(tmp_path, rules, "\n".join(f"{PROSE} {n}." for n in range(200)))
    assert result.removals == ()
    assert run(tmp_path, rules, f"{ARTICLE}\nKhông đâu 3").removals


@pytest.mark.parametrize("line", ["a" * 200_000, "ß" * 50_000 + " a", "a " * 50_000, "(" * 50_000])
def test_one_very_long_line_is_edited_in_one_go(tmp_path, line):
    rules = """
    - {id: a, trim: {has: [q, ẞß]}}
    - {id: b, trim: {ends: [' q']}}
    - {id: c, trim: {regex: ['(?:q+)+$']}}
    """
    result = run(tmp_path, rules, f"{ARTICLE}\n{line}q")
    assert len(result.text) <= len(ARTICLE) + len(line) + 1
    assert not result.text.endswith("q")
