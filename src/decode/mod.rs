//! The one place that knows the shapes of the panel's values.
//!
//! Everything here reads from any serde `Deserializer`, JSON text or PHP's arrays alike, and is strict about meaning, not about
//! form. A value that is not understood is kept as [`Field::Unreadable`] until the arithmetic asks for it: a field that a product
//! does not need must not make it unknown.

mod answer;
mod body;
mod cell;
pub mod envelope;
mod field;
pub mod group;
mod hypervisor;
pub mod package;
mod pool;
mod scalar;
mod value;

pub use answer::{assemble, read_package, read_packages, read_page, refused};
pub use body::check;
pub use cell::Quota;
pub use field::Field;
pub use group::Group;
pub use hypervisor::{Hypervisor, Standing};
pub use package::Package;
pub use pool::Pool;
