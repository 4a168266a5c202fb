//! The promises that fuzz targets hold (`native/fuzz`), on the rule files, what fuzzing found, and mutants of both.

mod promises;

use std::fs;
use std::path::{Path, PathBuf};

type Promise = fn(&[u8]);

const TARGETS: [(&str, Promise); 3] =
    [("rules", promises::rules), ("text", promises::text), ("jsonl", promises::jsonl)];

/// Numbers that look drawn, the same ones in each run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

fn files(folder: PathBuf) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.is_file()).map(|path| fs::read(path).unwrap()).collect()
}

/// Change some places: a piece goes, stands twice, or stands elsewhere.
fn mutant(data: &[u8], drawn: &mut Drawn) -> Vec<u8> {
    let mut made = data.to_vec();
    for _ in 0..=drawn.below(4) {
        let (from, to) = (drawn.below(made.len()), drawn.below(made.len()));
        let piece = made[from..(from + drawn.below(40)).min(made.len())].to_vec();
        match drawn.below(3) {
            0 => drop(made.drain(from..from + piece.len())),
            1 => drop(made.splice(to..to, piece)),
            _ => drop(made.splice(to..(to + piece.len()).min(made.len()), piece)),
        }
    }
    made
}

#[test]
fn hold_for_what_was_found_and_for_mutants_of_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut drawn = Drawn(1);
    for (target, promise) in TARGETS {
        for data in files(root.join("tests/fuzz").join(target)) {
            promise(&data);
            (0..if data.len() < 5_000 { 20 } else { 0 }).for_each(|_| promise(&mutant(&data, &mut drawn)));
        }
    }
}
