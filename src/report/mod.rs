//! A quantity that explains itself: the record behind `StockControl::explain`.
//!
//! Keeps types; the border turns them into words and nulls.

mod finding;
mod group;
mod level;
mod product;

pub use finding::Finding;
pub use group::{GroupLimit, GroupLine, GroupReason, HoldLine, HypervisorLine, Note};
pub use level::{Level, Levels, max_and_used};
pub use product::{PackageLine, Report};
