//! Which letter sequences are Vietnamese syllables.
//!
//! Vietnamese writes one syllable a token: an onset, a rime out of some 170, and one of six tones. Some 20,000 spellings
//! follow from `syllables.txt`; they tell damaged Vietnamese from sound better than any statistics of letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::letters::{STOP_TONES, Tone, is_vowel, small, split_tone, with_tone};

/// Letters of the longest syllable.
pub const LONGEST: usize = 7;

/// Which onsets and rimes there are, and which stand together.
const SYLLABLES: &str = include_str!("syllables.txt");

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
    if !is_vowel(letters.bare[at]) || letters.is_syllable() {
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
            let follows = rime.onsets & TABLE.onsets.get(&pack(before)?)? != 0;
            let toned = !rime.stops || STOP_TONES.contains(&self.tone);
            (toned && follows).then_some((onset, rime))
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

/// A set of onsets, a bit each.
type Onsets = u32;

/// A rime without its tone.
struct Rime {
    marks: [usize; 2],
    stops: bool,
    /// Those that it may stand behind.
    onsets: Onsets,
}

impl Rime {
    fn new(letters: &[char]) -> Rime {
        let ends = |with: &str| letters.iter().rev().zip(with.chars().rev()).filter(|(a, b)| **a == *b).count();
        let stops = ["c", "ch", "p", "t"].into_iter().any(|stop| ends(stop) == stop.len());
        let marks = [School::Old, School::New].map(|school| mark_position(letters, school));
        Rime { marks, stops, onsets: 0 }
    }

    /// Give the letter that bears the mark.
    fn mark_at(&self, school: School) -> usize {
        self.marks[usize::from(school == School::New)]
    }
}

fn mark_position(rime: &[char], school: School) -> usize {
    let vowels = rime.iter().take_while(|&&c| is_vowel(c)).count();
    if let Some(at) = rime[..vowels].iter().rposition(|c| !c.is_ascii()) {
        return at; // a vowel with a mark of its own
    }
    let open = matches!(rime, ['o', 'a' | 'e'] | ['u', 'y']);
    usize::from(vowels > 1 && (vowels < rime.len() || vowels == 3 || (school == School::New && open)))
}

#[derive(Default)]
struct Table {
    onsets: HashMap<u64, Onsets>,
    rimes: HashMap<u64, Rime>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut made = Table::default();
    let mut general: Vec<(Onsets, Begins)> = Vec::new();
    for (head, words) in
        SYLLABLES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
    {
        let words = words.split(' ');
        if let Some(onset) = head.strip_prefix("rimes behind ") {
            let onset = made.onset(onset);
            words.for_each(|word| made.rime(word, onset));
        } else if head == "rimes" {
            for word in words {
                let behind = general.iter().filter(|(_, begins)| begins.allow(word));
                made.rime(word, behind.fold(0, |all, (onset, _)| all | onset));
            }
        } else {
            let begins = Begins::of(head.strip_prefix("onsets").unwrap_or_default());
            general.extend(words.map(|word| (made.onset(word), begins)));
        }
    }
    made
});

impl Table {
    /// Give the bit of an onset; `-` is none.
    fn onset(&mut self, word: &str) -> Onsets {
        let letters: Vec<char> = word.chars().filter(|&c| c != '-').collect();
        let next = 1 << self.onsets.len();
        pack(&letters).map_or(0, |packed| *self.onsets.entry(packed).or_insert(next))
    }

    fn rime(&mut self, word: &str, onsets: Onsets) {
        let letters: Vec<char> = word.chars().collect();
        if let Some(packed) = pack(&letters) {
            self.rimes.entry(packed).or_insert_with(|| Rime::new(&letters)).onsets |= onsets;
        }
    }
}

/// With which letters a rime may begin behind some onsets.
#[derive(Clone, Copy)]
enum Begins {
    Any,
    With(&'static str),
    NotWith(&'static str),
}

impl Begins {
    fn of(said: &'static str) -> Begins {
        let with = said.strip_prefix(" before ").map(Begins::With);
        with.or_else(|| said.strip_prefix(" not before ").map(Begins::NotWith)).unwrap_or(Begins::Any)
    }

    fn allow(self, rime: &str) -> bool {
        let begins = |letters: &str| letters.split(' ').any(|one| rime.starts_with(one));
        match self {
            Begins::Any => true,
            Begins::With(letters) => begins(letters),
            Begins::NotWith(letters) => !begins(letters),
        }
    }
}

/// Make one number of up to four letters.
fn pack(letters: &[char]) -> Option<u64> {
    if letters.len() > 4 {
        return None;
    }
    letters.iter().try_fold(0, |packed: u64, &c| Some(packed << 16 | u64::from(u16::try_from(u32::from(c)).ok()?)))
}
