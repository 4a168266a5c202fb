//! The right word for a misspelt one.

/// How like two words must be, from 0 to 1.
const CUTOFF: f64 = 0.6;
/// The most bytes of a word that is compared: work grows with the square of it, and no word of the language is so long.
const LONGEST: usize = 64;
/// Words compared in one file; one of mistakes alone has no typing errors.
const MOST: usize = 20_000;

/// Finds the right words for wrong ones, until much was compared.
#[derive(Debug)]
pub struct Hints {
    left: usize,
}

impl Default for Hints {
    fn default() -> Self {
        Hints { left: MOST }
    }
}

impl Hints {
    /// Give a hint as `nearest` does, or nothing.
    pub fn nearest<'a>(&mut self, word: &str, choices: impl IntoIterator<Item = &'a str>) -> String {
        let choices: Vec<&str> = choices.into_iter().collect();
        let enough = self.left <= choices.len();
        self.left = self.left.saturating_sub(choices.len());
        if enough { String::new() } else { nearest(word, choices) }
    }

    /// Give a hint, or the whole list where none of it is near.
    pub fn nearest_or_all<'a>(&mut self, word: &str, choices: impl IntoIterator<Item = &'a str> + Clone) -> String {
        let near = self.nearest(word, choices.clone());
        if near.is_empty() { format!("one of: {}", choices.into_iter().collect::<Vec<_>>().join(" ")) } else { near }
    }
}

/// Give `did you mean 'x'?` for a misspelt word, or nothing where no choice is near.
///
/// ```
/// use cleaner_core::rules::hints::nearest;
/// assert_eq!(nearest("strats", ["starts", "ends"]), "did you mean 'starts'?");
/// ```
pub fn nearest<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> String {
    let is_short = |word: &&str| word.len() <= LONGEST;
    let word: Vec<char> = Some(word).filter(is_short).unwrap_or_default().chars().collect();
    let ratios = choices.into_iter().filter(is_short).filter_map(|choice| {
        let letters: Vec<char> = choice.chars().collect();
        let (sum, least) = (letters.len() + word.len(), letters.len().min(word.len()));
        if sum == 0 || 2.0 * least as f64 / (sum as f64) < CUTOFF {
            return None; // no letters in common could make up for the difference in length
        }
        let ratio = 2.0 * common(&letters, &word) as f64 / sum as f64;
        (ratio >= CUTOFF).then_some((ratio, choice))
    });
    let best = ratios.max_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)));
    best.map_or(String::new(), |(_, choice)| format!("did you mean '{choice}'?"))
}

/// Count the letters of the longest runs that two words share, as Ratcliff and Obershelp do.
fn common(one: &[char], other: &[char]) -> usize {
    let (mut at, mut place, mut length) = (0, 0, 0);
    let mut above = vec![0; other.len() + 1];
    for (row, letter) in one.iter().enumerate() {
        let mut here = vec![0; other.len() + 1];
        for (column, _) in other.iter().enumerate().filter(|(_, c)| *c == letter) {
            let run = above[column] + 1;
            here[column + 1] = run;
            if run > length {
                (at, place, length) = (row + 1 - run, column + 1 - run, run);
            }
        }
        above = here;
    }
    if length == 0 {
        return 0;
    }
    let before = common(&one[..at], &other[..place]);
    length + before + common(&one[at + length..], &other[place + length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_suggested() {
        assert_eq!(nearest("dorp", ["drop", "keep"]), "did you mean 'drop'?");
        assert_eq!(nearest("xyz", ["drop", "keep"]), "");
        let long = "dorp".repeat(20);
        assert_eq!(nearest(&long, [format!("{long}s").as_str(), "drop"]), "");
        assert_eq!(Hints { left: 1 }.nearest("dorp", ["drop", "keep"]), "");
    }
}
