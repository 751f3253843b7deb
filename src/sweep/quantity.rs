//! A product's quantity from what was gathered: packages first, then every group, and unknown as soon as one part is.

use super::Gathered;
use crate::answer::Answer;
use crate::cache::known::Known;
use crate::capacity::{Addresses, Fits, GroupCapacity, HypervisorCapacity, Need, group_capacity};
use crate::decode::{Hypervisor, Package};
use crate::failure::{Cause, Failure};
use crate::panel::ask::Resource;
use crate::request::{Refusal, Request};
use crate::settings::Ipv4Pool;

/// How many more servers of a product can be placed, or why that is not known.
#[derive(Clone, Debug)]
pub enum Quantity {
    /// So many.
    Known(Fits),
    /// The row asks for nothing.
    Refused(Refusal),
    /// The panel did not say, or not in a way that is understood.
    Unknown(Failure),
}

impl Quantity {
    /// As PHP has it: `None` leaves the shop's number alone.
    #[must_use]
    pub fn value(&self) -> Option<i64> {
        match self {
            Self::Known(fits) => Some(fits.quantity()),
            Self::Refused(_) | Self::Unknown(_) => None,
        }
    }

    /// The failure of an unknown one.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Unknown(failure) => Some(failure),
            _ => None,
        }
    }

    /// The quantity of one product.
    #[must_use]
    pub fn of(request: &Request, gathered: &Gathered, pool: Ipv4Pool) -> Self {
        compute(request, gathered, pool, &mut Unwatched)
    }
}

/// Who wants to see how a quantity comes about.
pub(crate) trait Watcher {
    /// The package, and whether servers of it can be placed at all.
    fn package(&mut self, _answer: &Answer<&Package>) {}
    /// What follows is about this group.
    fn group(&mut self, _id: i64) {}
    /// A hypervisor of the group; `None` when it is not eligible.
    fn host(&mut self, _host: &Hypervisor, _need: &Need, _capacity: Option<&HypervisorCapacity>) {}
    /// The end of the group. `Found` holds what fits.
    fn group_end(&mut self, _answer: &Answer<GroupCapacity>) {}
}

struct Unwatched;

impl Watcher for Unwatched {}

pub(crate) fn compute(request: &Request, gathered: &Gathered, pool: Ipv4Pool, watcher: &mut impl Watcher) -> Quantity {
    let target = match &request.target {
        Ok(target) => target,
        Err(refusal) => return Quantity::Refused(*refusal),
    };
    let resource = Resource::Package(target.package);
    let answer = match gathered.get(&resource) {
        Some(Answer::Found(Known::Package(found))) => Answer::Found(&found.package),
        Some(Answer::Missing) => Answer::Missing,
        Some(Answer::Unknown(failure)) => Answer::Unknown(failure.clone()),
        _ => Answer::Unknown(not_gathered(resource)),
    };
    watcher.package(&answer);
    let package = match answer {
        Answer::Found(package) if package.enabled => package,
        Answer::Found(_) | Answer::Missing => return Quantity::Known(Fits::ZERO),
        Answer::Unknown(failure) => return Quantity::Unknown(failure),
    };
    let Some(need) = Need::of(package, request.ipv4_per_server, request.buffer) else {
        return Quantity::Unknown(resource.failure(Cause::StorageProfile));
    };

    let mut addresses = Addresses::default();
    let mut sum = Fits::ZERO;
    let mut unknown = None;
    for group in &target.groups {
        let resource = Resource::Group(*group);
        watcher.group(*group);
        let answer = match gathered.get(&resource) {
            Some(Answer::Found(Known::Group(found))) => {
                let capacity = group_capacity(&found.group, &need, &mut addresses, |host, capacity| {
                    watcher.host(host, &need, capacity);
                });
                match capacity {
                    Ok(capacity) => Answer::Found(capacity),
                    Err(field) => Answer::Unknown(resource.failure(Cause::NotUnderstood(field))),
                }
            }
            Some(Answer::Missing) => Answer::Missing,
            Some(Answer::Unknown(failure)) => Answer::Unknown(failure.clone()),
            _ => Answer::Unknown(not_gathered(resource)),
        };
        watcher.group_end(&answer);
        match answer {
            Answer::Found(capacity) => sum = sum.plus(capacity.with_shared_pool()),
            Answer::Missing => {}
            // The other groups are still computed: a report shows them all.
            Answer::Unknown(failure) => unknown = unknown.or(Some(failure)),
        }
    }
    if let Some(failure) = unknown {
        return Quantity::Unknown(failure);
    }
    Quantity::Known(match pool {
        Ipv4Pool::Group => sum,
        Ipv4Pool::Hypervisor => addresses.total(request.ipv4_per_server),
    })
}

fn not_gathered(resource: Resource) -> Failure {
    resource.failure(Cause::Internal(
        "it was not gathered, which is a bug of this extension".to_owned(),
    ))
}
