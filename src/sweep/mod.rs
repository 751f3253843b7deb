//! Computes many products at once: every package and group that they need is requested once, concurrently, and each product is then
//! computed from the answers.

mod asking;
mod calculation;
mod few;
mod gather;
pub(crate) mod gathered;
mod gathering;
mod holds;
mod listing;
mod piece;
mod prefetch;
mod quantity;
mod worker_pool;

use std::cell::Cell;
use std::sync::Arc;

use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::process::Process;
use crate::request::{HoldRequest, Order, Request};

pub use calculation::{Calculation, GroupOutcome, GroupPart, Outcome};
pub use gather::{gather, gather_body, gather_names};
pub use gathered::Gathered;
pub use holds::{GroupHolds, Holds};
pub use prefetch::Prefetch;
pub use quantity::{Quantity, Reason};

/// One sweep over a panel.
pub struct Sweep<'a> {
    /// This process.
    pub process: &'a Arc<Process>,
    /// The panel to ask.
    pub panel: &'a Panel,
    /// When the caller stops waiting.
    pub deadline: Deadline,
    /// The servers that are sold and not built yet.
    pub holds: &'a [HoldRequest],
    /// Answers about groups that were requested before this moment are not used.
    pub since: Option<Millis>,
    /// What was requested for it ahead.
    pub prefetched: Cell<Option<Prefetch>>,
}

impl Sweep<'_> {
    /// Returns the quantity of each product, in order.
    #[must_use]
    pub fn quantities(&self, requests: &[Request]) -> Vec<Quantity> {
        self.each(requests, |calculation, request| calculation.outcome(request).quantity)
    }

    /// Requests what the products need and is not cached, and returns at once, for a later sweep.
    #[must_use]
    pub fn prefetch(&self, requests: &[Request]) -> Prefetch {
        Prefetch::begin(
            self.process,
            self.panel,
            resources(requests, &[]),
            self.deadline,
            self.since,
        )
    }

    /// Gathers the answers that the products and their holds need, and calls `make` for each product, in order.
    pub(crate) fn each<T>(&self, requests: &[Request], make: impl Fn(&Calculation, &Request) -> T) -> Vec<T> {
        let holds = self.relevant(requests);
        let gathered = self.gather(requests, &holds);
        let holds = Holds::of(&holds, &gathered);
        let calculation = Calculation::new(&gathered, &holds, self.process.settings.ipv4_pool);
        requests.iter().map(|request| make(&calculation, request)).collect()
    }

    /// The answers that the products and the holds need: those that were prefetched, and the others.
    fn gather(&self, requests: &[Request], holds: &[HoldRequest]) -> Gathered {
        let (process, deadline, since) = (self.process, self.deadline, self.since);
        let prefetched = self
            .prefetched
            .take()
            .filter(|prefetched| prefetched.is_valid_for(since));
        let Some(prefetched) = prefetched else {
            return gather(process, self.panel, resources(requests, holds), deadline, since);
        };
        let others = resources(requests, holds).filter(|resource| !prefetched.covers(*resource));
        let mut gathered = gather(process, self.panel, others, deadline, since);
        gathered.extend(prefetched.answers(deadline).unwrap_or_else(|| {
            // Nothing is left of the time, or the thread is gone.
            gather(process, self.panel, resources(requests, holds), deadline, since)
        }));
        gathered
    }

    /// The holds in the groups of the products. The others are ignored.
    fn relevant(&self, requests: &[Request]) -> Vec<HoldRequest> {
        if self.holds.is_empty() {
            return Vec::new();
        }
        let groups: std::collections::HashSet<i64> = requests
            .iter()
            .filter_map(|request| request.target.as_ref().ok())
            .flat_map(|target| target.groups.iter().copied())
            .collect();
        let asked_for = |order: &Order| groups.contains(&order.group);
        let relevant = self
            .holds
            .iter()
            .filter(|hold| hold.order.as_ref().is_some_and(asked_for));
        relevant.copied().collect()
    }
}

fn resources<'a>(requests: &'a [Request], holds: &'a [HoldRequest]) -> impl Iterator<Item = Resource> + 'a {
    let targets = || requests.iter().filter_map(|request| request.target.as_ref().ok());
    let packages = targets().flat_map(|target| &target.packages);
    let of_holds = holds.iter().filter_map(|hold| hold.order.as_ref());
    let groups = targets().flat_map(|target| &target.groups);
    packages
        .copied()
        .chain(of_holds.map(|order| order.package))
        .map(Resource::Package)
        .chain(groups.copied().map(Resource::Group))
}
