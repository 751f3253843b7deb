//! How the addresses of several hypervisors count together.

use super::Fits;
use super::group::by_ipv4;

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
