//! One line of a document: what it is by itself.

pub mod form;
pub mod heading;
pub mod headline;
pub mod key;
pub mod links;
pub mod row;
pub mod sentence;
pub mod signs;
pub mod stamp;
pub mod wrap;

pub use key::key;
