"""What rules do to the lines they fit: drop, keep, meta, trim, replace; and what a run chooses on top."""

from __future__ import annotations

import pytest

from cleaner import TextSettings, UsageError

AD = "- {id: ads, label: ad, drop: {line: [Quảng cáo]}}\n"


def shown(result) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.rule.removeprefix("a.vn#"), one.label, one.kept) for one in result.removals]


def test_drop_says_what_went_where_and_why(clean, tmp_path):
    result = clean("\n" + AD, "Một câu.\n\nQuảng cáo")
    (removal,) = result.removals
    assert result.text == "Một câu."
    assert (removal.line, removal.text, removal.rule, removal.label) == (3, "Quảng cáo", "a.vn#ads", "ad")
    assert removal.at == f"{tmp_path}/a.vn.yaml:6"
    assert (removal.kept, removal.also) == ("", ())


@pytest.mark.parametrize("label", ["title", "lead", "caption"])
def test_parts_of_the_article_stay_unless_dropped_by_choice(clean, label):
    rules = f"- {{id: part, label: {label}, drop: {{starts: [Ảnh]}}}}\n- {{id: later, label: ad, drop: {{ends: [An]}}}}"
    text = "Ảnh của An\nNgười An"
    assert shown(clean(rules, text)) == [(2, "later", "ad", "")]
    assert shown(clean(rules, text, drop=[label])) == [(1, "part", label, ""), (2, "later", "ad", "")]


def test_a_rule_that_is_named_after_a_label_need_not_say_it(clean):
    rules = """
        - {id: ad, drop: {line: x}}
        - {id: byline, meta: {line: An}}
        - {id: related, label: tags, drop: {line: y}}
    """
    result = clean(rules, "Một câu.\nx\ny\nAn")
    assert shown(result) == [(2, "ad", "ad", ""), (3, "related", "tags", ""), (4, "byline", "byline", "")]
    assert clean("- {id: credit, trim: {ends: ' An'}}", "Tin của An").meta == {}


def test_a_label_can_be_kept_by_choice_and_keep_wins_over_drop(clean):
    assert clean(AD, "Quảng cáo\nx", keep=["ad"]).text == "Quảng cáo\nx"
    assert clean(AD, "Quảng cáo\nx", keep=["ad"], drop=["ad"]).text == "Quảng cáo\nx"


def test_an_unknown_label_is_refused_with_the_nearest_one(clean):
    with pytest.raises(UsageError, match="unknown label 'adds'; did you mean 'ad'"):
        clean(AD, "x", keep=["adds"])


@pytest.mark.parametrize("label", ["published", "byline", "credit", "origin"])
def test_meta_leaves_the_text_and_becomes_metadata(clean, label):
    rules = f"- {{id: fact, label: {label}, meta: {{starts: [Theo]}}}}"
    result = clean(rules, "Theo A\nMột câu.\nTheo B\nTheo A")
    assert result.text == "Một câu."
    assert result.meta == {label: "Theo A\nTheo B"}
    kept = clean(rules, "Theo A\nMột câu.", keep=[label])
    assert (kept.text, kept.meta) == ("Theo A\nMột câu.", {})


def test_keep_beats_every_other_rule_wherever_it_stands(clean):
    rules = """
    - {id: all, label: ad, drop: {chars: ..99}}
    - {id: cut, trim: {starts: [Quảng]}}
    - {id: stay, keep: {starts: [Quảng cáo]}}
    """
    assert clean(rules, "Quảng cáo\nx\nQuảng cáo thật").text == "Quảng cáo\nQuảng cáo thật"


def test_keep_saves_a_line_inside_a_block(clean):
    rules = """
    - {id: box, label: ad, drop: {from: {line: [A]}, until: {line: [Z]}}}
    - {id: stay, keep: {line: [c]}}
    """
    assert clean(rules, "x\nA\nb\nc\nd\nZ").text == "x\nc\nZ"


def test_keep_acts_in_its_zone_only(clean):
    rules = AD + "- {id: stay, keep: {line: [Quảng cáo]}, where: {first: 1}}"
    assert shown(clean(rules, "Quảng cáo\nx\nQuảng cáo")) == [(3, "ads", "ad", "")]


#: An edit, a line before and after it; lines that are equal do not change.
EDITS = [
    ("trim: {starts: ['(PLVN) - ']}", "(PLVN) - Sáng nay.", "Sáng nay."),
    ("trim: {starts: ['(PLVN) - ']}", "(plvn) - Sáng nay.", "Sáng nay."),
    ("trim: {starts: ['(PLVN) - ']}", "Tờ (PLVN) - Sáng nay.", "Tờ (PLVN) - Sáng nay."),
    ("trim: {starts: ['(PLVN) - ']}", "(PLVN) - (PLVN) - Sáng.", "Sáng."),
    ("trim: {starts: [A, 'A B']}", "A B c", "c"),
    ("trim: {ends: [' - Báo Mới']}", "Một tin - Báo Mới", "Một tin"),
    ("trim: {ends: ['| Báo', '| Tin']}", "Một tin | Báo | Tin", "Một tin"),
    ("trim: {has: ['[Video]']}", "Xem [VIDEO] này [video] và [Video]", "Xem này và"),
    ("trim: {has: [teh]}", " ".join(["teh"] * 30) + " x", "x"),
    ("trim: {has: [ảnh]}", "ẞ Ảnh này", "ẞ này"),
    ("trim: {ends: [SS]}", "Viết ß", "Viết"),
    ("trim: {has: [s]}", "Viết ß", "Viết ß"),
    ("trim: {has: [hoà bình]}", "Vì Hòa Bình nhé", "Vì nhé"),
    ("trim: {regex: ['\\s*\\(Ảnh: [^)]*\\)$']}", "Hai người (Ảnh: An)", "Hai người"),
    ("trim: {regex: ['\\bảnh \\d+\\b']}", "Xem ảnh 12 và ảnh 3x", "Xem và ảnh 3x"),
    ("trim: {starts: [Ảnh], words: ..2}", "Ảnh đẹp", "đẹp"),
    ("trim: {starts: [Ảnh], words: ..2}", "Ảnh đẹp lắm", "Ảnh đẹp lắm"),
    ("trim: {has: [a]}", "xay", "xy"),
    ("trim: {regex: ['(a)|(b)']}", "xayb", "xy"),
]


@pytest.mark.parametrize(("action", "before", "after"), EDITS)
def test_an_edit_changes_a_part_and_a_second_run_nothing(clean, action, before, after):
    rules = f"- {{id: edit, {action}}}"
    result = clean(rules, f"Câu ở trên.\n{before}")
    assert result.text == f"Câu ở trên.\n{after}"
    assert shown(result) == ([(2, "edit", "", after)] if before != after else [])
    assert clean(rules, result.text).removals == ()


def test_what_an_edit_leaves_empty_is_a_line_that_goes(clean):
    result = clean("- {id: cut, trim: {starts: [PLVN]}}", "PLVN\n\nMột câu.\nPLVN PLVN")
    assert result.text == "Một câu."
    assert shown(result) == [(1, "cut", "", ""), (4, "cut", "", "")]


def test_edits_follow_one_another_in_file_order(clean):
    rules = "- {id: one, trim: {starts: [a]}}\n- {id: two, trim: {starts: [b]}}"
    result = clean(rules, "abx.")
    assert result.text == "x."
    assert shown(result) == [(1, "one", "", "bx."), (1, "two", "", "x.")]
    assert {removal.text for removal in result.removals} == {"abx."}


def test_a_trimmed_line_that_another_rule_then_takes_tells_both(clean):
    rules = AD + "- {id: cut, trim: {starts: ['(A) ']}}"
    result = clean(rules, "(A) Quảng cáo\nMột câu.")
    assert shown(result) == [(1, "cut", "", "Quảng cáo"), (1, "ads", "ad", "")]
    assert {removal.text for removal in result.removals} == {"(A) Quảng cáo"}


@pytest.mark.parametrize(
    ("part", "line", "left", "fact"),
    [
        ("starts: ['(PLVN) - ']", "(PLVN) - Sáng nay.", "Sáng nay.", "(PLVN) -"),
        ("starts: ['Lan, ']", "Lan, Lan Anh", "Lan Anh", "Lan,"),
        ("starts: [A B]", "A B A B.", ".", "A B A B"),
        ("ends: [' Theo TTXVN']", "Theo ông. Theo TTXVN", "Theo ông.", "Theo TTXVN"),
        ("has: ['(TTXVN)']", "Hà Nội (TTXVN) hôm nay", "Hà Nội hôm nay", "(TTXVN)"),
        ("regex: ['\\(Ảnh: \\w+\\)']", "Hai người (Ảnh: An) cười.", "Hai người cười.", "(Ảnh: An)"),
    ],
)
def test_a_trim_with_a_metadata_label_gives_the_part_it_cut(clean, part, line, left, fact):
    result = clean(f"- {{id: cut, label: credit, trim: {{{part}}}}}", f"Câu ở trên.\n{line}")
    assert (result.text, result.meta) == (f"Câu ở trên.\n{left}", {"credit": fact})


def test_an_edit_with_a_label_that_stays_does_nothing(clean):
    rules = "- {id: cut, label: credit, trim: {has: [TTXVN]}}"
    assert clean(rules, "Theo TTXVN.", keep=["credit"]).removals == ()


def test_without_repair_an_edit_still_finds_its_part(clean):
    import unicodedata

    text = unicodedata.normalize("NFD", "(Tiền  Phong) - Sáng nay.")
    result = clean("- {id: cut, trim: {starts: ['(Tiền Phong) - ']}}", text, text=TextSettings(repair=False))
    assert result.text == "Sáng nay."


class TestOwners:
    """Each line that goes has one owner: the first rule that wants it, and the others are remembered."""

    def test_the_first_rule_of_a_file_owns_and_the_others_are_named(self, clean):
        rules = """
        - {id: one, label: ad, drop: {starts: [a]}}
        - {id: two, label: menu, drop: {ends: [b]}}
        - {id: three, label: tags, drop: {line: [ab]}}
        """
        result = clean(rules, "ab\nxb\nx")
        assert shown(result) == [(1, "one", "ad", ""), (2, "two", "menu", "")]
        assert result.removals[0].also == ("a.vn#two", "a.vn#three")
        assert result.removals[1].also == ()

    def test_a_line_that_stays_by_its_label_is_owned_too(self, clean):
        rules = "- {id: one, label: caption, drop: {starts: [a]}}\n- {id: two, label: ad, drop: {starts: [ab]}}"
        assert clean(rules, "ab\nx").removals == ()

    def test_the_sources_own_rules_come_before_those_of_its_packages(self, clean):
        packages = {
            "p/one": "rules:\n- {id: r, label: menu, drop: {line: [b, c, d]}}\nextends: [p/deep]",
            "p/two": "rules:\n- {id: r, label: tags, drop: {line: [d, e]}}",
            "p/deep": "rules:\n- {id: r, label: share, drop: {line: [d, e, f]}}",
        }
        own = "- {id: r, label: ad, drop: {line: [a, b]}}"
        head = "extends: [p/one, p/two]\nlimits: {max_removed: 100%, min_kept: 0}"
        result = clean(own, "a\nb\nc\nd\ne\nf\ng", head=head, packages=packages)
        assert [one.rule for one in result.removals] == [
            "a.vn#r",
            "a.vn#r",
            "p/one#r",
            "p/one#r",
            "p/deep#r",
            "p/deep#r",
        ]
        assert result.removals[1].also == ("p/one#r",)
        assert result.removals[3].also == ("p/deep#r", "p/two#r")

    def test_an_inherited_rule_can_be_switched_off_by_its_full_name(self, clean):
        packages = {"p/one": "rules:\n- {id: x, label: ad, drop: {line: [x]}}\n- {id: y, label: ad, drop: {line: [y]}}"}
        head = "extends: p/one\ndisable: ['p/one#x']\nlimits: {max_removed: 100%, min_kept: 0}"
        assert clean("- {id: z, label: ad, drop: {line: [z]}}", "x\ny\nz", head=head, packages=packages).text == "x"

    def test_a_package_that_two_ways_lead_to_counts_once(self, clean):
        packages = {
            "p/a": "extends: p/c",
            "p/b": "extends: [p/c]",
            "p/c": "rules:\n- {id: x, label: ad, drop: {line: [x]}}",
        }
        head = "extends: [p/a, p/b]\nlimits: {max_removed: 100%, min_kept: 0}"
        (removal,) = clean("- {id: z, label: ad, drop: {line: [z]}}", "x\ny", head=head, packages=packages).removals
        assert removal.also == ()

    def test_limits_are_inherited_from_the_nearest_file_that_has_them(self, clean):
        packages = {"p/a": "extends: p/b", "p/b": "limits: {max_removed: 10%}"}
        result = clean(AD, "Quảng cáo\nMột câu.", head="extends: p/a", packages=packages)
        assert result.flags == ("limits",)


class TestLimits:
    """Past the limits the document is emitted as it was, and says so."""

    TEXT = "Quảng cáo\nMột câu. Hai câu?"

    @pytest.mark.parametrize(
        ("limits", "flagged"),
        [
            ("limits: {max_removed: 30%}", True),
            ("limits: {max_removed: 40%}", False),
            ("limits: {min_kept: 2}", False),
            ("limits: {min_kept: 3}", True),
            ("limits: {max_removed: 0%, min_kept: 0}", True),
            ("name: A", False),
        ],
    )
    def test_shares_of_characters_and_sentences_count(self, clean, limits, flagged):
        result = clean(AD, self.TEXT, head=limits)
        assert (result.flags == ("limits",)) is flagged
        assert (result.text == self.TEXT) is flagged
        assert bool(result.removals) is not flagged

    def test_a_flagged_document_is_unchanged_has_no_metadata_and_a_note(self, clean):
        rules = AD + "- {id: by, label: byline, meta: {line: [Lan Anh]}}"
        result = clean(rules, "Quảng cáo\n\n\nLan Anh\nx", head="limits: {max_removed: 50%}")
        assert (result.text, result.removals, result.meta) == ("Quảng cáo\n\nLan Anh\nx", (), {})
        assert list(result.numbers) == [1, 4, 5]
        assert result.notes == ("limits: 94.1% of the characters would go, more than 50%; nothing was removed",)

    def test_addresses_of_markdown_links_do_not_count(self, clean):
        menu = "Quảng cáo [Mục một](https://bao.example.vn/mot?a=1234567890)"
        rules = "- {id: x, label: menu, drop: {starts: [Quảng cáo]}}"
        result = clean(rules, menu + "\nMột câu. Hai câu, ba câu?", head="limits: {max_removed: 50%}")
        assert (result.text, result.flags) == ("Một câu. Hai câu, ba câu?", ())

    def test_by_default_one_sentence_must_stay(self, clean):
        assert clean(AD, "Quảng cáo\nMột tiêu đề", head="name: A").flags == ("limits",)
        assert clean(AD, "Quảng cáo\nMột câu.", head="name: A").flags == ()

    def test_nothing_to_remove_never_passes_the_limits(self, clean):
        assert clean(AD, "Một tiêu đề", head="name: A").flags == ()

    def test_all_may_go_where_the_file_says_so(self, clean):
        result = clean(AD, "Quảng cáo")
        assert (result.text, result.flags, list(result.numbers)) == ("", ("empty",), [])


def test_pages_that_are_no_articles_pass_unchanged(clean):
    lost = clean(AD, "Quảng cáo\n404 - Không tìm thấy trang")
    assert (lost.text, lost.flags) == ("Quảng cáo\n404 - Không tìm thấy trang", ("not-an-article",))
    teasers = clean(AD, "Quảng cáo\n" + "Một tiêu đề\n" * 80)
    assert teasers.removals == ()
    assert teasers.flags == ("not-an-article",)
