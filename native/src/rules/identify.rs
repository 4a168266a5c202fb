//! Which source a document is of: what its record says, else its address, else the phrases of its template.

use std::sync::OnceLock;

use super::catalogue::{Catalogue, Failure};
use super::literal::{self, Inside};
use super::texts::Texts;
use crate::line::key::key_into;

/// The lines at the beginning in which a crawler may have written an address.
const LINK_LINES: usize = 5;

/// A source's name and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub source: String,
    pub evidence: String,
    /// The text alone decided, which cleaning may change.
    pub of_text: bool,
}

/// What a document says of itself; texts that it lacks are empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'d> {
    pub source: &'d str,
    pub url: &'d str,
    /// Its path.
    pub id: &'d str,
}

/// Finds the source of documents among the files of a catalogue.
#[derive(Debug, Default)]
pub struct Identifier {
    fingerprints: OnceLock<Result<Fingerprints, Failure>>,
}

#[derive(Debug)]
struct Fingerprints {
    texts: Texts,
    /// The keys that are looked for, and the source of each.
    keys: Vec<(Box<str>, String)>,
}

impl Identifier {
    /// Try, in this order: the named source, the address, the path, a link in the head, fingerprints.
    pub fn identify<'d>(
        &self,
        catalogue: &Catalogue,
        known: Known<'_>,
        lines: impl Iterator<Item = &'d str> + Clone,
    ) -> Result<Option<Identity>, Failure> {
        if let Some(found) = named(catalogue, known.source)? {
            return Ok(Some(found));
        }
        if let Some(found) = by_host(catalogue, &host_of(known.url), "url")? {
            return Ok(Some(found));
        }
        if let Some(found) = by_path(catalogue, known.id)? {
            return Ok(Some(found));
        }
        if let Some(found) = by_link(catalogue, lines.clone())? {
            return Ok(Some(found));
        }
        self.by_text(catalogue, lines)
    }

    /// Give every source that something speaks for, in the order in which `identify` tries; the first by each way.
    ///
    /// Fingerprints speak for all sources that have one in the text, the more of them the sooner.
    pub fn candidates<'d>(
        &self,
        catalogue: &Catalogue,
        known: Known<'_>,
        lines: impl Iterator<Item = &'d str> + Clone,
    ) -> Result<Vec<Identity>, Failure> {
        let ways = [
            named(catalogue, known.source)?,
            by_host(catalogue, &host_of(known.url), "url")?,
            by_path(catalogue, known.id)?,
            by_link(catalogue, lines.clone())?,
        ];
        let mut found: Vec<Identity> = Vec::new();
        let mut add = |one: Identity| {
            if found.iter().all(|known| known.source != one.source) {
                found.push(one);
            }
        };
        ways.into_iter().flatten().for_each(&mut add);
        let mut counts = self.fingerprints(catalogue)?.count(lines);
        counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        for (source, count, shown) in counts {
            let evidence = format!("{count} fingerprint{}: {shown}", if count == 1 { "" } else { "s" });
            add(Identity { source: source.to_owned(), evidence, of_text: true });
        }
        Ok(found)
    }

    fn fingerprints(&self, catalogue: &Catalogue) -> Result<&Fingerprints, Failure> {
        self.fingerprints.get_or_init(|| Fingerprints::of(catalogue)).as_ref().map_err(Clone::clone)
    }

    /// Take the source with the most fingerprints in the text; a draw decides nothing.
    fn by_text<'d>(
        &self,
        catalogue: &Catalogue,
        lines: impl Iterator<Item = &'d str>,
    ) -> Result<Option<Identity>, Failure> {
        let counts = self.fingerprints(catalogue)?.count(lines);
        let best = counts.iter().map(|count| count.1).max().unwrap_or(0);
        let mut winners = counts.iter().filter(|count| count.1 == best);
        Ok(match (winners.next(), winners.next()) {
            (Some(&(source, _, shown)), None) => {
                let evidence = format!("fingerprint: {shown}");
                Some(Identity { source: source.to_owned(), evidence, of_text: true })
            }
            _ => None,
        })
    }
}

impl Fingerprints {
    fn of(catalogue: &Catalogue) -> Result<Fingerprints, Failure> {
        let mut keys = Vec::new();
        for head in catalogue.heads()? {
            for text in &head.matched.fingerprints {
                let spelled = literal::keys(&text.text, Inside::default());
                keys.extend(spelled.into_iter().map(|key| (key, head.name.clone())));
            }
        }
        let texts = Texts::anywhere(keys.iter().map(|(key, _)| key.clone()).collect());
        Ok(Fingerprints { texts, keys })
    }

    /// Count the fingerprints of each source in a text: its name, how many, the first of them.
    fn count<'f, 'd>(&'f self, lines: impl Iterator<Item = &'d str>) -> Vec<(&'f str, usize, &'f str)> {
        let mut found = vec![false; self.keys.len()];
        let mut key = String::new();
        for line in lines {
            key.clear();
            key_into(line, &mut key);
            self.texts.find(&key, |at| found[at] = true);
        }
        let mut counts: Vec<(&str, usize, &str)> = Vec::new();
        for ((shown, source), _) in self.keys.iter().zip(&found).filter(|(_, found)| **found) {
            match counts.iter_mut().find(|count| count.0 == source) {
                Some(count) => count.1 += 1,
                None => counts.push((source, 1, shown)),
            }
        }
        counts
    }
}

fn named(catalogue: &Catalogue, name: &str) -> Result<Option<Identity>, Failure> {
    if name.is_empty() {
        return Ok(None);
    }
    if catalogue.has(name) {
        return Ok(Some(Identity { source: name.to_owned(), evidence: "source given".to_owned(), of_text: false }));
    }
    by_host(catalogue, &host_of(name), "source given")
}

fn by_host(catalogue: &Catalogue, host: &str, how: &str) -> Result<Option<Identity>, Failure> {
    let source = catalogue.by_host(host)?;
    Ok(source.map(|source| Identity { source, evidence: format!("{how}: {host}"), of_text: false }))
}

fn by_path(catalogue: &Catalogue, path: &str) -> Result<Option<Identity>, Failure> {
    let path = path.replace('\\', "/");
    for part in path.split('/').rev().skip(1).filter(|part| part.contains('.')) {
        if let Some(found) = by_host(catalogue, &host_of(part), "path")? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn by_link<'d>(catalogue: &Catalogue, lines: impl Iterator<Item = &'d str>) -> Result<Option<Identity>, Failure> {
    for link in lines.take(LINK_LINES).filter_map(link) {
        if let Some(found) = by_host(catalogue, &host_of(link), "link in the text")? {
            return Ok(Some(Identity { of_text: true, ..found }));
        }
    }
    Ok(None)
}

/// Give the address in a line such as `Source: https://…`, which has one word in front.
fn link(line: &str) -> Option<&str> {
    let (word, address) = line.split_once(':')?;
    let (word, address) = (word.trim_end(), address.trim_start());
    let is_word = (2..=12).contains(&word.chars().count()) && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let lower = address.get(..8).map(str::to_ascii_lowercase).unwrap_or_default();
    let is_address = lower.starts_with("http://") || lower.starts_with("https://");
    (is_word && is_address).then(|| address.split(char::is_whitespace).next()).flatten()
}

/// Give the host of an address, with or without a scheme; an empty text if there is none.
///
/// ```
/// use cleaner_core::rules::identify::host_of;
/// assert_eq!(host_of("https://user@www.Tin.vn:80/a?b"), "www.tin.vn");
/// assert_eq!(host_of("tin.vn/a"), "tin.vn");
/// assert_eq!(host_of("no host"), "");
/// ```
pub fn host_of(url: &str) -> String {
    let url: String = url.trim_start_matches(|c: char| c <= ' ').replace(['\t', '\r', '\n'], "");
    let rest = match url.split_once("://") {
        Some(_) => match url.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
            Some((_, rest)) => rest.strip_prefix("//").unwrap_or(""),
            None => url.strip_prefix("//").unwrap_or(""),
        },
        None => &url,
    };
    let place = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = place.rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or("").to_lowercase();
    if is_host(&host) { host } else { String::new() }
}

fn is_scheme(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(inner)
}

fn is_host(text: &str) -> bool {
    let Some((labels, last)) = text.rsplit_once('.') else { return false };
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    labels.split('.').all(is_label) && last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crawlers_write_addresses_behind_one_word() {
        assert_eq!(link("Source: https://a.vn/b c"), Some("https://a.vn/b"));
        assert_eq!(link("see also: https://a.vn"), None);
        assert_eq!(link("https://a.vn"), None);
    }
}
