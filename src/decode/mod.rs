//! The one place that knows the shapes of the panel's values.
//!
//! Everything here reads from any [`Source`], JSON text or PHP's arrays alike, and is strict about meaning, not about form.
//! What is not understood is kept as [`Field::Unreadable`] until the arithmetic asks for it: a field that a product does not
//! need must not make it unknown.

mod answer;
mod cell;
pub mod envelope;
mod field;
mod flag;
pub mod group;
mod hypervisor;
mod json;
mod number;
mod outline;
pub mod package;
mod pool;
mod reader;
mod scan;
mod source;
mod text;

pub use answer::{assemble, read_package, read_page};
pub use cell::Quota;
pub use field::Field;
pub use group::Group;
pub use hypervisor::{Hypervisor, Standing};
pub use json::check;
pub use package::Package;
pub use pool::Pool;
pub use reader::NotJson;
pub use source::{Entries, Object, Objects, Scalar, Scalars, Shape, Slot, Source};
