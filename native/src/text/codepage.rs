//! An encoding that UTF-8 is read in by mistake: from what is shown back to bytes, and from these to what was meant.

use std::collections::HashMap;

use super::compose::{is_composed, nfc};

/// Mojibake of mojibake: three layers are seen in the wild.
const LAYERS: usize = 6;
const LOW: usize = 0x2600;
/// Stands for a byte that was lost, and for what shows that.
const LOST: [char; 2] = ['\u{1a}', '\u{fffd}'];

/// The byte of each character of an encoding.
#[derive(Debug)]
pub struct CodePage {
    low: Vec<Option<u8>>,
    beyond: HashMap<char, u8>,
}

impl CodePage {
    /// Take the characters and their bytes.
    pub fn new(bytes: impl IntoIterator<Item = (char, u8)>) -> CodePage {
        let mut page = CodePage { low: vec![None; LOW], beyond: HashMap::new() };
        for (c, byte) in bytes {
            match page.low.get_mut(c as usize) {
                Some(place) => *place = Some(byte),
                None => drop(page.beyond.insert(c, byte)),
            }
        }
        page
    }

    /// Give the bytes that a text was, or nothing where it holds a character that the encoding has not.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len());
        for c in text.chars() {
            let byte = self.low.get(c as usize).copied().unwrap_or_else(|| self.beyond.get(&c).copied());
            bytes.push(byte?);
        }
        Some(bytes)
    }

    /// Read a text that is nothing but UTF-8 shown in this encoding, characters beyond ASCII among it, none of it lost.
    ///
    /// ```
    /// use cleaner_core::text::codepage::CodePage;
    /// let latin_1 = CodePage::new((0..=255).map(|byte| (char::from(byte), byte)));
    /// assert_eq!(latin_1.read("Ã©a"), Some("éa".to_owned()));
    /// assert_eq!(latin_1.read("éa"), None);
    /// ```
    pub fn read(&self, text: &str) -> Option<String> {
        if text.is_ascii() || text.contains(LOST) {
            return None;
        }
        String::from_utf8(self.encode(text)?).ok()
    }

    /// Read a text so, layer by layer.
    pub fn read_all_layers(&self, text: &str) -> Option<String> {
        let mut read: Option<String> = None;
        for _ in 0..LAYERS {
            let shown = read.as_deref().unwrap_or(text);
            let next = if is_composed(shown) { self.read(shown) } else { self.read(&nfc(shown)) };
            let Some(next) = next else { break };
            read = Some(next);
        }
        read
    }
}
