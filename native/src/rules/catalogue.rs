//! All rule files at hand: which source a host belongs to, and the book of a source.
//!
//! Files that come with the program are read when they are needed; files that the user names are all checked at once,
//! since a mistake in one of them must stop a run before it changes a document.

use std::collections::hash_map::Entry::Vacant;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::chain::{Chain, Library, MAX_DEPTH, chain};
use super::codes::Code;
use super::compile::{Shared, compile, fnv};
use super::folders::{self, Entry};
use super::heads::{self, Head};
use super::hints::nearest;
use super::load;
use super::model::{Book, Place, RuleFile};
use super::problem::{Problem, quoted};

/// Why rules cannot be had.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The call makes no sense: an unknown source, a path that is not there.
    Usage(String),
    /// Rule files are wrong; every mistake.
    Rules(Vec<Problem>),
}

/// Rule files by name. The user's come before those of the program: the first of a name wins.
#[derive(Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    known: Mutex<HashMap<String, Arc<RuleFile>>>,
    books: Mutex<HashMap<String, Arc<Book>>>,
    shared: Mutex<Shared>,
    heads: OnceLock<Result<Vec<Head>, Failure>>,
}

impl Catalogue {
    /// List the files; read and check those of `paths`.
    pub fn new(paths: &[PathBuf], builtin: Option<&Path>) -> Result<Catalogue, Failure> {
        let mut own = Vec::new();
        for path in paths {
            own.extend(folders::given(path).map_err(Failure::Usage)?.into_iter().map(Own::read));
        }
        let unreadable = |error| Failure::Usage(format!("the rules that come with the program: {error}"));
        let given = builtin.map(folders::builtin).transpose().map_err(unreadable)?.unwrap_or_default();
        let mut made = Catalogue {
            entries: Vec::new(),
            by_name: HashMap::new(),
            known: Mutex::default(),
            books: Mutex::default(),
            shared: Mutex::default(),
            heads: OnceLock::new(),
        };
        own.iter().map(|own| own.entry.clone()).chain(given).for_each(|entry| made.add(entry));
        made.check(&own)?;
        for entry in made.entries.iter().filter(|entry| !entry.builtin) {
            made.chain(&entry.name)?;
        }
        Ok(made)
    }

    /// Check the user's files, of which several may have one name.
    fn check(&self, own: &[Own]) -> Result<(), Failure> {
        let mut problems = Vec::new();
        for Own { entry, data } in own {
            let mut open = HashSet::from([entry.name.clone()]);
            let (file, found) = match data {
                Ok(data) => load::read(data, &entry.shown, &mut |name| self.parent(name, &mut open)),
                Err(error) => {
                    let file = entry.shown.as_str().into();
                    let (message, place) = (error.to_string(), Place { line: 1, column: 1 });
                    (None, vec![Problem { file, place, code: Code::C101, message, hint: String::new() }])
                }
            };
            match file {
                Some(file) if found.is_empty() => self.remember(&entry.name, &Arc::new(file)),
                _ => problems.extend(found),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Failure::Rules(problems)) }
    }

    fn add(&mut self, entry: Entry) {
        let place = self.entries.len();
        if let Vacant(free) = self.by_name.entry(entry.name.clone()) {
            free.insert(place);
            self.entries.push(entry);
        }
    }

    /// Give the names of all files, sources and packages, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.by_name.keys().cloned().collect();
        names.sort();
        names
    }

    /// Give all files, the user's first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Give one rule file, checked.
    pub fn file(&self, name: &str) -> Result<Arc<RuleFile>, Failure> {
        if let Some(file) = self.known(name) {
            return Ok(file);
        }
        let Some(&place) = self.by_name.get(name) else {
            return Err(Failure::Usage(format!("unknown source {}{}", quoted(name), self.near(name))));
        };
        let entry = &self.entries[place];
        let read = self.read(entry, &mut HashSet::from([name.to_owned()]));
        let (file, problems) = read.map_err(|error| Failure::Usage(format!("{}: {error}", entry.shown)))?;
        let file = match file {
            Some(file) if problems.is_empty() => Arc::new(file),
            _ => return Err(Failure::Rules(problems)),
        };
        self.remember(name, &file);
        Ok(file)
    }

    fn known(&self, name: &str) -> Option<Arc<RuleFile>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn remember(&self, name: &str, file: &Arc<RuleFile>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(name.to_owned()).or_insert_with(|| file.clone());
    }

    /// Give a package for the lists in it, or nothing where it cannot be read or extends itself.
    fn parent(&self, name: &str, open: &mut HashSet<String>) -> Option<Arc<RuleFile>> {
        if let Some(file) = self.known(name) {
            return Some(file);
        }
        if open.len() > MAX_DEPTH || !open.insert(name.to_owned()) {
            return None;
        }
        let read = self.read(&self.entries[*self.by_name.get(name)?], open);
        open.remove(name);
        let (file, problems) = read.ok()?;
        let file = Arc::new(file.filter(|_| problems.is_empty())?);
        self.remember(name, &file);
        Some(file)
    }

    /// Read a file, with every mistake; of one that comes with the program, all but its tests.
    fn read(&self, entry: &Entry, open: &mut HashSet<String>) -> io::Result<(Option<RuleFile>, Vec<Problem>)> {
        let data = entry.read()?;
        let needed = if entry.builtin { heads::without_tests(&data) } else { &data[..] };
        let (file, mut problems) = load::read(needed, &entry.shown, &mut |name| self.parent(name, open));
        let file = file.map(|file| RuleFile { digest: fnv(data), ..file });
        if problems.is_empty() {
            problems.extend(file.as_ref().and_then(|file| misplaced(entry, file)));
        }
        Ok((file, problems))
    }

    /// Give a file and the packages it extends, in order of ownership; checks `extends` and `disable`.
    pub fn chain(&self, name: &str) -> Result<Vec<Arc<RuleFile>>, Failure> {
        let file = self.file(name)?;
        let mut shelf = Shelf { catalogue: self, failure: None };
        let Chain { files, problems, .. } = chain(&file, &mut shelf);
        match shelf.failure {
            Some(failure) => Err(failure),
            None if problems.is_empty() => Ok(files),
            None => Err(Failure::Rules(problems)),
        }
    }

    /// Give all rules that hold for a source or package, compiled once.
    pub fn book(&self, name: &str) -> Result<Arc<Book>, Failure> {
        if let Some(book) = self.books.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(book.clone());
        }
        let files = self.chain(name)?;
        let book = Arc::new(compile(&files, &mut self.shared.lock().unwrap_or_else(PoisonError::into_inner)));
        self.books.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), book.clone());
        Ok(book)
    }

    /// Give how each source is recognised.
    pub fn heads(&self) -> Result<&[Head], Failure> {
        let read = || self.entries.iter().filter(|entry| !entry.name.contains('/')).map(|entry| self.head(entry));
        self.heads.get_or_init(|| read().collect()).as_deref().map_err(Clone::clone)
    }

    fn head(&self, entry: &Entry) -> Result<Head, Failure> {
        if let Some(file) = self.known(&entry.name) {
            return Ok(Head { name: entry.name.clone(), matched: file.matched.clone() });
        }
        heads::read(entry).map_err(Failure::Rules)
    }

    /// Give the source that a host or one of its parents belongs to; the longest name wins.
    pub fn by_host(&self, host: &str) -> Result<Option<String>, Failure> {
        let host = host.to_lowercase();
        let mut host = host.trim_end_matches('.');
        let builtin = self.entries.iter().all(|entry| entry.builtin);
        while let Some((_, parent)) = host.split_once('.') {
            if builtin && self.has(host) {
                return Ok(Some(host.to_owned()));
            }
            let claims = |head: &&Head| head.matched.hosts.iter().any(|one| one.text == host);
            if let Some(head) = self.heads()?.iter().find(claims) {
                return Ok(Some(head.name.clone()));
            }
            host = parent;
        }
        Ok(None)
    }

    fn near(&self, name: &str) -> String {
        let hint = nearest(name, self.names().iter().map(String::as_str));
        if hint.is_empty() { "; `cleaner rules list` shows the known ones".to_owned() } else { format!(" ({hint})") }
    }
}

/// A file of the user, and what it holds.
struct Own {
    entry: Entry,
    data: io::Result<Vec<u8>>,
}

impl Own {
    /// Read a file; it is known by the name that it says it has.
    fn read(mut entry: Entry) -> Own {
        let data = entry.read();
        let declared = data.as_ref().ok().and_then(|data| heads::declared(data, &entry.shown));
        entry.name = declared.unwrap_or(entry.name);
        Own { entry, data }
    }
}

/// A file that comes with the program is found by its place, so that its name must say the same.
fn misplaced(entry: &Entry, file: &RuleFile) -> Option<Problem> {
    if !entry.builtin || *file.name == *entry.name {
        return None;
    }
    let (holds, says) = (quoted(&file.name), quoted(&entry.name));
    Some(Problem {
        file: entry.shown.as_str().into(),
        place: Place { line: 1, column: 1 },
        code: Code::C123,
        message: format!("the file holds {holds} but its place in the folder says {says}"),
        hint: "rename one of them".to_owned(),
    })
}

/// A catalogue as chains look files up in it; the first that fails ends the search.
struct Shelf<'c> {
    catalogue: &'c Catalogue,
    failure: Option<Failure>,
}

impl Library for Shelf<'_> {
    fn find(&mut self, name: &str) -> Option<Arc<RuleFile>> {
        match self.catalogue.file(name) {
            Ok(file) => Some(file),
            Err(failure) => {
                self.failure.get_or_insert(failure);
                None
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.catalogue.has(name)
    }

    fn names(&self) -> Vec<String> {
        self.catalogue.names()
    }
}
