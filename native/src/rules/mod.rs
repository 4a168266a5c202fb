//! Rule files: YAML → checked rules → a `Book` that the engine runs on. Every mistake has a place, a code and a hint.

pub mod model;
pub mod pattern;
pub mod template;

pub use model::Book;
