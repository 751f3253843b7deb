//! The rules of computing a quantity, each with literal expected values.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod arithmetic;
mod cells;
mod eligibility;
mod ipv4;
mod pages;
mod product;
mod storage;
mod support;

/// The quantity if there is no limit.
const NO_LIMIT: Option<i64> = Some(i64::MAX);
