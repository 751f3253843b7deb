//! The arithmetic: how many more servers fit on a hypervisor, in a group, for a product, after the holds.
//!
//! Integers only; sums and products saturate. If a product or a hold needs a value that the panel does not report, or not in a form
//! that is understood, the result is unknown and never a number.

mod fits;
mod group;
mod hold;
mod hypervisor;
mod ipv4;
mod need;
mod pool;
mod product;
mod taken;

pub use fits::Fits;
pub use group::{Costs, GroupCapacity, PlacedHold, group_capacity, quantity_of_group};
pub use hold::Hold;
pub use hypervisor::{BestPool, HypervisorCapacity, Limit, Reserved, hypervisor_capacity};
pub use need::{Footprint, Need};
pub use pool::{PoolNumber, candidates};
pub use product::Addresses;
pub use taken::{Disk, Taken, TakenByHypervisor};
