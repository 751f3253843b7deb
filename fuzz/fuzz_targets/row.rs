//! Searches for a product row that the crate and the naive implementation read differently. Uses the checks of the corpus test.

#![no_main]
#![allow(clippy::expect_used, clippy::panic, reason = "a finding is a panic")]

#[path = "../../tests/rust/corpus/naive/mod.rs"]
#[allow(dead_code, reason = "the other targets use more of it")]
mod naive;

#[path = "../../tests/rust/corpus/row.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    checks::check(body);
});
