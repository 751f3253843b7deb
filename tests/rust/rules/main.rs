//! The rules by which a quantity is computed, each with literal expected values.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

mod arithmetic;
mod cells;
mod eligibility;
mod ipv4;
mod pages;
mod product;
mod storage;
mod support;

/// No limit known.
const MOST: Option<i64> = Some(i64::MAX);
