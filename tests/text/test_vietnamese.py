"""Syllables, tone marks, keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.text import TextSettings, is_syllable, key, repair

RIGHT = (
    "quý gìn gịa khuỷu thuở xoóng nghiêng giường giếng quốc quyển khuya khuỵu uống yêu ý ỷ oái ương ưu ếch ngoằn ngoèo "
    "nguyễn huỳnh thuỷ thủy hoà hòa khoẻ khỏe quả giữa giặc gì già quở loạng choạng huếch hoác ngoéo rượu hươu bướu "
    "ghế nghệ kẻ kỹ quẹo quằn quẩn xoèn thoăn thoắt ngã tuýp quýt"
)
WRONG = "Hermès Chloé Beyoncé Noé café cuả qúy hòan nghà gế kà cế ngế cat bạc1 Ðà đƣợc vièc hàc tạtt ôtô ĐH"


@pytest.mark.parametrize("token", RIGHT.split())
def test_syllables(token):
    assert is_syllable(token)
    assert is_syllable(token.upper())
    assert is_syllable(token.title())


@pytest.mark.parametrize("token", WRONG.split())
def test_no_syllables(token):
    assert not is_syllable(token)


def test_stops_bear_two_tones_only():
    assert is_syllable("mạt")
    assert is_syllable("mát")
    assert not any(is_syllable(token) for token in ("mat", "màt", "mảt", "mãt"))


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("hoà bình", "hòa bình", "hoà bình"),
        ("HÒA BÌNH", "HÒA BÌNH", "HOÀ BÌNH"),
        ("Thuý Kiều khoẻ", "Thúy Kiều khỏe", "Thuý Kiều khoẻ"),
        ("quý, quỳ, của, mùa", "quý, quỳ, của, mùa", "quý, quỳ, của, mùa"),
        ("hoàn toàn, khuỷu", "hoàn toàn, khuỷu", "hoàn toàn, khuỷu"),
        ("Noé, Chloé", "Noé, Chloé", "Noé, Chloé"),
        ("#hoà @hoà a@hoà.vn www.hoà.vn", "#hoà @hoà a@hoà.vn www.hoà.vn", "#hoà @hoà a@hoà.vn www.hoà.vn"),
    ],
)
def test_tone_schools(line, old, new):
    assert repair(line, TextSettings(tone="old")).text == old
    assert repair(line, TextSettings(tone="new")).text == new
    assert repair(line).text == line


def test_placement_is_put_right_on_request_only():
    assert repair("cuả qúy hòan HÒAN thuơng").text == "cuả qúy hòan HÒAN thuơng"
    assert repair("cuả qúy hòan HÒAN", TextSettings(placement=True)).text == "của quý hoàn HOÀN"
    assert repair("Hòa hoà #cuả", TextSettings(placement=True)).text == "Hòa hoà #cuả"


def test_straight_quotes_on_request_only():
    assert repair("“a” ‘b’").text == "“a” ‘b’"
    assert repair("“a” ‘b’", TextSettings(quotes="straight")).text == "\"a\" 'b'"


def test_settings_refuse_what_is_no_choice():
    with pytest.raises(UsageError, match="`tone` is one of keep, old, new"):
        repair("a", TextSettings(tone="newest"))
    with pytest.raises(UsageError, match="`quotes` is one of keep, straight"):
        repair("a", TextSettings(quotes="curly"))


def test_keys_do_not_fold_diacritics():
    assert key("Hoà  BÌNH\xa0&amp; Thuý") == key("hòa bình & THÚY")
    assert key("hòa") != key("hoa")
    assert key(" A\tB ") == "a b"


@given(st.text(alphabet="hoàòaquýyúthỏeẻ -.#/", max_size=30))
def test_a_key_is_its_own_key_in_either_school(text):
    literal = key(text)
    assert key(literal) == literal
    for school in ("old", "new"):
        assert key(repair(text, TextSettings(tone=school)).text) == literal


def test_both_schools_are_each_other_undone():
    old, new = TextSettings(tone="old"), TextSettings(tone="new")
    for line in ("Hòa khỏe, THÚY", "tòa, xòe, lũy"):
        assert repair(repair(line, new).text, old).text == line
