//! One hypervisor of a group while holds are placed.

use super::hypervisor::HypervisorCapacity;
use super::taken::Taken;

/// What fits on one hypervisor of a group, and what the holds take of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `None` for a hypervisor that is not eligible.
    pub capacity: Option<HypervisorCapacity>,
    /// What the holds placed on it take.
    pub taken: Taken,
}
