//! How many servers fit in one group.

use super::product::Addresses;
use super::{Fits, HypervisorCapacity, Need, hypervisor_capacity};
use crate::decode::{Field, Group, Hypervisor};
use crate::failure::NotUnderstood;

/// What fits in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupCapacity {
    /// The sum over its hypervisors, before IPv4.
    pub fits: Fits,
    /// By the highest count of free addresses that a hypervisor of the group sees.
    pub by_ipv4: Fits,
    /// Whether its hypervisors see different counts, so that one pool for all of them is a guess.
    pub ipv4_differs: bool,
}

impl GroupCapacity {
    /// The group's part when its hypervisors share one pool of addresses.
    #[must_use]
    pub fn with_shared_pool(&self) -> Fits {
        self.fits.min(self.by_ipv4)
    }
}

/// What fits in the group. Each hypervisor is shown to `look` with what fits on it, `None` for one that is not eligible;
/// `addresses` takes what each eligible one says of IPv4.
pub fn group_capacity(
    group: &Group,
    need: &Need,
    addresses: &mut Addresses,
    mut look: impl FnMut(&Hypervisor, Option<&HypervisorCapacity>),
) -> Result<GroupCapacity, NotUnderstood> {
    let mut fits = Fits::ZERO;
    let (mut highest, mut lowest) = (None, None);
    addresses.expect(group.hypervisors.len());
    for host in &group.hypervisors {
        let Some(capacity) = hypervisor_capacity(host, need)? else {
            look(host, None);
            continue;
        };
        fits = fits.plus(capacity.fits());
        let free = match host.ipv4_free {
            Field::Is(free) => Some(free),
            Field::Unreadable if need.ipv4 > 0 => {
                let hypervisor = host.id.value().copied();
                return Err(NotUnderstood {
                    hypervisor,
                    field: "network.total.ipv4.free",
                });
            }
            _ => None,
        };
        if let Some(free) = free {
            highest = highest.max(Some(free));
            lowest = Some(lowest.map_or(free, |lowest: i64| lowest.min(free)));
        }
        addresses.add(capacity.fits(), free);
        look(host, Some(&capacity));
    }
    Ok(GroupCapacity {
        fits,
        by_ipv4: highest.map_or(Fits::NoLimit, |free| by_ipv4(free, need.ipv4)),
        ipv4_differs: need.ipv4 > 0 && highest != lowest,
    })
}

/// `floor(free / per server)`, never below 0; no limit for servers that take no address.
pub(super) fn by_ipv4(free: i64, per_server: u64) -> Fits {
    let free = u64::try_from(free).unwrap_or(0);
    free.checked_div(per_server).map_or(Fits::NoLimit, Fits::Count)
}
