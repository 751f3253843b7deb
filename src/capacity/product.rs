//! How the addresses of several hypervisors are counted together.

use super::fits::Fits;
use super::group::GroupCapacity;
use super::ipv4::{by_ipv4, less};
use crate::decode::{Field, Group};

/// The eligible hypervisors of all groups of a product: the free addresses of each, and what fits on it.
#[derive(Clone, Debug, Default)]
pub struct Addresses(Vec<(Option<i64>, Fits)>);

impl Addresses {
    /// Adds a group's hypervisors. The addresses that the group's holds take are subtracted from each of them.
    pub fn add(&mut self, group: &Group, capacity: &GroupCapacity) {
        self.0.reserve(group.hypervisors.len());
        for (hypervisor, fits) in group.hypervisors.iter().zip(&capacity.by_hypervisor) {
            if let Some(fits) = fits {
                let free = match hypervisor.ipv4_free {
                    Field::Is(free) => Some(less(free, capacity.ipv4_taken)),
                    _ => None,
                };
                self.0.push((free, *fits));
            }
        }
    }

    /// What fits if each hypervisor has its own blocks: for each hypervisor by ascending count of free addresses, those without a
    /// count last, `total = min(total + fits, floor(free / per_server))`.
    #[must_use]
    pub fn total(mut self, per_server: u64) -> Fits {
        self.0.sort_by_key(|(free, _)| (free.is_none(), *free));
        self.0.into_iter().fold(Fits::ZERO, |total, (free, fits)| {
            let cap = free.map_or(Fits::NoLimit, |free| by_ipv4(free, per_server));
            total.plus(fits).min(cap)
        })
    }
}
