//! The state of one hypervisor while holds are placed.

use super::hypervisor::HypervisorCapacity;
use super::taken::Taken;

/// What fits on one hypervisor, and what the holds take of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What fits after the holds; `None` if the hypervisor is not eligible.
    pub capacity: Option<HypervisorCapacity>,
    /// What the holds that are placed on it take.
    pub taken: Taken,
}
