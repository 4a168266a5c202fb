//! One line of a document: what it is by itself.

pub mod entities;
pub mod key;
pub mod tone;

pub use key::key;
