//! Holds: servers that are sold and not built yet take room before a quantity is computed.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../rules/support.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod support;

mod naive;
mod properties;
mod states;
