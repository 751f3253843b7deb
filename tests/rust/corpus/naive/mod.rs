//! A second implementation of decoding and arithmetic, as simple as possible: a JSON tree, one step per rule, unbounded integers.
//!
//! It never calls the crate. Its results are compared with the crate's, so that only a mistake in both goes unnoticed.

pub mod group;
pub mod json;
pub mod package;
pub mod row;
pub mod values;
