//! From a product's row to a request: which packages, which groups, how many addresses, how much buffer.
//!
//! Rows come straight from the database. The text that an admin typed into a field is parsed here and nowhere else.

mod buffer;
mod hold;
mod product;
mod row;
mod size;
mod value;

pub use buffer::Buffer;
pub use hold::{HoldRequest, HoldRow, Order};
pub use product::{Refusal, Request, Target};
pub use row::{Row, RowError, SizeRow};
pub use size::Size;
pub use value::RowValue;
