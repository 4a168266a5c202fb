"""The form by which lines are looked for is found wherever the pattern is, and is small."""

from __future__ import annotations

import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulebook.catalogue import Catalogue
from cleaner.rulebook.patterns import PatternError, compile_pattern

ATOMS = (
    *"aBđÉ_1 .-", r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\p{L}", r"\p{Lu}", r"\pL", r"\P{L}", r"\P{Lu}", r"\p{M}",
    r"\p{N}", r"\p{P}", r"[\w.]", r"[^\w]", r"[^\d\s]", r"[^\p{Lu}]", r"[^\p{M}]", r"[^\p{L}a]", r"[\p{Ll}-]",
    r"[à-ỹ\d]", r"[^\D]", r"[\D]", r"[^\P{L}]", r"[]a]", r"[^]\w]", r"\.", r"\Q.w\E", r"\b", "(?:ab|É)", "^", "$",
)  # fmt: skip
BARE = ("^", "$", r"\b")
COUNTS = ("", "?", "*", "+", "{2}", "{1,3}", "{3,20}", "{9}", "{12,}")
PATTERNS = st.tuples(
    st.sampled_from(("", "(?i)")),
    st.lists(st.tuples(st.sampled_from(ATOMS), st.sampled_from(COUNTS)), min_size=1, max_size=5),
).map(lambda made: made[0] + "".join(atom + count * (atom not in BARE) for atom, count in made[1]))
TEXTS = st.text(st.sampled_from("aAbBđĐéÉ1٣_ .-]w\u0301\xa0KſỹÀ,"), max_size=24)


@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=8))
def test_what_the_pattern_finds_its_broader_form_finds(source, texts):
    try:
        pattern = compile_pattern(source)
    except PatternError:
        return
    loose = re2.compile(pattern.loose)
    assert [text for text in texts if pattern.found(text) and not loose.search(text)] == []


def test_looking_for_the_patterns_of_a_source_is_cheap():
    """States make start-up slow: a thousand take about a millisecond to compile."""
    catalogue = Catalogue()
    for name in catalogue.names:
        rules = catalogue.rulebook(name).rules
        values = [dict(matcher.static).get("regex", ()) for rule in rules for matcher in (rule.start, *rule.items)]
        loose = {pattern.loose for value in values for pattern in value}
        assert sum(re2.compile(one).programsize for one in loose) < 5_000, name
