//! Reads every body and row of the fuzzing corpus with the crate and with the naive implementation, and compares the results. `make
//! fuzz` searches for further differences with the same checks.

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

/// Checks each file of a folder. At least `least` must be understood, and as many must not.
fn check_all(folder: &str, check: fn(&[u8]) -> bool, least: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(folder);
    let (mut understood, mut refused, mut failed) = (0, 0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let body = fs::read(&file).unwrap();
        match catch_unwind(|| check(&body)) {
            Ok(true) => understood += 1,
            Ok(false) => refused += 1,
            Err(_) => failed.push(file),
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
    assert!(understood >= least && refused >= least, "{understood} and {refused}");
}

#[test]
fn packages_of_the_corpus_are_read_as_by_the_naive_implementation() {
    check_all("package", package::check, 8);
}

#[test]
fn groups_of_the_corpus_are_read_as_by_the_naive_implementation() {
    check_all("page", group::check, 10);
}

#[test]
fn rows_of_the_corpus_are_read_as_by_the_naive_implementation() {
    check_all("row", row::check, 5);
}
