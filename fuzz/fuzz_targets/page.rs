//! Looks for the body of a group's page, or of several that is read otherwise than the naive implementation reads it. The checks are those of the corpus.

#![no_main]
#![allow(clippy::expect_used, clippy::panic, reason = "a finding is a panic")]

#[path = "../../tests/rust/corpus/naive/mod.rs"]
#[allow(dead_code, reason = "the other targets use more of it")]
mod naive;

#[path = "../../tests/rust/corpus/group.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    checks::check(body);
});
