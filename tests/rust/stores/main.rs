//! What every store must do, tested with the memory store, the shared file and a Redis server.

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
