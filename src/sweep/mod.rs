//! Many products at once: every package and group that they need is asked for once, side by side, and each product is then
//! computed from what came.

mod gather;
mod piece;
mod quantity;
mod survey;
mod worker_pool;

use crate::deadline::Deadline;
use crate::panel::Panel;
use crate::panel::ask::Resource;
use crate::process::Process;
use crate::report::Report;
use crate::request::Request;
use crate::settings::Ipv4Pool;

pub use gather::{Gathered, gather};
pub use quantity::Quantity;
pub(crate) use quantity::{Watcher, compute};
pub use survey::Finding;

/// One sweep over a panel.
#[derive(Debug)]
pub struct Sweep<'a> {
    /// The process that sweeps.
    pub process: &'a Process,
    /// The panel that it asks.
    pub panel: &'a Panel,
    /// When its caller stops waiting.
    pub deadline: Deadline,
}

impl Sweep<'_> {
    /// The quantity of each product, in order.
    #[must_use]
    pub fn quantities(&self, requests: &[Request]) -> Vec<Quantity> {
        let gathered = self.gather(requests);
        let pool = self.pool();
        requests
            .iter()
            .map(|request| Quantity::of(request, &gathered, pool))
            .collect()
    }

    /// The quantity of each product and why it is that, in order.
    #[must_use]
    pub fn reports(&self, requests: &[Request]) -> Vec<Report> {
        let gathered = self.gather(requests);
        let pool = self.pool();
        requests
            .iter()
            .map(|request| Report::of(request, &gathered, pool))
            .collect()
    }

    /// The same, but without the reports that the caller has: `state` tells of a product in which state its report was.
    #[must_use]
    pub fn survey<'s>(&self, requests: &[Request], state: impl Fn(i64) -> Option<&'s str>) -> Vec<Finding> {
        let gathered = self.gather(requests);
        let pool = self.pool();
        requests
            .iter()
            .map(|request| Finding::of(request, &gathered, pool, state(request.product)))
            .collect()
    }

    fn pool(&self) -> Ipv4Pool {
        self.process.settings.ipv4_pool
    }

    fn gather(&self, requests: &[Request]) -> Gathered {
        let targets = || requests.iter().filter_map(|request| request.target.as_ref().ok());
        let packages = targets().map(|target| Resource::Package(target.package));
        let groups = targets().flat_map(|target| target.groups.iter().map(|group| Resource::Group(*group)));
        gather(self.process, self.panel, packages.chain(groups), self.deadline)
    }
}
