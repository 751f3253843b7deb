//! Reports: the quantity of a product with everything that it was computed from, for `StockControl::explain`.
//!
//! Reports are typed; the border converts them to strings and nulls.

mod finding;
mod group;
mod level;
mod product;

pub use finding::Finding;
pub use group::{GroupLimit, GroupLine, GroupReason, HoldLine, HypervisorLine, Note};
pub use level::{Level, Levels, max_and_used};
pub use product::{PackageLine, Report};
