//! A second implementation of decoding, as plain as possible: a tree of JSON, one step per rule, integers without bounds.
//!
//! Nothing here calls the crate. Its results are compared with the crate's, so that a mistake must be made twice to go unnoticed.

pub mod group;
pub mod json;
pub mod package;
pub mod row;
pub mod values;
