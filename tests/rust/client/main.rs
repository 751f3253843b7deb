//! The client, the sweep and the cache against a simulated panel over real TLS.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod breaker;
mod budget;
mod connection_test;
mod connections;
mod counts;
mod deadlines;
mod expiry;
mod failures;
mod group_names;
mod hostile;
mod pinned;
mod prefetch;
mod requests;
mod support;
mod tls;
mod trust;
mod webhook;
