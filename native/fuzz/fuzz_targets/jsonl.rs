#![no_main]

#[path = "../../tests/promises/mod.rs"]
#[allow(dead_code)] // each target holds one of them
mod promises;

libfuzzer_sys::fuzz_target!(|data: &[u8]| promises::jsonl(data));
