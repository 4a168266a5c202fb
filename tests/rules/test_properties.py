"""What holds for every rulebook and every document: rules are drawn from the language itself."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleaner import _core
from cleaner.rules.engine import Engine
from cleaner.settings import LABELS, META, Policy
from cleaner.text import repair

USUAL = Policy()
SOME = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))

PIECES = ["a", "b", "A", "Đọc nhiều", "hoà", "hòa", "Xem", "11:26", "13/01/2025", ".", "“b”", "&amp;", "thu-do-ha"]
PROSE = "Sáng ngày 8/7, tại trụ sở Bộ, Thứ trưởng đã tiếp Đại sứ và trao đổi về hợp tác giữa hai nước trong năm."
literals = st.lists(st.sampled_from([*PIECES, "a b", "b ", " b", "Đọc"]), min_size=1, max_size=3)
templates = st.sampled_from(["{date}", "{time} {words}", "{n}", "{title}", "a {words}", "{title} a"])
patterns = st.sampled_from(["^a", r"\bb\b", r"\d+", "[ab]{2}", "(?i)đọc", ".$"])

texts = {
    "line": literals, "starts": literals, "ends": literals, "has": literals,
    "like": st.lists(templates, min_size=1, max_size=2), "regex": st.lists(patterns, min_size=1, max_size=2),
}  # fmt: skip
ranges = st.sampled_from(["..0", "..2", "2..", "1..3", 1, 2])
sizes = {"words": ranges, "chars": ranges}
kinds = st.lists(st.sampled_from(sorted(_core.choices()["kind"])), min_size=1, max_size=2)
flags = {"is": kinds, "not": kinds}
places = {"same_as": st.sampled_from(["previous", "title", "any"])}
words = {**texts, **sizes, **flags, **places}
simple = st.dictionaries(st.sampled_from(sorted(words)), st.none(), min_size=1, max_size=2).flatmap(
    lambda chosen: st.fixed_dictionaries({word: words[word] for word in chosen})
)
simple = simple.filter(lambda matcher: not set(matcher.get("is", ())) & set(matcher.get("not", ())))
matchers = simple | st.builds(lambda matcher, above: {**matcher, "follows": above}, simple, simple)

starts = matchers | st.lists(matchers, min_size=1, max_size=2)
blocks = st.fixed_dictionaries({"from": starts, "until": matchers, "max": st.integers(1, 5)})
blocks = blocks | st.fixed_dictionaries({"from": starts, "until": st.just("end"), "takes_prose": st.booleans()})
sequences = st.fixed_dictionaries(
    {"sequence": st.lists(matchers, min_size=1, max_size=3)}, optional={"repeat": st.integers(1, 3)}
)
shapes = matchers | blocks | sequences
amounts = st.integers(0, 6) | st.sampled_from(["20%", "50%", "80%", "100%"])
anchors = st.sampled_from(["title", "body-start", "body-end"]) | matchers
zones = st.fixed_dictionaries({"last": amounts}, optional={"first": amounts, "after": anchors, "before": anchors})
parts = st.sampled_from(["starts", "ends", "has", "regex"]).flatmap(
    lambda word: st.fixed_dictionaries({word: texts[word]})
)
zoned = {"where": zones}


def action(name, shape, labels):
    return st.fixed_dictionaries({"label": labels, name: shape, **zoned})


drops = action("drop", shapes, st.sampled_from(LABELS))
metas = action("meta", shapes, st.sampled_from(META))
keeps = st.fixed_dictionaries({"keep": shapes, **zoned})
trims = st.fixed_dictionaries({"trim": parts, **zoned}, optional={"label": st.sampled_from(LABELS)})
takes = st.lists(drops | metas | keeps, min_size=1, max_size=5)
edits = st.lists(drops | trims, min_size=1, max_size=5)

lines = st.builds(" ".join, st.lists(st.sampled_from(PIECES), max_size=4)) | st.sampled_from(["", "", PROSE, "a b a b"])
documents = st.lists(lines, min_size=1, max_size=14).map("\n".join)
titles = st.sampled_from(["", "", "a b", "Đọc nhiều", PROSE])
policies = st.builds(
    Policy.of, st.frozensets(st.sampled_from(LABELS), max_size=2), st.frozensets(st.sampled_from(LABELS), max_size=2)
)


def engine(rules, policy=USUAL) -> Engine:
    """Load rules as they stand in a file: JSON is YAML."""
    named = [{"id": f"r{at}", **rule} for at, rule in enumerate(rules)]
    file = {"source": "a.vn", "limits": {"max_removed": "100%", "min_kept": 0}, "rules": named}
    text = json.dumps(file, ensure_ascii=False)
    return Engine.of_sheets([_core.Sheet(text.encode(), "a.yaml")], policy)


def clean(rules, text, title="", policy=USUAL):
    return engine(rules, policy).clean(text, title).result()


def solid(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


padding = st.sampled_from([" x", " Đọc", "x", " x y z.", ",", " 1"])
long_lines = st.builds(
    lambda start, pad, times, end: start + pad * times + end,
    st.sampled_from([*PIECES, ""]),
    padding,
    st.sampled_from([30, 70, 130, 300]),
    st.sampled_from([*PIECES, "", " b", ".", " hòa"]),
)


@SOME
@given(simple, st.lists(lines | long_lines, min_size=1, max_size=8))
def test_looking_lines_up_finds_what_asking_each_line_finds(matcher, drawn):
    """Lines are looked up for all matchers at once, and long ones take short cuts; neither may change an answer."""
    assume("same_as" not in matcher)
    assume(not any("{title}" in template for template in matcher.get("like", ())))
    made = engine([{"label": "ad", "drop": matcher}])
    repaired = repair("\n".join(drawn))
    asked = [row for row, line in enumerate(repaired.lines) if line.strip() and made.core.fits(0, line)]
    assert [row for row, *_ in made.clean("\n".join(drawn), trusted=True).core.taken] == asked


@SOME
@given(takes | edits, documents, titles, policies)
def test_cleaning_twice_changes_nothing(rules, text, title, policy):
    once = clean(rules, text, title, policy)
    again = clean(rules, once.text, title, policy)
    assert again.text == once.text
    assert again.removals == ()


@SOME
@given(takes, documents, titles)
def test_kept_and_removed_lines_merged_by_number_give_the_input_back(rules, text, title):
    result = clean(rules, text, title)
    found = dict(zip(result.numbers, solid(result.text), strict=True))
    for removal in result.removals:
        assert removal.line not in found, "a line has one owner"
        found[removal.line] = removal.text
    lines = repair(text).lines
    assert found == {number: line for number, line in enumerate(lines, 1) if line.strip()}


@SOME
@given(takes | edits, documents, titles)
def test_lines_keep_their_order_and_what_stays_whole_is_as_it_was(rules, text, title):
    result = clean(rules, text, title)
    before = repair(text).lines
    edited = {removal.line: removal.kept for removal in result.removals if removal.kept}
    assert list(result.numbers) == sorted(set(result.numbers))
    for number, line in zip(result.numbers, solid(result.text), strict=True):
        assert line == edited.get(number, before[number - 1])


@SOME
@given(st.lists(drops | trims, min_size=1, max_size=5), documents, titles)
def test_rules_that_only_take_add_no_character(rules, text, title):
    left = Counter(clean(rules, text, title).text)
    whole = Counter(repair(text).text)
    assert not {letter for letter in left if letter != "\n" and left[letter] > whole[letter]}


@SOME
@given(takes, documents, titles, simple)
def test_keep_beats_everything(rules, text, title, matcher):
    assume("same_as" not in matcher)
    assume(not any("{title}" in template for template in matcher.get("like", ())))
    everything = {"label": "ad", "drop": {"words": "..99"}}
    spared = clean([everything], text, title).numbers  # a title, where no other headline stays
    chosen = clean([{"keep": matcher}, everything], text, title).numbers
    result = clean([*rules, everything, {"keep": matcher}], text, title)
    assert set(chosen) - set(spared) <= set(result.numbers)


@SOME
@given(takes | edits, documents, titles)
def test_every_removal_names_a_rule_that_is_there_and_none_twice(rules, text, title):
    result = clean(rules, text, title)
    known = {f"a.vn#r{at}" for at in range(len(rules))}
    for removal in result.removals:
        assert {removal.rule, *removal.also} <= known
        assert removal.at == "a.yaml:1"
    whole = Counter(removal.line for removal in result.removals if not removal.kept)
    assert not [line for line, times in whole.items() if times > 1]


@SOME
@given(takes | edits, documents, titles)
def test_the_same_twice_gives_the_same(rules, text, title):
    assert clean(rules, text, title) == clean(rules, text, title)


@SOME
@given(takes | edits, documents)
def test_what_goes_by_label_stays_when_that_label_is_kept(rules, text):
    everything = Policy.of(keep=LABELS)
    result = clean(rules, text, policy=everything)
    assert {removal.label for removal in result.removals} <= {""}
    assert result.meta == {}
