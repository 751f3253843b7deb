//! How the addresses of several hypervisors count together.

use super::Fits;
use super::group::by_ipv4;

/// What `network.total.ipv4.free` of a hypervisor stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ipv4Pool {
    /// One pool that each hypervisor of the group sees: the highest figure counts once a group.
    #[default]
    Group,
    /// Each hypervisor's own blocks, which may overlap: never promises an address twice, whatever the overlap.
    Hypervisor,
}

impl Ipv4Pool {
    /// As the setting and reports name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Hypervisor => "hypervisor",
        }
    }
}

/// The eligible hypervisors of all the product's groups, with what fits and how many addresses are free on each.
#[derive(Clone, Debug, Default)]
pub struct Addresses(Vec<(Option<i64>, Fits)>);

impl Addresses {
    pub(super) fn expect(&mut self, more: usize) {
        self.0.reserve(more);
    }

    pub(super) fn add(&mut self, fits: Fits, free: Option<i64>) {
        self.0.push((free, fits));
    }

    /// What fits when each hypervisor has blocks of its own: by ascending free count, those that say nothing last,
    /// `total = min(total + fits, floor(free / per server))`.
    #[must_use]
    pub fn total(mut self, per_server: u64) -> Fits {
        self.0.sort_by_key(|(free, _)| (free.is_none(), *free));
        self.0.into_iter().fold(Fits::ZERO, |total, (free, fits)| {
            let cap = free.map_or(Fits::NoLimit, |free| by_ipv4(free, per_server));
            total.plus(fits).min(cap)
        })
    }
}
