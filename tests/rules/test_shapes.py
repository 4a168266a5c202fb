"""Blocks, sequences and zones: which lines a rule takes, line by line."""

from __future__ import annotations

import pytest

from cleaner import TextSettings


def lines_of(text: str) -> list[str]:
    """Write a document in one row: a dot is a blank line."""
    return ["" if word == "." else word for word in text.split()]


#: A shape, a document, what goes. Capitals open, small letters are ordinary.
BLOCKS = [
    ("{from: {line: [A]}, until: {line: [Z]}}", "x A b c Z y", "A b c"),
    ("{from: {line: [A]}, until: {line: [Z]}}", "x A b y", ""),
    ("{from: {line: [A]}, until: {line: [Z]}}", "A b Z c A d Z", "A b A d"),
    ("{from: {line: [A]}, until: {line: [Z]}}", "x A A Z", "A A"),
    ("{from: {line: [A]}, until: {line: [A]}}", "x A b A c y", "A b"),
    ("{from: {line: [A]}, until: {line: [Z]}}", "x A", ""),
    ("{from: {line: [A]}, until: {line: [Z]}}", "Z A y", ""),
    ("{from: {line: [A]}, until: {line: [Z]}, max: 3}", "x A b c Z", "A b c"),
    ("{from: {line: [A]}, until: {line: [Z]}, max: 3}", "x A b c d Z", ""),
    ("{from: {line: [A]}, until: {line: [Z]}, max: 3}", "x A b c e A d Z", "A d"),
    ("{from: {line: [A]}, until: {line: [Z]}, max: 1}", "x A Z A b Z", "A"),
    ("{from: [{line: [A]}, {line: [b]}], until: {line: [Z]}}", "x A c A b d Z", "A b d"),
    ("{from: [{line: [A]}, {line: [b]}], until: {line: [b]}}", "x A b b Z", "A b"),
    ("{from: [{line: [A]}, {line: [b]}], until: {line: [Z]}, max: 2}", "x A b Z A b c Z", "A b"),
    ("{from: [{line: [A]}, {line: [A]}], until: {line: [Z]}}", "A x A A A Z", "A A A"),
    ("{from: [{line: [A]}, {chars: ..1}], until: {line: [Z]}}", "x A", ""),
    # what the second block leaves brings the end of the first one near
    ("{from: {line: [A]}, until: {line: [Z]}, max: 3}", "x A b c A d Z", "A b c A d"),
    ("{from: {line: [A], follows: {line: [x]}}, until: {line: [Z]}}", "A b Z x A c Z", "A c"),
]


@pytest.mark.parametrize(("shape", "document", "gone"), BLOCKS, ids=lambda value: value)
def test_a_block_runs_down_to_the_line_before_its_end(taken, shape, document, gone):
    assert taken(shape, lines_of(document)) == gone.split()


@pytest.mark.parametrize(("where", "gone"), [("{last: 90%}", "A b c d"), ("{first: 3}", "A b"), ("{first: 1}", "")])
def test_until_end_runs_to_the_end_of_the_zone(taken, where, gone):
    shape = "{from: {line: [A]}, until: end}"
    assert taken(shape, lines_of("x A b c d"), where=where) == gone.split()


def test_the_end_of_a_block_may_stand_right_below_the_zone(taken):
    shape = "{from: {line: [A]}, until: {line: [Z]}}"
    assert taken(shape, lines_of("A b Z c"), where="{first: 2}") == ["A", "b"]
    assert taken(shape, lines_of("A b c Z"), where="{first: 2}") == []


def test_a_block_has_at_most_forty_lines_unless_it_says_otherwise(taken):
    for inner, gone in ((39, 40), (40, 0)):
        document = ["A", *["b"] * inner, "Z"]
        assert len(taken("{from: {line: [A]}, until: {line: [Z]}}", document)) == gone


def test_a_block_that_finds_no_end_says_so_once(clean):
    rules = "- {id: box, label: ad, drop: {from: {line: [A]}, until: {line: [Z]}, max: 5}}"
    result = clean(rules, "A\nb\nA\nc")
    assert result.text == "A\nb\nA\nc"
    assert result.notes == ("a.vn#box: opened at 'A' but found no end within 5 lines",)


def test_a_block_of_one_line_only_looks_at_the_next(clean):
    rules = "- {id: pair, label: ad, drop: {from: {line: [A]}, until: {line: [Z]}, max: 1}}"
    assert clean(rules, "A\nb\nA\nc").notes == ()
    assert clean(rules, "A\nZ\nc").text == "Z\nc"


def test_a_block_to_the_end_leaves_what_may_be_the_last_paragraph(taken):
    prose = "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng đã tiếp Đại sứ và trao đổi về hợp tác giữa hai nước trong năm."
    shape = "{from: {line: [Tin khác]}, until: end}"
    assert taken(shape, ["x", "Tin khác", "Một tin", prose], where="{last: 90%}") == []
    assert taken(shape, ["x", "Tin khác", "Một tin"], where="{last: 90%}") == ["Tin khác", "Một tin"]
    many = ["Tin khác", *(f"Tin số {n}" for n in range(8)), prose]
    assert taken(shape, ["x", *many], where="{last: 99%}") == many
    sure = "{from: {line: [Tin khác]}, until: end, takes_prose: true}"
    assert taken(sure, ["x", "Tin khác", prose], where="{last: 90%}") == ["Tin khác", prose]


def test_a_block_opens_where_all_its_lines_stand_in_the_zone(taken):
    shape = "{from: [{line: [A]}, {line: [b]}, {line: [c]}], until: end}"
    assert taken(shape, lines_of("A b A b c d"), where="{last: 99%}") == ["A", "b", "c", "d"]
    assert taken(shape, lines_of("x A b c d"), where="{first: 3}") == []
    assert taken(shape, lines_of("x A b c d"), where="{first: 4}") == ["A", "b", "c"]


SEQUENCES = [
    ("{sequence: [{line: [A]}, {line: [b]}]}", "x A b y A y b A", "A b"),
    ("{sequence: [{line: [A]}, {line: [b]}]}", "A b A b y", "A b A b"),
    ("{sequence: [{line: [A]}, {line: [b]}], repeat: 1}", "A b A b A", "A b A b"),
    ("{sequence: [{line: [A]}, {line: [b]}], repeat: 2}", "A b x A b A b", "A b A b"),
    ("{sequence: [{line: [A]}, {line: [b]}], repeat: 3}", "A b A b x", ""),
    ("{sequence: [{line: [A]}, {line: [A]}, {line: [b]}]}", "A A A b", "A A b"),
    ("{sequence: [{line: [A]}], repeat: 2}", "A x A A x", "A A"),
    ("{sequence: [{line: [A]}, {chars: ..1}]}", "y A b c", "A b"),
    ("{sequence: [{line: [A]}, {line: [b]}]}", "y A . b c", "A b"),
]


@pytest.mark.parametrize(("shape", "document", "gone"), SEQUENCES, ids=lambda value: value)
def test_a_sequence_takes_neighbours_that_fit_one_after_the_other(taken, shape, document, gone):
    assert taken(shape, lines_of(document)) == gone.split()


def test_a_sequence_must_end_inside_its_zone(taken):
    assert taken("{sequence: [{line: [A]}, {line: [b]}]}", lines_of("x A b y"), where="{first: 2}") == []


@pytest.mark.parametrize(
    ("shapes", "document", "gone"),
    [
        ("[{line: [A]}, {line: [b], follows: {line: [x]}}]", "A x b y b", "A b"),
        ("[{from: {line: [A]}, until: {line: [Z]}}, {sequence: [{line: [c]}, {line: [d]}]}]", "c d A b Z d", "c d A b"),
        ("[{from: {line: [A]}, until: {line: [Z]}}, {from: {line: [B]}, until: {line: [Y]}}]", "A B Z Y", "A B Z"),
    ],
)
def test_a_rule_takes_what_fits_any_of_its_shapes(taken, shapes, document, gone):
    assert taken(shapes, lines_of(document)) == gone.split()


def test_a_cut_may_be_named_by_any_of_several_matchers(clean):
    rules = "- {id: a, trim: [{starts: ['>> ']}, {ends: [' |']}]}\n"
    assert clean(rules, ">> a\nb |\n>> c |").text == "a\nb\nc"


def test_several_ways_are_one_rule_and_none_is_told_as_another(explained, tmp_path):
    rules = "- {id: a, label: ad, drop: [{line: [x]}, {chars: 1}]}\n- {id: b, label: ad, drop: {line: [x]}}\n"
    fate = explained(rules, "x\nmột câu").lines[0]
    assert (fate.rule, fate.also) == ("a.vn#a", ("a.vn#b",))


def test_a_file_says_once_where_its_rules_act(clean):
    rules = "- {id: a, label: ad, drop: {line: [a]}}\n- {id: b, label: ad, drop: {line: [b]}, where: {last: 100%}}\n"
    head = "extends: [vi/page]\nlimits: {max_removed: 100%, min_kept: 0}\nwhere: {after: {line: [x]}}"
    assert clean(rules, "\n".join("abcxab"), head=head).text == "a\nc\nx"


#: Zones, and the lines of a document of ten, 0 to 9, in which they let a rule act.
ZONES = [
    ("{first: 3}", "0 1 2"),
    ("{first: 0}", ""),
    ("{first: 100}", "0 1 2 3 4 5 6 7 8 9"),
    ("{last: 3}", "7 8 9"),
    ("{last: 0}", ""),
    ("{first: 30%}", "0 1 2"),
    ("{first: 0%}", ""),
    ("{last: 100%}", "0 1 2 3 4 5 6 7 8 9"),
    ("{first: 24%}", "0 1"),
    ("{first: 26%}", "0 1 2"),
    ("{last: 12.5%}", "9"),
    ("{first: 6, last: 6}", "4 5"),
    ("{first: 3, last: 3}", ""),
    ("{after: {line: ['3']}}", "4 5 6 7 8 9"),
    ("{after: {line: ['9']}}", ""),
    ("{after: {line: [x]}}", ""),
    ("{before: {line: ['3']}}", "0 1 2"),
    ("{before: {line: ['0']}}", ""),
    ("{before: {line: [x]}}", ""),
    ("{after: {line: ['3']}, before: {line: ['6']}}", "4 5"),
    ("{after: {line: ['6']}, before: {line: ['3']}}", ""),
    ("{after: {line: ['3']}, first: 6}", "4 5"),
    ("[{first: 2}, {last: 1}]", "0 1 9"),
    ("[{first: 2}, {first: 3}, {after: {line: [x]}}]", "0 1 2"),
]


@pytest.mark.parametrize(("where", "lines"), ZONES)
def test_a_zone_is_where_a_rule_may_act(explained, where, lines):
    """A rule that only labels shows its zone: nothing goes, so nothing moves."""
    rules = f"- {{id: rule, label: caption, drop: {{chars: ..1}}, where: {where}}}"
    found = explained(rules, "\n\n".join("0123456789"))
    assert [fate.text for fate in found.lines if fate.rule] == lines.split()


def test_zones_count_lines_that_are_not_blank(taken):
    assert taken("{line: [x]}", ["", "a", "", "\u00a0", "x", "b", "c", "x"], where="{first: 2}") == ["x"]


def test_a_zone_moves_up_until_nothing_more_goes(taken):
    """So that cleaning again finds nothing to do."""
    assert taken("{line: [x]}", ["x", "x", "x", "a", "x"], where="{first: 1}") == ["x", "x", "x"]


PROSE = "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng đã tiếp Đại sứ và trao đổi về hợp tác giữa hai nước trong năm nay."
ARTICLE = ["x", "Thúc đẩy hợp tác giữa các địa phương", "x", PROSE, "x", PROSE, PROSE, "x", "x"]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ("{before: title}", [1]),
        ("{after: title}", [3, 5, 8, 9]),
        ("{before: body-start}", [1, 3]),
        ("{after: body-start}", [5, 8, 9]),
        ("{before: body-end}", [1, 3, 5]),
        ("{after: body-end}", [8, 9]),
        ("{after: title, before: body-start}", [3]),
        ("{after: body-start, before: body-end}", [5]),
    ],
)
def test_zones_hang_on_the_title_the_lead_and_the_end_of_the_running_text(clean, where, numbers):
    rules = f"- {{id: rule, label: ad, drop: {{line: [x]}}, where: {where}}}"
    result = clean(rules, "\n".join(ARTICLE), title=ARTICLE[1])
    assert [removal.line for removal in result.removals] == numbers


def test_without_prose_zones_of_the_running_text_are_not_there(clean):
    rules = "- {id: rule, label: ad, drop: {line: [x]}, where: {after: body-end}}"
    result = clean(rules, "x\ny\nx")
    assert (result.removals, result.notes) == ((), ("a.vn#rule: did not fire, the anchor of its zone was not found",))


@pytest.mark.parametrize("text", ["\u00a0", "\n \n\u00a0\n", "\u200b", " "])
def test_lines_of_white_space_alone_are_blank(clean, text):
    result = clean("- {id: rule, label: ad, drop: {chars: ..9}}", text)
    assert (result.text, result.removals, result.flags) == ("", (), ("empty",))


def test_blank_lines_stay_where_any_stood_and_never_two(clean):
    result = clean("- {id: rule, label: ad, drop: {line: [x]}}", "x\n\na\n\nx\n\nb\nx\nc\n\n\n\nd\n\nx")
    assert result.text == "a\n\nb\nc\n\nd"
    assert list(result.numbers) == [3, 7, 9, 13]


def test_without_repair_lines_are_matched_all_the_same(clean):
    import unicodedata

    text = unicodedata.normalize("NFD", "Quảng cáo\r\nMột  câu.\r\n\r\nQUẢNG  cáo\r\nHai câu.")
    rules = "- {id: rule, label: ad, drop: {line: [Quảng cáo]}}"
    result = clean(rules, text, text=TextSettings(repair=False))
    assert [removal.line for removal in result.removals] == [1, 4]
    assert unicodedata.normalize("NFC", result.text) == "Một  câu.\r\n\nHai câu."
    assert not result.repairs


@pytest.mark.xfail(strict=True, reason="sizes and patterns are asked of the line as it came")
@pytest.mark.parametrize("matcher", ["{regex: ['^Ảnh: An$']}", "{chars: ..7}", "{words: ..2}"])
def test_without_repair_sizes_and_patterns_see_the_line_in_order(clean, matcher):
    import unicodedata

    text = unicodedata.normalize("NFD", " Ảnh:  An\r\nMột câu dài hơn thế nhiều.")
    result = clean(f"- {{id: rule, label: ad, drop: {matcher}}}", text, text=TextSettings(repair=False))
    assert [removal.line for removal in result.removals] == [1]
