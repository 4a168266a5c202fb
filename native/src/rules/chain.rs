//! A file and the packages behind it, in the order in which their rules own lines.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::codes::Code;
use super::hints::{Hints, nearest};
use super::model::{RuleFile, Text};
use super::problem::{Problem, quoted};

/// How many packages may stand behind one another.
pub const MAX_DEPTH: usize = 50;

/// A file, then what it extends, depth first, and every mistake in `extends` and `disable` on the way.
#[derive(Debug, Default)]
pub struct Chain {
    pub files: Vec<Arc<RuleFile>>,
    pub problems: Vec<Problem>,
    /// A file of it was missing or could not be read.
    pub broken: bool,
}

/// Gives rule files by name.
pub trait Library {
    /// Give a file, or nothing where it cannot be read, which is told elsewhere.
    fn find(&mut self, name: &str) -> Option<Arc<RuleFile>>;

    /// Tell whether there is a file of a name, though it may not be read.
    fn has(&self, name: &str) -> bool;

    /// Give the names of all files, also of those that cannot be read.
    fn names(&self) -> Vec<String>;
}

/// Follow the `extends` of a file.
pub fn chain(file: &Arc<RuleFile>, library: &mut dyn Library) -> Chain {
    let mut found = Chain::default();
    found.collect(file, library, &mut Vec::new());
    if !found.broken {
        found.check_disabled();
    }
    found
}

impl Chain {
    fn collect(&mut self, file: &Arc<RuleFile>, library: &mut dyn Library, path: &mut Vec<Arc<str>>) {
        if self.files.iter().any(|known| known.name == file.name && known.shown == file.shown) {
            return;
        }
        self.files.push(file.clone());
        path.push(file.name.clone());
        for name in &file.extends {
            if let Some(start) = path.iter().position(|one| **one == *name.text) {
                let names = path[start..].iter().map(|one| &**one).chain([name.text.as_str()]);
                let circle = names.collect::<Vec<_>>().join(" \u{2192} ");
                self.note(file, name, Code::C114, format!("`extends` goes in a circle: {circle}"), String::new());
            } else if !library.has(&name.text) {
                let names = library.names();
                let packages = names.iter().map(String::as_str).filter(|known| known.contains('/'));
                let hint = nearest(&name.text, packages);
                let message = format!("`extends` an unknown package {}", quoted(&name.text));
                self.note(file, name, Code::C113, message, hint);
                self.broken = true;
            } else {
                match library.find(&name.text) {
                    Some(_) if path.len() >= MAX_DEPTH => {
                        let message = format!("`extends` goes on over more than {MAX_DEPTH} packages");
                        self.note(file, name, Code::C114, message, String::new());
                    }
                    None => self.broken = true,
                    Some(parent) if !parent.package => {
                        let message = format!("`extends` {}, which is a source, not a package", quoted(&name.text));
                        self.note(file, name, Code::C113, message, String::new());
                    }
                    Some(parent) => self.collect(&parent, library, path),
                }
            }
        }
        path.pop();
    }

    fn check_disabled(&mut self) {
        if self.files.iter().all(|file| file.disable.is_empty()) {
            return;
        }
        let rules = self.files.iter().flat_map(|file| &file.rules).map(|rule| rule.name.to_string());
        let html = self.files.iter().filter(|file| file.html.is_some()).map(|file| format!("{}#html", file.name));
        let known: BTreeSet<String> = rules.chain(html).collect();
        let mut hints = Hints::default();
        for file in self.files.clone() {
            for name in file.disable.iter().filter(|name| !known.contains(&name.text)) {
                let hint = hints.nearest(&name.text, known.iter().map(String::as_str));
                let message = format!("`disable` of {}, which is not there", quoted(&name.text));
                self.note(&file, name, Code::C115, message, hint);
            }
        }
    }

    fn note(&mut self, file: &RuleFile, at: &Text, code: Code, message: String, hint: String) {
        self.problems.push(Problem { file: file.shown.clone(), place: at.place, code, message, hint });
    }
}
