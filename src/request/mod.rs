//! From a product's row to what has to be asked: which package, which groups, how many addresses, how much buffer.
//!
//! A row comes as the database gives it; what a shop's admin typed into a text field is read here and nowhere else.

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
