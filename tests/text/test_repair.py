"""Properties of the whole repair."""

import subprocess
import sys
import time
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.text import DEFAULT, TextSettings, key, repair

ROOT = Path(__file__).resolve().parents[2]
SEEDS = [path for path in sorted((ROOT / "seeds").glob("*_*.txt")) if "." not in path.stem]
NASTY = [
    *"aàâãÃÂĂáđĐðÐƣẠệOoUuYy “”‘’–—….,;&#<>?-_/0123\t\n\r",
    *"\x00\x0b\x0c\x1a\x1b\x1e\x80\x85\x91\x96\x9d\xa0\xad\xb5\xb8\xbb\xba\xc3\xc4\xe1\xe2\xf0\ufeff\ufffd",
    *"\u0300\u0301\u0302\u0306\u0309\u031b\u0323\u200b\u200c\u200d\u200e\u2028\u2029\ufe0f\ue0fd\ue0fe\ue0ff\ud83d\ude00",
    *"€‚ƒ„†‡ˆ‰Š‹ŒœŸž™├ßº»Ó╗╣çВГД·∫ª√∂ÄÅÆÇµ¶¸®ñöäëïüûõøù©中字あ😀👨ﬁＡ１æ",
    "&amp;",
    "&lt;",
    "&gt;",
    "&nbsp;",
    "&#13;",
    "&#10;",
    "&eacute;",
    "&#x1ea1;",
    "&amp;amp;",
    "<p>",
    "</b>",
    "http://x.vn/hoà",
    "Viá»‡t",
    "dÃ ng",
    "Ä\ufffd",
    "Ä‘Æ°á»£c",
    "vá»\ufffd",
    "ViÖt",
    "n­íc",
    "Vieät",
    "nöôùc",
    "XÃ HỘI",
    "“ĐẠI LÃ”",
    "#hoà",
    "hoà",
    "cuả",
    "Việt Nam",
    normalize("NFD", "nghiệp"),
    "ó\u0302",
    "đƣợc",
    "Ðà",
    "ViÃ¡Â»â€¡t",
    "Vi├íÔòùt",
    "\x1b[31m",
    "\r\n",
    "  ",
]
MIXED = st.lists(st.one_of(st.sampled_from(NASTY), st.characters()), max_size=24).map("".join)
SETTINGS = st.sampled_from(
    [
        DEFAULT,
        TextSettings(quotes="straight"),
        TextSettings(tone="old", placement=True),
        TextSettings(tone="new"),
        TextSettings(html_entities=False),
    ]
)


@settings(max_examples=700, deadline=None)
@given(text=MIXED, chosen=SETTINGS)
def test_repairing_twice_changes_nothing(text, chosen):
    once = repair(text, chosen)
    again = repair(once.text, chosen)
    assert again.text == once.text
    assert again.repairs == ()


@settings(max_examples=500, deadline=None)
@given(text=MIXED)
@example("a\r\r\n\nb\r")
@example("a\r\nb\r")
def test_lines_numbers_and_repairs_fit_together(text):
    fixed = repair(text)
    source = text.split("\n")
    assert len(fixed.lines) == len(fixed.numbers)
    assert list(fixed.numbers) == sorted(fixed.numbers)
    assert not any("\n" in line or line != line.strip(" ") for line in fixed.lines)
    assert is_normalized("NFC", fixed.text)
    whole = [one for one in fixed.repairs if one.line == 0]
    now = {}
    for number, line in zip(fixed.numbers, fixed.lines, strict=True):
        now[number] = f"{now[number]}\n{line}" if number in now else line
    for one in reversed([one for one in fixed.repairs if one.line]):
        assert now[one.line] == one.after
        now[one.line] = one.before
    if whole:
        assert whole[0].before == "\r\n"
        assert "\r\n".join(now[number + 1] for number in range(len(source))) == text
    else:
        assert "\n".join(now[number + 1] for number in range(len(source))) == text


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds_come_out_as_they_went_in(path):
    text = path.read_text(encoding="utf-8")
    fixed = repair(text)
    assert fixed.lines == text.split("\n")
    assert fixed.repairs == ()
    assert fixed.flags == ()


KINDS = [
    "UTF-8 read as Latin-1",
    "UTF-8 read as Windows-1252",
    "UTF-8 read as Windows-1254",
    "UTF-8 read as cp437",
    "UTF-8 read as cp850",
    "UTF-8 read as Mac Roman",
    "UTF-8 read as Windows-1251",
    "UTF-8 read as Windows-1258",
    "the same twice (Windows-1252)",
    "the same three times",
    "NFD",
    "NFD read as Windows-1252",
    "Windows-1258, marks apart",
    "marks in the wrong order",
    "HTML entities",
    "HTML entities, escaped twice",
    "zero-width spaces",
    "no-break spaces",
    "VNI bytes read as Windows-1252",
    "Windows-1258 bytes read as Windows-1252",
    "NBSP in mojibake made a space",
]


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_seeds_come_back_whole(kind, damage):
    for path in SEEDS:
        text = repair(path.read_text(encoding="utf-8")).text
        assert repair(damage.REPAIRABLE[kind](text)).text == text


def test_all_kinds_come_back_to_one_in_a_thousand(damage):
    from difflib import SequenceMatcher

    for path in SEEDS[1:4]:
        text = repair(path.read_text(encoding="utf-8")).text
        for kind, spoil in damage.REPAIRABLE.items():
            found = repair(spoil(text)).text
            if found != text:
                same = sum(
                    block.size
                    for right, line in zip(text.split("\n"), found.split("\n"), strict=True)
                    for block in SequenceMatcher(None, right, line, autojunk=False).get_matching_blocks()
                )
                assert len(text.replace("\n", "")) - same <= 0.001 * len(text), kind


@pytest.mark.parametrize("kind", ["letters made '?'", "mojibake in lower case", "Latin-1 mojibake, C1 stripped"])
def test_damage_beyond_repair_is_flagged_with_its_share(kind, damage):
    for path in SEEDS:
        fixed = repair(damage.BEYOND[kind](path.read_text(encoding="utf-8")))
        assert len(fixed.flags) == 1, path
        assert fixed.flags[0].startswith("residual-damage ")
        assert fixed.flags[0].endswith("%")


def test_no_repair_leaves_everything():
    text = "Viá»‡t\xa0Nam  \r\n\n\n&amp;"
    fixed = repair(text, TextSettings(repair=False))
    assert fixed.text == text
    assert fixed.lines == text.split("\n")
    assert fixed.repairs == ()


def test_windows_line_ends_are_one_record_and_no_blank_lines():
    fixed = repair("một\r\nhai\r\n\r\nba\r\n")
    assert fixed.text == "một\nhai\n\nba"
    assert fixed.lines == ["một", "hai", "", "ba", ""]
    assert [(one.line, one.step) for one in fixed.repairs] == [(0, "newlines")]


def test_a_separator_inside_a_line_splits_it_and_keeps_the_number():
    fixed = repair("một\rhai\u2028ba\nbốn")
    assert fixed.lines == ["một", "hai", "ba", "bốn"]
    assert list(fixed.numbers) == [1, 1, 1, 2]


def test_markup_keeps_its_entities():
    assert repair("<p>R&eacute;sum&eacute;</p>").text == "<p>R&eacute;sum&eacute;</p>"
    assert repair("a < b: R&eacute;sum&eacute;").text == "a < b: Résumé"
    assert repair("R&eacute;", TextSettings(html_entities=False)).text == "R&eacute;"


def test_a_legacy_encoding_is_read_before_anything_is_cleaned(damage):
    text = "Nước ta còn nhiều người dân ở vùng sâu, vùng xa chưa có điện và nước sạch."
    spoilt = damage.REPAIRABLE["TCVN3 bytes read as Latin-1"](text)
    assert "\xad" in spoilt
    fixed = repair(spoilt)
    assert fixed.text == text
    assert fixed.repairs[0].step == "tcvn3"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("empty lines", "\n" * 1_000_000),
        ("one long clean line", "nghiệp vụ Đà Nẵng “hoà” " * 40_000 + "."),
        ("one long line with a no-break space", "nghiệp\xa0vụ Đà Nẵng “hoà” " * 40_000 + "."),
        ("one long line of mojibake", "nghiá»‡p vá»¥ cá»§a Ä‘áº¥t nÆ°á»›c " * 30_000),
        ("equal lines", "nghiá»‡p vá»¥ \n" * 100_000),
        ("spaces", " " * 1_000_000),
        ("ampersands", "&" * 1_000_000),
        ("entities", "&amp;" * 200_000),
        ("capitals before quotes", "Ã”" * 300_000),
        ("tags that never end", "<p " * 300_000 + "&amp;"),
        ("escapes", "\x1b[" * 300_000),
        ("combining marks", "e" + "\u0323" * 20_000),
        ("carriage returns", "\r" * 300_000),
    ],
    ids=lambda value: value if len(value) < 60 else "",
)
def test_time_is_linear_in_the_worst_cases(name, text):
    start = time.process_time()
    repair(text)
    assert time.process_time() - start < 10, name


@settings(max_examples=300, deadline=None)
@given(text=MIXED)
def test_keys_are_folded_repaired_lines_but_for_tone_school_and_spaces(text):
    fixed = repair(text, TextSettings(tone="old"))
    for line in fixed.lines:
        if "&" not in line:
            assert key(line) == line.casefold()


def test_ftfy_is_imported_only_when_a_line_needs_it():
    code = (
        "import sys; from cleaner.text import repair; repair('“Đà Nẵng” 35 m²\\xa0XÃ HỘI \\nMüller, café  Viá»‡t');"
        "sys.exit('ftfy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


INDENTED = [
    "def bán(giá):\n    if giá < 10:\n        return 'rẻ'",
    "{\n  'giá': 10\n}",
    "    Hàng tre ngả bóng bên đường,\nCon đò chở nắng vàng qua sông.\n    Chợ chiều mẹ gánh mùa đông,\nMớ rau con cá.",
]


@pytest.mark.parametrize("passage", INDENTED)
def test_code_and_verses_keep_their_indentation(passage):
    prose = "Sáng nay, bà con mang ra bán đủ thứ, từ mớ rau, con gà cho tới chiếc rổ đan tay, ai cũng mong đông khách."
    text = f"{prose}\n{passage}\n{prose}"
    assert repair(text).text == text
    assert repair(text).repairs == ()
    for damaged in (normalize("NFD", text), text.replace("\n", " \n").encode().decode("latin-1")):
        found = repair(damaged)
        assert found.text == text
        for number, (line, right) in enumerate(zip(damaged.split("\n"), text.split("\n"), strict=True), 1):
            steps = [one for one in found.repairs if one.line == number]
            assert [line, *(one.after for one in steps)] == [*(one.before for one in steps), right]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Chợ quê họp lại\n    Sáng nay chợ đông.\n    Bà con mang rau ra bán.", None),  # paragraphs
        ("  * Một\n  * Hai\nBa\n  * Bốn", None),  # a list, which has its marks
        ("            Trang chủ\n                Thời sự\n            Thế giới", None),  # markup
        ("Tin mới:\n            Chợ quê họp lại", None),  # markup again
        ("  Ảnh: Lan Anh\n        Một tiểu mục\n    Chợ họp mỗi sáng.\nNgười dân đi chợ.", None),
        ("    Trang chủ\nThời sự\n    Kinh tế", None),
        ("    Trang chủ\nThời sự\n  Kinh tế\nVăn hóa", None),
        ("Nơi bán:\n  Chợ Đông\n      Chợ Tây", None),
        ("a:\n\n  b", None),  # nothing opens it
        ("a:\n\u00a0\u00a0b\n\t\tc", None),  # only plain spaces indent
        ("a:\n \u00a0 b\u2028    c", "a:\nb\nc"),  # nor does what stood inside a line
        ("a: \n   b  c \n d", "a:\n   b c\nd"),
    ],
)
def test_other_spaces_at_the_start_of_a_line_go(text, wanted):
    found = repair(text)
    assert found.text == wanted or found.text.split("\n") == [line.strip() for line in text.split("\n")]
    assert repair(found.text).text == found.text
    assert all(one.before != one.after for one in found.repairs)
