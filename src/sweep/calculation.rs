//! Computes each product's outcome from the gathered answers: the package first, then every group. If one part is unknown, the
//! quantity is.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::gathered::{Gathered, group, package};
use super::holds::{GroupHolds, Holds};
use super::quantity::{Quantity, Reason};
use crate::answer::Answer;
use crate::capacity::{Addresses, Fits, Footprint, GroupCapacity, Need, group_capacity};
use crate::decode::{Group, Package};
use crate::failure::{Cause, Failure, NotUnderstood};
use crate::panel::ask::Resource;
use crate::request::{Refusal, Request, Target};
use crate::settings::Ipv4Pool;

/// What fits in a group for one need, without the holds and after them.
#[derive(Clone, Debug)]
pub struct GroupOutcome {
    /// Before any hold is placed.
    pub without_holds: Rc<GroupCapacity>,
    /// After all holds are placed; the same if the group has none.
    pub after_holds: Rc<GroupCapacity>,
}

/// A group's part in a product's outcome.
#[derive(Clone, Debug)]
pub struct GroupPart {
    /// The panel's id.
    pub id: i64,
    /// What fits there.
    pub outcome: Answer<GroupOutcome>,
    /// Whether the group is known, and only the resources of a hold are not.
    pub hold_unknown: bool,
}

/// A product's quantity, and everything that it was computed from.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// After the holds.
    pub quantity: Quantity,
    /// The reason for the quantity.
    pub reason: Reason,
    /// Without the holds; `None` if it is not known.
    pub fits: Option<Fits>,
    /// The package, with the id that was requested.
    pub package: Option<(i64, &'a Package)>,
    /// What one server needs; `None` if the package was enough to decide.
    pub need: Option<Need>,
    /// The groups in the request's order; empty if the package was enough to decide.
    pub groups: Vec<GroupPart>,
}

/// Computes the outcomes of one sweep. Products with the same need share the work on a group.
#[derive(Debug)]
pub struct Calculation<'a> {
    gathered: &'a Gathered,
    holds: &'a Holds,
    pool: Ipv4Pool,
    done: RefCell<HashMap<Need, Done>>,
}

/// What was computed for one need, by group.
type Done = HashMap<i64, Result<GroupOutcome, NotUnderstood>>;

impl<'a> Calculation<'a> {
    /// Computes from these answers and holds.
    #[must_use]
    pub fn new(gathered: &'a Gathered, holds: &'a Holds, pool: Ipv4Pool) -> Self {
        Self {
            gathered,
            holds,
            pool,
            done: RefCell::default(),
        }
    }

    /// The answers that it computes from.
    #[must_use]
    pub fn gathered(&self) -> &'a Gathered {
        self.gathered
    }

    /// The holds of a group.
    #[must_use]
    pub fn holds(&self, group: i64) -> Option<&'a GroupHolds> {
        self.holds.of_group(group)
    }

    /// How addresses are counted.
    #[must_use]
    pub fn pool(&self) -> Ipv4Pool {
        self.pool
    }

    /// The outcome of one product. With several packages it is that of the package of which most servers fit; it is unknown if one
    /// package is, unless another one has no limit.
    #[must_use]
    pub fn outcome(&self, request: &Request) -> Outcome<'a> {
        let target = match &request.target {
            Ok(target) => target,
            Err(refusal) => return Outcome::refused(*refusal),
        };
        let mut best: Option<Outcome> = None;
        for package in &target.packages {
            let other = self.with_package(request, target, *package);
            if best.as_ref().is_none_or(|best| other.rank() > best.rank()) {
                best = Some(other);
            }
        }
        best.unwrap_or_else(|| Outcome::refused(Refusal::NoPackage))
    }

    fn with_package(&self, request: &Request, target: &Target, id: i64) -> Outcome<'a> {
        let package = match package(self.gathered, id) {
            Answer::Found(package) => package,
            Answer::Missing => return Outcome::by_package(Quantity::Known(Fits::ZERO), Reason::PackageMissing, None),
            Answer::Unknown(failure) => {
                return Outcome::by_package(Quantity::Unknown(failure), Reason::PackageUnknown, None);
            }
        };
        if !package.enabled {
            return Outcome::by_package(
                Quantity::Known(Fits::ZERO),
                Reason::PackageDisabled,
                Some((id, package)),
            );
        }
        let Some(footprint) = Footprint::of(package, &request.size) else {
            let failure = Resource::Package(id).failure(Cause::StorageProfile);
            return Outcome::by_package(Quantity::Unknown(failure), Reason::PackageUnknown, Some((id, package)));
        };
        let need = Need {
            footprint,
            ipv4: request.ipv4_per_server,
            buffer: request.buffer,
        };
        let mut done = self.done.borrow_mut();
        let done = done.entry(need).or_default();
        let groups = target.groups.iter().map(|group| self.part(*group, &need, done));
        let groups: Vec<_> = groups.collect();
        let (quantity, reason) = match first_unknown(&groups) {
            Some((failure, reason)) => (Quantity::Unknown(failure), reason),
            None => (
                Quantity::Known(self.total(&groups, &need, |of| &of.after_holds)),
                Reason::Ok,
            ),
        };
        let is_known = matches!(quantity, Quantity::Known(_));
        Outcome {
            fits: is_known.then(|| self.total(&groups, &need, |of| &of.without_holds)),
            quantity,
            reason,
            package: Some((id, package)),
            need: Some(need),
            groups,
        }
    }

    fn part(&self, id: i64, need: &Need, done: &mut Done) -> GroupPart {
        let unknown_hold = self.holds(id).and_then(|holds| holds.unknown.clone());
        let (outcome, hold_unknown) = match (group(self.gathered, id), unknown_hold) {
            (Answer::Found(_), Some(failure)) => (Answer::Unknown(failure), true),
            (Answer::Found(group), None) => match done.entry(id).or_insert_with(|| self.compute(id, group, need)) {
                Ok(outcome) => (Answer::Found(outcome.clone()), false),
                Err(field) => {
                    let failure = Resource::Group(id).failure(Cause::NotUnderstood(field.clone()));
                    (Answer::Unknown(failure), false)
                }
            },
            (Answer::Missing, _) => (Answer::Missing, false),
            (Answer::Unknown(failure), _) => (Answer::Unknown(failure), false),
        };
        GroupPart {
            id,
            outcome,
            hold_unknown,
        }
    }

    fn compute(&self, id: i64, group: &Group, need: &Need) -> Result<GroupOutcome, NotUnderstood> {
        let without_holds = Rc::new(group_capacity(group, need, &[])?);
        let after_holds = match self.holds(id) {
            Some(holds) if !holds.holds.is_empty() => Rc::new(group_capacity(group, need, &holds.holds)?),
            _ => without_holds.clone(),
        };
        Ok(GroupOutcome {
            without_holds,
            after_holds,
        })
    }

    /// The sum over all groups. None of them may be unknown.
    fn total(&self, groups: &[GroupPart], need: &Need, of: impl Fn(&GroupOutcome) -> &GroupCapacity) -> Fits {
        let mut addresses = Addresses::default();
        let mut sum = Fits::ZERO;
        for part in groups {
            let Answer::Found(outcome) = &part.outcome else {
                continue;
            };
            match (self.pool, of(outcome)) {
                (Ipv4Pool::Group, capacity) => sum = sum.plus(capacity.with_shared_pool()),
                (Ipv4Pool::Hypervisor, capacity) => {
                    if let Answer::Found(group) = group(self.gathered, part.id) {
                        addresses.add(group, capacity);
                    }
                }
            }
        }
        match self.pool {
            Ipv4Pool::Group => sum,
            Ipv4Pool::Hypervisor => addresses.total(need.ipv4),
        }
    }
}

/// The first unknown group. All groups are computed before this is called, because a report shows them all.
fn first_unknown(groups: &[GroupPart]) -> Option<(Failure, Reason)> {
    groups.iter().find_map(|part| {
        let reason = if part.hold_unknown {
            Reason::HoldUnknown
        } else {
            Reason::GroupUnknown
        };
        Some((part.outcome.failure()?.clone(), reason))
    })
}

impl<'a> Outcome<'a> {
    fn refused(refusal: Refusal) -> Self {
        let reason = match refusal {
            Refusal::NoPackage => Reason::NoPackage,
            Refusal::NoGroups => Reason::NoGroups,
        };
        Self::by_package(Quantity::Refused(refusal), reason, None)
    }

    fn by_package(quantity: Quantity, reason: Reason, package: Option<(i64, &'a Package)>) -> Self {
        let fits = match &quantity {
            Quantity::Known(fits) => Some(*fits),
            _ => None,
        };
        Self {
            quantity,
            reason,
            fits,
            package,
            need: None,
            groups: Vec::new(),
        }
    }

    /// Ranks the outcomes of several packages: no limit is highest, then unknown, then the larger quantity.
    fn rank(&self) -> (u8, Fits) {
        match &self.quantity {
            Quantity::Known(Fits::NoLimit) => (2, Fits::NoLimit),
            Quantity::Refused(_) | Quantity::Unknown(_) => (1, Fits::ZERO),
            Quantity::Known(fits) => (0, *fits),
        }
    }
}
