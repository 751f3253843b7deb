//! The reading of answers and rows a second time, as plainly as it can be written: a tree of JSON, a step a rule, integers
//! without bounds.
//!
//! Nothing here calls the crate. What it says is compared with what the crate says, so that a misreading must be made twice.

pub mod group;
pub mod json;
pub mod package;
pub mod row;
pub mod values;
