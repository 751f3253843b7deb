//! How many more servers fit in one group, after the servers that are sold and not built yet.

use super::fits::Fits;
use super::hold::{Hold, Location, place};
use super::hypervisor::{hypervisor_capacity, not_understood};
use super::ipv4::{by_ipv4, less};
use super::need::Need;
use super::taken::TakenByHypervisor;
use crate::decode::{Field, Group, Hypervisor, Package};
use crate::failure::NotUnderstood;
use crate::request::Buffer;

/// What fits in a group after its holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCapacity {
    /// How many servers fit on each hypervisor, in the group's order; `None` for one that is not eligible.
    pub by_hypervisor: Vec<Option<Fits>>,
    /// What the placed holds take.
    pub taken: TakenByHypervisor,
    /// The sum over the hypervisors, before IPv4.
    pub fits: Fits,
    /// How many servers the free addresses allow, counted as one pool.
    pub by_ipv4: Fits,
    /// The highest count of free addresses that an eligible hypervisor reports, before the holds.
    pub highest_ipv4: Option<i64>,
    /// Whether eligible hypervisors report different counts, so that counting them as one pool is a guess.
    pub ipv4_differs: bool,
    /// Addresses that the placed holds take.
    pub ipv4_taken: u64,
    /// The holds, by ascending id.
    pub holds: Vec<PlacedHold>,
}

/// A hold, its hypervisor, and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedHold {
    /// The service's id.
    pub id: i64,
    /// The index of the hypervisor in the group; `None` when no hypervisor has room for it.
    pub hypervisor: Option<usize>,
    /// By how much it lowers what fits.
    pub costs: Costs,
}

/// By how much a hold lowers what fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// By how much it lowers the sum over the hypervisors, before IPv4.
    pub fits: u64,
    /// By how much it lowers the group's quantity with one pool of addresses.
    pub with_shared_pool: u64,
}

impl GroupCapacity {
    /// The group's quantity if its hypervisors share one pool of addresses.
    #[must_use]
    pub fn with_shared_pool(&self) -> Fits {
        self.fits.min(self.by_ipv4)
    }
}

/// Computes what fits in the group after `holds`, which are placed by ascending id.
///
/// # Errors
///
/// A field of an eligible hypervisor that `need` or a hold depends on is missing or not understood.
pub fn group_capacity(group: &Group, need: &Need, holds: &[Hold]) -> Result<GroupCapacity, NotUnderstood> {
    let mut placement = Placement::new(group, need)?;
    let mut in_order: Vec<&Hold> = holds.iter().collect();
    in_order.sort_by_key(|hold| hold.id);
    for hold in in_order {
        placement.place(hold)?;
    }
    Ok(placement.finish())
}

/// `StockControl::groupCapacity`: the quantity of a single group, with one pool of addresses and no holds; `None` if something
/// that it depends on is not understood.
#[must_use]
pub fn quantity_of_group(group: &Group, package: &Package, ipv4: u64, buffer: Buffer) -> Option<i64> {
    let need = Need::of(package, ipv4, buffer)?;
    let capacity = group_capacity(group, &need, &[]).ok()?;
    Some(capacity.with_shared_pool().quantity())
}

struct Placement<'a> {
    group: &'a Group,
    need: &'a Need,
    by_hypervisor: Vec<Option<Fits>>,
    taken: TakenByHypervisor,
    highest_ipv4: Option<i64>,
    ipv4_differs: bool,
    ipv4_taken: u64,
    holds: Vec<PlacedHold>,
}

impl<'a> Placement<'a> {
    fn new(group: &'a Group, need: &'a Need) -> Result<Self, NotUnderstood> {
        let taken = TakenByHypervisor::default();
        let mut by_hypervisor = Vec::with_capacity(group.hypervisors.len());
        let (mut highest, mut lowest) = (None, None);
        for (index, hypervisor) in group.hypervisors.iter().enumerate() {
            let capacity = hypervisor_capacity(hypervisor, need, taken.of(index))?;
            if capacity.is_some()
                && let Some(free) = free_ipv4(hypervisor, need)?
            {
                highest = highest.max(Some(free));
                lowest = Some(lowest.map_or(free, |lowest: i64| lowest.min(free)));
            }
            by_hypervisor.push(capacity.map(|capacity| capacity.fits()));
        }
        Ok(Self {
            group,
            need,
            by_hypervisor,
            taken,
            highest_ipv4: highest,
            ipv4_differs: need.ipv4 > 0 && highest != lowest,
            ipv4_taken: 0,
            holds: Vec::new(),
        })
    }

    fn place(&mut self, hold: &Hold) -> Result<(), NotUnderstood> {
        let before = (self.fits(), self.fits().min(self.by_ipv4()));
        let hypervisors = &self.group.hypervisors;
        let location = place(hold, hypervisors, &self.by_hypervisor, &self.taken, self.need)?;
        if let Some(Location { hypervisor, disk }) = location {
            self.taken.add(hypervisor, &hold.footprint, disk);
            let capacity = hypervisor_capacity(&hypervisors[hypervisor], self.need, self.taken.of(hypervisor))?;
            self.by_hypervisor[hypervisor] = capacity.map(|capacity| capacity.fits());
            self.ipv4_taken = self.ipv4_taken.saturating_add(hold.ipv4);
        }
        self.holds.push(PlacedHold {
            id: hold.id,
            hypervisor: location.map(|location| location.hypervisor),
            costs: Costs {
                fits: before.0.loss(self.fits()),
                with_shared_pool: before.1.loss(self.fits().min(self.by_ipv4())),
            },
        });
        Ok(())
    }

    fn fits(&self) -> Fits {
        let each = self.by_hypervisor.iter().flatten();
        each.fold(Fits::ZERO, |sum, fits| sum.plus(*fits))
    }

    fn by_ipv4(&self) -> Fits {
        self.highest_ipv4.map_or(Fits::NoLimit, |free| {
            by_ipv4(less(free, self.ipv4_taken), self.need.ipv4)
        })
    }

    fn finish(self) -> GroupCapacity {
        GroupCapacity {
            fits: self.fits(),
            by_ipv4: self.by_ipv4(),
            by_hypervisor: self.by_hypervisor,
            taken: self.taken,
            highest_ipv4: self.highest_ipv4,
            ipv4_differs: self.ipv4_differs,
            ipv4_taken: self.ipv4_taken,
            holds: self.holds,
        }
    }
}

/// The free addresses that a hypervisor reports. A value that is not understood is an error only if servers take addresses.
fn free_ipv4(hypervisor: &Hypervisor, need: &Need) -> Result<Option<i64>, NotUnderstood> {
    match hypervisor.ipv4_free {
        Field::Is(free) => Ok(Some(free)),
        Field::Unreadable if need.ipv4 > 0 => Err(not_understood(hypervisor, "network.total.ipv4.free")),
        _ => Ok(None),
    }
}
