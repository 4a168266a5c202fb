//! Which letter sequences are Vietnamese syllables.
//!
//! Vietnamese writes one syllable a token: an onset, a rime out of some 170, and one of six tones, where a rime that
//! ends in a stop (c, ch, p, t) bears the acute or the dot below only. Some 20,000 spellings follow from that; they
//! tell damaged Vietnamese from sound better than any statistics of letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::letters::{STOP_TONES, Tone, small, split_tone, with_tone};

/// Letters of the longest syllable.
pub const LONGEST: usize = 7;

const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong \
    oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uâc uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôp uôt uơ uơn uơt up ut \
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu \
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu";
const AFTER_QU: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng ât âu ây \
    e en eng eo et em ec ep ê êch ên ênh êt êu i ia ich iên iêt im in inh it iu ôc ôi ông ơ ơn ơt ơi \
    y ych yên yêt yêu yn ynh yt yu ya yp";
const VOWELS: [char; 12] = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
const QUALITY: [char; 6] = ['ă', 'â', 'ê', 'ô', 'ơ', 'ư'];

/// The school of spelling: where the tone mark of *oa oe uy* with nothing behind stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum School {
    /// On the first vowel.
    Old,
    /// On the second.
    New,
}

/// Tell whether a token is one Vietnamese syllable, in any case, composed, its mark where one of the schools puts it.
///
/// ```
/// use cleaner_core::text::syllable::is_syllable;
/// assert!(["nghiêng", "QUÝ", "gìn", "khuỷu", "hoà", "hòa", "São"].into_iter().all(is_syllable));
/// assert!(!["Chloé", "cat", "cuả", "nghà", ""].into_iter().any(is_syllable));
/// ```
pub fn is_syllable(token: &str) -> bool {
    Letters::of(token).is_some_and(|letters| letters.is_syllable())
}

/// Put the mark of a token whose mark stands where no school would put it in the old school's place.
///
/// ```
/// use cleaner_core::text::syllable::with_mark_in_place;
/// assert_eq!(with_mark_in_place("Cuả"), Some("Của".to_owned()));
/// assert_eq!(with_mark_in_place("hoà"), None);
/// ```
pub fn with_mark_in_place(token: &str) -> Option<String> {
    let letters = Letters::of(token)?;
    let at = letters.mark?;
    if !VOWELS.contains(&letters.bare[at]) || letters.is_syllable() {
        return None;
    }
    let (onset, rime) = letters.splits().next()?;
    letters.written(token, onset + rime.mark_at(School::Old))
}

/// Write a token, an open syllable in *oa oe uy*, in a school's way; nothing where it stands so already or is none.
///
/// ```
/// use cleaner_core::text::syllable::{School, in_school};
/// assert_eq!(in_school("Hoà", School::Old).as_deref(), Some("Hòa"));
/// assert_eq!(in_school("hoàng", School::Old), None);
/// ```
pub fn in_school(token: &str, school: School) -> Option<String> {
    let letters = Letters::of(token)?;
    let at = letters.mark?;
    let differs = |rime: &Rime| rime.marks[0] != rime.marks[1];
    let (onset, rime) = letters.splits().find(|(_, rime)| differs(rime))?;
    let is_other = rime.marks.iter().any(|mark| onset + mark == at) && onset + rime.mark_at(school) != at;
    is_other.then(|| letters.written(token, onset + rime.mark_at(school))).flatten()
}

/// A token of few letters: their small forms without tones, the tone, and which letter bears its mark.
struct Letters {
    bare: [char; LONGEST],
    length: usize,
    tone: Tone,
    mark: Option<usize>,
}

impl Letters {
    fn of(token: &str) -> Option<Letters> {
        let mut letters = Letters { bare: ['\0'; LONGEST], length: 0, tone: 0, mark: None };
        for c in token.chars() {
            let (bare, tone) = split_tone(small(c));
            *letters.bare.get_mut(letters.length)? = bare;
            if tone != 0 {
                if letters.mark.is_some() {
                    return None;
                }
                (letters.tone, letters.mark) = (tone, Some(letters.length));
            }
            letters.length += 1;
        }
        Some(letters)
    }

    fn is_syllable(&self) -> bool {
        self.splits().any(|(onset, rime)| match self.mark {
            None => true,
            Some(at) => [School::Old, School::New].into_iter().any(|school| at == onset + rime.mark_at(school)),
        })
    }

    /// Give every way to cut the letters into an onset, whose length it is, and a rime that may bear the tone.
    fn splits(&self) -> impl Iterator<Item = (usize, &'static Rime)> {
        (0..=self.length.min(3)).filter_map(|onset| {
            let (before, behind) = self.bare[..self.length].split_at(onset);
            let rime = TABLE.rimes.get(&pack(behind)?)?;
            let follows = *TABLE.onsets.get(&pack(before)?)?;
            let toned = !rime.stops || STOP_TONES.contains(&self.tone);
            (toned && follows.may_precede(rime)).then_some((onset, rime))
        })
    }

    /// Write the token with its mark on another letter; the case of each place stays.
    fn written(&self, token: &str, mark: usize) -> Option<String> {
        let mut made = String::with_capacity(token.len() + 2);
        for (at, was) in token.chars().enumerate() {
            let letter = with_tone(self.bare[at], if at == mark { self.tone } else { 0 })?;
            made.push(if was.is_uppercase() { super::letters::capital(letter) } else { letter });
        }
        Some(made)
    }
}

/// A rime without its tone.
struct Rime {
    first: char,
    second: Option<char>,
    marks: [usize; 2],
    stops: bool,
    is_general: bool,
    is_after_qu: bool,
}

impl Rime {
    fn new(letters: &[char]) -> Rime {
        let ends = |with: &str| letters.iter().rev().zip(with.chars().rev()).filter(|(a, b)| **a == *b).count();
        let stops = ["c", "ch", "p", "t"].into_iter().any(|stop| ends(stop) == stop.len());
        let marks = [School::Old, School::New].map(|school| mark_position(letters, school));
        let (first, second) = (letters[0], letters.get(1).copied());
        Rime { first, second, marks, stops, is_general: false, is_after_qu: false }
    }

    /// Give the letter that bears the mark.
    fn mark_at(&self, school: School) -> usize {
        self.marks[usize::from(school == School::New)]
    }
}

fn mark_position(rime: &[char], school: School) -> usize {
    let vowels = rime.iter().take_while(|c| VOWELS.contains(c)).count();
    if let Some(at) = rime[..vowels].iter().rposition(|c| QUALITY.contains(c)) {
        return at;
    }
    let open = matches!(rime, ['o', 'a' | 'e'] | ['u', 'y']);
    usize::from(vowels > 1 && (vowels < rime.len() || vowels == 3 || (school == School::New && open)))
}

/// The rimes that may stand behind an onset.
#[derive(Clone, Copy)]
enum Follows {
    Any,
    AfterQu,
    /// Front vowels, *y* among them or not.
    Front(bool),
    /// No vowel of these.
    But(&'static [char]),
    NotOe,
}

impl Follows {
    fn of(onset: &str) -> Follows {
        match onset {
            "qu" => Follows::AfterQu,
            "gh" | "ngh" => Follows::Front(false),
            "k" => Follows::Front(true),
            "gi" => Follows::But(&['i', 'y']),
            "g" => Follows::But(&['e', 'ê', 'y']),
            "c" | "ng" => Follows::But(&['i', 'e', 'ê', 'y']),
            "n" => Follows::NotOe,
            _ => Follows::Any,
        }
    }

    fn may_precede(self, rime: &Rime) -> bool {
        let general = match self {
            Follows::AfterQu => return rime.is_after_qu,
            Follows::Any => true,
            Follows::Front(with_y) => matches!(rime.first, 'i' | 'e' | 'ê') || (with_y && rime.first == 'y'),
            Follows::But(others) => !others.contains(&rime.first),
            Follows::NotOe => (rime.first, rime.second) != ('o', Some('e')),
        };
        general && rime.is_general
    }
}

struct Table {
    onsets: HashMap<u64, Follows>,
    rimes: HashMap<u64, Rime>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let letters = |word: &str| word.chars().collect::<Vec<char>>();
    let mut rimes = HashMap::new();
    for (words, is_general) in [(RIMES, true), (AFTER_QU, false)] {
        for word in words.split(' ').map(letters) {
            if let Some(packed) = pack(&word) {
                let rime: &mut Rime = rimes.entry(packed).or_insert_with(|| Rime::new(&word));
                *(if is_general { &mut rime.is_general } else { &mut rime.is_after_qu }) = true;
            }
        }
    }
    let onsets = ONSETS.iter().filter_map(|onset| Some((pack(&letters(onset))?, Follows::of(onset)))).collect();
    Table { onsets, rimes }
});

/// Make one number of up to four letters.
fn pack(letters: &[char]) -> Option<u64> {
    if letters.len() > 4 {
        return None;
    }
    letters.iter().try_fold(0, |packed: u64, &c| Some(packed << 16 | u64::from(u16::try_from(u32::from(c)).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn onsets_take_the_rimes_that_are_theirs() {
        for token in ["kẻ", "gì", "giêng", "quý", "thuở", "xoóng", "ngoằn", "yêu", "ộp", "nghĩa", "giềng"]
        {
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
}
