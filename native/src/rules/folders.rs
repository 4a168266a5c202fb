//! Where rule files are: folders like `rules/`, and single files.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Enough of a file to see that it is too large.
const ENOUGH: u64 = 1 << 21;
/// Folders beside the rules that hold none.
const NO_RULES: [&str; 2] = ["schema", "tests"];
/// The most names in a folder of rules and below it; who names a whole disk did not mean it.
const MOST_NAMES: usize = 20_000;

/// One rule file: its name by its place in the folder, where it is, and the path as errors and audits show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub path: PathBuf,
    pub shown: String,
    pub builtin: bool,
}

impl Entry {
    /// Give its bytes, or enough of them to see that they are too many.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let file = fs::File::open(&self.path)?;
        let size = file.metadata()?.len().min(ENOUGH) as usize;
        let mut data = Vec::with_capacity(size + 1); // with room left, the end is seen by one more look
        file.take(ENOUGH).read_to_end(&mut data)?;
        Ok(data)
    }
}

/// List the rule files that come with the program; shown as `rules/…` wherever they are installed.
pub fn builtin(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    walk(folder, "rules", "", true, &mut found, &mut 0)?;
    Ok(found)
}

/// List the rule files of a path that the user named: a file, or a folder like `rules/`.
pub fn given(path: &Path) -> Result<Vec<Entry>, String> {
    let shown = path.to_string_lossy().into_owned();
    if path.is_dir() {
        let mut found = Vec::new();
        walk(path, shown.trim_end_matches('/'), "", false, &mut found, &mut 0)
            .map_err(|error| format!("{shown}: {error}"))?;
        if found.is_empty() {
            return Err(format!("{shown}: no rule file (*.yaml) in this folder"));
        }
        return Ok(found);
    }
    if !path.is_file() {
        return Err(format!("{shown}: no such rule file or folder"));
    }
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(vec![Entry { name, path: path.to_owned(), shown, builtin: false }])
}

/// List the files of a folder, then those of its folders, each by name; `names` counts all that was seen.
fn walk(
    folder: &Path,
    shown: &str,
    inner: &str,
    builtin: bool,
    found: &mut Vec<Entry>,
    names: &mut usize,
) -> io::Result<()> {
    let mut inside: Vec<(String, fs::DirEntry)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        *names += 1;
        if *names > MOST_NAMES {
            let message = "more than 20,000 files and folders; name the folder of the rules themselves";
            return Err(io::Error::other(message));
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            inside.push((name, entry));
        }
    }
    inside.sort_by(|one, other| one.0.cmp(&other.0));
    let mut folders = Vec::new();
    for (name, entry) in &inside {
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
        let kind = entry.file_type()?;
        match stem {
            Some(stem) if kind.is_file() || (kind.is_symlink() && entry.path().is_file()) => {
                let (name, shown) = (format!("{inner}{stem}"), format!("{shown}/{inner}{name}"));
                found.push(Entry { name, path: entry.path(), shown, builtin });
            }
            _ if kind.is_dir() && !NO_RULES.contains(&name.as_str()) => folders.push((name, entry.path())),
            _ => {}
        }
    }
    for (name, path) in folders {
        walk(&path, shown, &format!("{inner}{name}/"), builtin, found, names)?;
    }
    Ok(())
}
