//! The arithmetic: how many more servers fit on a host, in a group, for a product.
//!
//! Integers only; sums and products saturate. What a product needs and the panel did not say in a way that is understood
//! makes the result unknown, never a number.

mod fits;
mod group;
mod hypervisor;
mod need;
mod product;

pub use fits::Fits;
pub use group::{GroupCapacity, group_capacity};
pub use hypervisor::{HypervisorCapacity, Limit, Reserved, candidates, hypervisor_capacity};
pub use need::Need;
pub use product::Addresses;
