//! Reads every body and row of the fuzzing corpus with the crate and with the naive implementation, and compares. `make fuzz` looks
//! for more with the same checks.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod group;
mod naive;
mod package;
mod row;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

/// Checks each file of a folder. At least this many must be understood, and this many not.
fn check_all(folder: &str, check: fn(&[u8]) -> bool, least: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(folder);
    let (mut understood, mut not, mut wrong) = (0, 0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let body = fs::read(&file).unwrap();
        match catch_unwind(|| check(&body)) {
            Ok(true) => understood += 1,
            Ok(false) => not += 1,
            Err(_) => wrong.push(file),
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(understood >= least && not >= least, "{understood} and {not}");
}

#[test]
fn every_package_of_the_corpus_is_read_as_the_naive_implementation_reads_it() {
    check_all("package", package::check, 8);
}

#[test]
fn every_group_of_the_corpus_is_read_as_the_naive_implementation_reads_it() {
    check_all("page", group::check, 10);
}

#[test]
fn every_row_of_the_corpus_is_read_as_the_naive_implementation_reads_it() {
    check_all("row", row::check, 5);
}
