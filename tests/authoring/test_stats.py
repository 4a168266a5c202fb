"""What is counted over a corpus, and what counts as drift."""

from cleaner.authoring.stats import Group, RuleUse, Stats, baseline, drifts
from cleaner.rules.engine import Fate

RULES = ("a#menu", "a#box", "a#late", "a#dead")


def fate(line, text, rule="", also=()):
    return Fate(
        line, text, "drop" if rule else "keep", "menu" if rule else "", rule, "a.yaml:1" if rule else "", "", also
    )


def two_documents():
    stats = Stats()
    first = [
        fate(1, "Trang chủ", "a#menu", ("a#late",)),
        fate(2, "Câu một."),
        fate(3, "Tải ứng dụng"),
        fate(4, "Hộp", "a#box"),
    ]
    second = [
        fate(1, "Trang chủ", "a#menu", ("a#late",)),
        fate(2, "Câu hai."),
        fate(3, "Tải ứng dụng"),
        fate(4, "Tải ứng dụng"),
    ]
    stats.add("a", "a", RULES, first)
    stats.add("a", "a", RULES, second, ["limits", "html-drift (x)"])
    stats.add("b.vn", "vi/news", (), [fate(1, "Câu ba.")])
    return stats


def test_what_each_rule_took():
    use = two_documents().rules["a#menu"]
    assert (use.tried, use.documents, use.lines, use.rate) == (2, 2, 2, 1.0)


def test_dead_and_shadowed():
    stats = two_documents()
    assert [name for name, _ in stats.idle("dead")] == ["a#dead"]
    ((name, use),) = stats.idle("shadowed")
    assert (name, use.wanted) == ("a#late", {"a#menu": 2})


def test_lines_that_recur_without_an_owner_are_counted_by_document():
    group = two_documents().groups["a"]
    assert group.recurring(5) == [("Tải ứng dụng", 2)]
    assert (group.documents, group.lines, group.owned, group.flagged) == (2, 8, 3, 1)
    assert group.flags == {"limits": 1, "html-drift": 1}


def test_a_host_without_rules_is_known_as_such():
    assert two_documents().groups["b.vn"] == Group(False, "vi/news", 1, 1, unowned={"Câu ba.": 1})


def test_long_lines_are_not_remembered():
    stats = Stats()
    stats.add("a", "a", (), [fate(1, "x" * 500)])
    assert stats.groups["a"].unowned == {}


def now(lines, tried=10):
    return Stats(rules={"a#b": RuleUse(tried=tried, lines=lines)})


def before(lines, documents=10):
    return {"rules": {"a#b": {"documents": documents, "lines": lines}}}


def test_a_rate_that_fell_or_rose_by_more_than_half_drifts():
    assert drifts(now(4), before(10))
    assert drifts(now(16), before(10))
    assert not drifts(now(5), before(10))
    assert not drifts(now(15), before(10))


def test_a_rule_that_died_or_woke_up_drifts():
    assert drifts(now(0), before(10))
    assert drifts(now(10), before(0))


def test_few_lines_say_nothing():
    assert not drifts(now(2), before(0))
    assert not drifts(now(0), before(2))


def test_rates_not_counts_are_compared():
    assert not drifts(now(100, tried=100), before(10))
    assert not drifts(now(10, tried=0), before(10))


def test_a_rule_that_is_new_is_no_drift():
    assert drifts(now(10), {"rules": {}}) == []


def test_the_baseline_is_what_drift_reads():
    stats = two_documents()
    written = baseline(stats)
    assert written["rules"]["a#menu"] == {"documents": 2, "lines": 2}
    assert drifts(stats, written) == []
