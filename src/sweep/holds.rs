//! The holds of each group, with the resources that each takes.

use std::collections::{BTreeMap, HashMap};

use super::gathered::{Gathered, package};
use crate::answer::Answer;
use crate::capacity::{Footprint, Hold};
use crate::failure::{Cause, Failure};
use crate::panel::ask::Resource;
use crate::request::{HoldRequest, Order};

/// The holds of one group.
#[derive(Clone, Debug, Default)]
pub struct GroupHolds {
    /// The holds that take room, by ascending id.
    pub holds: Vec<Hold>,
    /// The package of each hold, by the hold's id. A hold that is not in `holds` cannot be built: its package is missing or
    /// disabled.
    pub packages: BTreeMap<i64, i64>,
    /// Why the resources of one of them are not known.
    pub unknown: Option<Failure>,
}

/// The holds of each group that has any.
#[derive(Clone, Debug, Default)]
pub struct Holds(HashMap<i64, GroupHolds>);

impl Holds {
    /// Groups the holds. A hold without a package or group takes nothing.
    #[must_use]
    pub fn of(requests: &[HoldRequest], gathered: &Gathered) -> Self {
        let mut groups: HashMap<i64, GroupHolds> = HashMap::new();
        for request in requests {
            if let Some(order) = &request.order {
                groups.entry(order.group).or_default().add(request.id, order, gathered);
            }
        }
        for holds in groups.values_mut() {
            holds.holds.sort_by_key(|hold| hold.id);
        }
        Self(groups)
    }

    /// The holds of this group, if it has any.
    #[must_use]
    pub fn of_group(&self, group: i64) -> Option<&GroupHolds> {
        self.0.get(&group)
    }
}

impl GroupHolds {
    fn add(&mut self, id: i64, order: &Order, gathered: &Gathered) {
        let resource = Resource::Package(order.package);
        self.packages.insert(id, order.package);
        let footprint = match package(gathered, order.package) {
            Answer::Found(package) if package.enabled => {
                Footprint::of(package, &order.size).ok_or_else(|| resource.failure(Cause::StorageProfile))
            }
            // The panel cannot build it, so it takes nothing.
            Answer::Found(_) | Answer::Missing => return,
            Answer::Unknown(failure) => Err(failure),
        };
        match footprint {
            Ok(footprint) => self.holds.push(Hold {
                id,
                footprint,
                ipv4: order.ipv4,
            }),
            Err(failure) => self.unknown = self.unknown.take().or(Some(failure)),
        }
    }
}
