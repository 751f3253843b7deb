//! What every store must do, tried on memory, the shared file and a Redis server of its own.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bounds;
mod file;
mod rules;
mod support;
