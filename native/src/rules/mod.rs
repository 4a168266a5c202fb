//! Rule files: YAML → checked rules → a `Book` that the engine runs on. Every mistake has a place, a code and a hint.

pub mod alternatives;
pub mod catalogue;
pub mod chain;
pub mod check;
mod clues;
pub mod codes;
pub mod compile;
pub mod fields;
pub mod finder;
pub mod folders;
pub mod heads;
pub mod hints;
pub mod identify;
pub mod language;
pub mod lists;
pub mod literal;
pub mod load;
pub mod model;
pub mod nodes;
pub mod pattern;
pub mod prefilter;
pub mod problem;
pub mod size;
pub mod template;
mod texts;

pub use model::Book;
