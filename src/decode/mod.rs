//! Decodes the panel's answers. Only this module knows the forms of the panel's values.
//!
//! It reads from any serde `Deserializer`, for JSON text and for PHP's arrays. It is tolerant about form and strict about meaning.
//! A value that is not understood is kept as [`Field::Unreadable`] until the arithmetic needs it: a field that a product does not
//! need must not make its quantity unknown.

mod answer;
mod body;
mod cell;
pub mod envelope;
mod field;
mod group;
mod hypervisor;
mod listed;
mod names;
pub mod package;
pub mod page;
mod pool;
mod scalar;
mod value;

pub use answer::{assemble, assemble_names, read_package, read_packages, read_page, refused};
pub use body::check;
pub use cell::Quota;
pub use field::Field;
pub use group::Group;
pub use hypervisor::{Hypervisor, Standing};
pub use names::{GroupName, GroupNames};
pub use package::Package;
pub use pool::Pool;
