//! What holds whatever bytes come as a rule file, a text or lines of JSON. The inputs are those of `fuzz/oracles.py`, which
//! holds the same and more against the package; these need no Python, so that a fuzzer sees every branch of the core.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use cleaner_core::cleaner::{Cleaned, Cleaner, Document, Unknown};
use cleaner_core::engine::{Engine, lines::rows};
use cleaner_core::json::{Wanted, literal};
use cleaner_core::lint::lint;
use cleaner_core::rules::catalogue::Catalogue;
use cleaner_core::rules::compile::{Shared, compile};
use cleaner_core::rules::load::read;
use cleaner_core::rules::model::{Fate, Label};
use cleaner_core::text::codepage::CodePage;
use cleaner_core::text::repair::Guess;
use cleaner_core::text::steps::Options;

const PAGE: &str = include_str!("../../../fuzz/page.txt");
const LETTERS: Option<Options> =
    Some(Options { keeps_entities: false, straight_quotes: false, placement: false, tone: None });

/// Guesses nothing: damage that only a guess can undo stays.
struct NoGuess;

impl Guess for NoGuess {
    fn page(&self, _: Vec<&str>) -> Option<Arc<CodePage>> {
        None
    }

    fn legacy(&self, _: &str, _: Vec<&str>) -> Option<(String, Vec<String>)> {
        None
    }

    fn meant(&self, line: &str) -> String {
        line.to_owned()
    }

    fn residual(&self, _: &str, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// A rule file is read, or refused with places. One that is read compiles; a page and its own tests are cleaned by it, and
/// what is left stays as it is.
pub fn rules(data: &[u8]) {
    let (file, problems) = read(data, "fuzz.yaml", &mut |_| None);
    assert!(file.is_some() || !problems.is_empty(), "refused without a word");
    assert!(problems.iter().all(|one| one.place.line > 0 && one.place.column > 0), "a mistake without a place");
    let Some(file) = file.filter(|file| problems.is_empty() && file.extends.is_empty()).map(Arc::new) else { return };
    assert!(lint(&file).iter().all(|one| one.place.line > 0 && one.place.column > 0), "a warning without a place");
    let engine =
        Arc::new(Engine::new(Arc::new(compile(std::slice::from_ref(&file), &mut Shared::default())), &leaves()));
    let by = |text: &str| Cleaned::by(&engine, Document { text, ..Document::default() }, false, LETTERS, &NoGuess);
    let of_tests =
        file.tests.iter().map(|test| test.lines.iter().map(|line| &*line.text).collect::<Vec<_>>().join("\n"));
    for text in of_tests.chain([PAGE.to_owned()]) {
        let first = by(&text);
        let left = owned(&first, &text);
        let again = by(&left);
        assert!(again.text.is_none(), "cleaning again changes the text");
    }
}

/// The first byte chooses a source; the rest is a text, of which every line stays or has an owner.
pub fn text(data: &[u8]) {
    static CLEANER: LazyLock<(Cleaner, Vec<String>)> = LazyLock::new(built);
    let (cleaner, sources) = &*CLEANER;
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let named = &sources[usize::from(*first) % sources.len()];
    let clean = |text: &str, named: &str| {
        cleaner.clean(Document { text, named, ..Document::default() }, &NoGuess).expect("the rules are sound")
    };
    let first = clean(&text, named);
    let left = owned(&first, &text);
    let source = if named.is_empty() { &first.source } else { named };
    let again = clean(&left, source);
    assert!(again.text.is_none(), "cleaning again changes the text");
}

/// A line of JSON whose text is written back, changed or not, is the same record.
pub fn jsonl(data: &[u8]) {
    let wanted = Wanted { text: "text".to_owned(), others: vec!["url".to_owned(), "id".to_owned()] };
    for line in data.split(|&byte| byte == b'\n') {
        let Some(record) = wanted.read(line) else { continue };
        for text in [&record.text, PAGE] {
            let made = [&line[..record.place.start], literal(text).as_bytes(), &line[record.place.end..]].concat();
            let again = wanted.read(&made).expect("what was written is read");
            assert!(again.text == *text && again.others == record.others, "another record");
        }
    }
}

/// Hold that each line that is not blank stays or was taken, once; give what is left.
fn owned(cleaned: &Cleaned, given: &str) -> String {
    let whole = cleaned.whole(given);
    let left = cleaned.text.clone().unwrap_or_else(|| given.trim_matches('\n').to_owned());
    let mut found = cleaned.kept(given);
    assert_eq!(found.len(), rows(&left).count(), "a line without a number");
    if let Some((_, verdict)) = &cleaned.said {
        found.extend(verdict.taken.iter().filter(|one| one.kept.is_empty()).map(|one| verdict.rows[one.at]));
    }
    found.sort_unstable();
    assert!(found.into_iter().eq(rows(whole).map(|(row, _)| row)), "a line was lost, or has no owner");
    assert!(left.chars().count() <= whole.chars().count(), "a text grew");
    left
}

fn leaves() -> HashSet<Label> {
    Label::ALL.iter().copied().filter(|label| label.fate() != Fate::Stays).collect()
}

/// Build a cleaner of the rules of this repository, and name its sources.
fn built() -> (Cleaner, Vec<String>) {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("rules"));
    let rules = rules.into_iter().find(|folder| folder.join("vi").is_dir());
    let catalogue = Arc::new(Catalogue::new(&[], rules.as_deref()).expect("the rules are sound"));
    let sources = [String::new()].into_iter().chain(catalogue.names()).collect();
    let unknown = Unknown { generic: Some("vi/news".to_owned()), any_language: Some("web".to_owned()) };
    (Cleaner::new(catalogue, Arc::default(), leaves(), unknown, LETTERS), sources)
}
