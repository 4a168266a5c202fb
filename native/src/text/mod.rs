//! Vietnamese text, character by character: the proof that a text needs no repair, and the repairs that a table of
//! characters and the spelling of syllables can tell.
//!
//! What takes a guess at encodings is asked of a `Guess`, which Python is.

mod addresses;
mod badness;
pub mod classes;
pub mod codepage;
pub mod compose;
pub mod doubt;
pub mod draft;
pub mod entities;
pub mod indent;
pub mod letters;
pub mod pairs;
pub mod repair;
pub mod steps;
pub mod syllable;
pub mod tone;
pub mod words;

pub use draft::Draft;
