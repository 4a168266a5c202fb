//! What cleaner does for every line of a document and for every rule file.
//!
//! Rule files go in and a `Book` comes out (`rules`); lines go in and verdicts come out (`engine`); `cleaner` takes a
//! document through both. Nothing here knows Python but `python`, the face that the package imports as `cleaner._core`.

pub mod cleaner;
pub mod engine;
pub mod json;
pub mod line;
pub mod lint;
pub mod page;
pub mod rules;
pub mod text;

#[cfg(feature = "python")]
mod python;

/// Reading rule files and cleaning a line are many small texts, which the allocators of most systems are slow at.
#[cfg(feature = "python")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
