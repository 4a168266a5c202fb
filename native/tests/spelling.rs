//! Syllables, and letters that only look like theirs, on words of Vietnamese.

use cleaner_core::text::letters::{split_tone, with_tone};
use cleaner_core::text::syllable::{is_syllable, with_mark_in_place};
use cleaner_core::text::words::{impossible, with_right_letters};

#[test]
fn onsets_take_the_rimes_that_are_theirs() {
    for token in ["kẻ", "gì", "giêng", "quý", "thuở", "xoóng", "ngoằn", "yêu", "ộp", "nghĩa", "giềng"] {
        assert!(is_syllable(token), "{token}");
    }
    for token in ["ke\u{301}", "cê", "nghông", "gê", "Noé", "càc", "hòán", "qúy", "b", "aaaaaaaa"] {
        assert!(!is_syllable(token), "{token}");
    }
}

#[test]
fn marks_go_where_the_old_school_puts_them() {
    for (wrong, right) in [("qúy", "quý"), ("HÒAN", "HOÀN"), ("gíup", "giúp")] {
        assert_eq!(with_mark_in_place(wrong).as_deref(), Some(right));
    }
}

#[test]
fn names_count_once_and_acronyms_not_at_all() {
    for (text, wrong) in [("Müller", 1), ("Ã", 1), ("TPHCM ĐHQG", 0), ("bÁ", 1), ("à–b", 1), ("日本", 5), ("Ä‘", 2)]
    {
        assert_eq!(impossible(text), wrong, "{text}");
    }
}

#[test]
fn addresses_keep_their_letters() {
    assert_eq!(with_right_letters("Ðà #Ðà a@Ðà.vn"), "Đà #Ðà a@Ðà.vn");
}

#[test]
fn tones_come_off_and_go_on_again() {
    for (whole, base, tone) in [('ộ', 'ô', 5), ('Ắ', 'Ă', 2), ('đ', 'đ', 0), ('ừ', 'ư', 1), ('ỹ', 'y', 3)]
    {
        assert_eq!(split_tone(whole), (base, tone));
        assert_eq!(with_tone(base, tone), Some(whole));
    }
}
