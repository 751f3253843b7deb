//! How much of a hypervisor is in use, and how much is missing for one more server.

use crate::capacity::{Fits, HypervisorCapacity, Need, Taken, candidates};
use crate::decode::{Field, Hypervisor, Quota};

/// A quota and its use, in the panel's units: MB, cores, GB or servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The maximum. 0 means that there is no quota; the other amounts are then 0 too.
    pub max: i64,
    /// What the panel reports as used. More than `max` if more is allocated than the quota allows.
    pub used: i64,
    /// What the holds take. The panel does not know about it yet.
    pub held: i64,
    /// What is free after the holds and the buffer, at least 0.
    pub usable: i64,
    /// How much more must be free for one more server than fits now; `None` if this is not a limit.
    pub missing: Option<i64>,
}

/// The quotas of one hypervisor; `None` for one that is missing or not understood.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// In MB.
    pub memory: Option<Level>,
    /// In cores.
    pub cpu: Option<Level>,
    /// In GB, of the best pool.
    pub storage: Option<Level>,
    /// Server slots.
    pub servers: Option<Level>,
    /// The pools in which the package's disk may be stored.
    pub pools: Vec<Quota>,
}

impl Levels {
    pub(super) fn of(
        hypervisor: &Hypervisor,
        need: &Need,
        capacity: Option<&HypervisorCapacity>,
        taken: &Taken,
    ) -> Self {
        let server = &need.footprint;
        let level = |quota: &Field<Quota>, one, taken, buffered: bool, by: Option<Fits>| match quota {
            Field::Is(quota) => {
                let reserve = if buffered { need.buffer.reserve(quota.max()) } else { 0 };
                Some(Level::of(*quota, one, taken, reserve, by))
            }
            Field::Absent | Field::Unreadable => None,
        };
        let storage = capacity.and_then(|capacity| {
            let pool = capacity.pool?;
            let reserve = need.buffer.reserve(pool.quota.max());
            Some(Level::of(
                pool.quota,
                server.storage,
                pool.taken,
                reserve,
                Some(capacity.storage),
            ))
        });
        let mut pools = Vec::new();
        // Only pools that are understood; an error about another one does not matter here.
        let _ = candidates(hypervisor, server.storage_type, |_, quota| pools.push(quota));
        let by = |fits: fn(&HypervisorCapacity) -> Fits| capacity.map(fits);
        Self {
            memory: level(
                &hypervisor.memory,
                server.memory,
                taken.memory,
                true,
                by(|by| by.memory),
            ),
            cpu: level(
                &hypervisor.cpu,
                server.cpu_cores,
                taken.cpu_cores,
                true,
                by(|by| by.cpu),
            ),
            storage,
            servers: level(&hypervisor.servers, 1, taken.servers, false, by(|by| by.servers)),
            pools,
        }
    }
}

impl Level {
    /// `by` is how many servers fit by this quota; `None` if the hypervisor is not eligible.
    fn of(quota: Quota, one: i64, taken: i64, reserve: i64, by: Option<Fits>) -> Self {
        let held = if quota.is_unlimited() { 0 } else { taken };
        let usable = match quota.less(taken) {
            Quota::Unlimited => 0,
            Quota::Limited { free, .. } => free.saturating_sub(reserve),
        };
        let missing = match by {
            Some(Fits::Count(fits)) => {
                let wanted = i128::from(one) * (i128::from(fits) + 1) - i128::from(usable);
                Some(i64::try_from(wanted).unwrap_or(i64::MAX))
            }
            Some(Fits::NoLimit) | None => None,
        };
        let (max, used) = max_and_used(quota);
        Self {
            max,
            used,
            held,
            usable: usable.max(0),
            missing,
        }
    }
}

/// The maximum and the use of a quota as reports contain them, both 0 without a quota. A quota of 0 is reported as 1, all of it
/// used, because in a report a maximum of 0 means that there is no quota.
#[must_use]
pub fn max_and_used(quota: Quota) -> (i64, i64) {
    match quota {
        Quota::Unlimited => (0, 0),
        Quota::Limited { max, free } => {
            let max = max.max(1);
            (max, max.saturating_sub(free))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_counted_from_what_is_usable() {
        let level = Level::of(Quota::Limited { max: 100, free: 35 }, 10, 0, 10, Some(Fits::Count(2)));
        assert_eq!((level.used, level.usable, level.missing), (65, 25, Some(5)));
    }

    #[test]
    fn resources_taken_by_holds_are_not_usable() {
        let level = Level::of(Quota::Limited { max: 100, free: 65 }, 10, 30, 10, Some(Fits::Count(2)));
        assert_eq!(
            (level.used, level.held, level.usable, level.missing),
            (35, 30, 25, Some(5))
        );
    }

    #[test]
    fn missing_includes_the_excess_and_the_reserve_of_an_over_allocated_quota() {
        let level = Level::of(Quota::Limited { max: 100, free: -20 }, 10, 0, 10, Some(Fits::ZERO));
        assert_eq!((level.used, level.usable, level.missing), (120, 0, Some(40)));
    }

    #[test]
    fn without_a_quota_used_and_missing_are_empty() {
        let level = Level::of(Quota::Unlimited, 10, 0, 0, Some(Fits::NoLimit));
        assert_eq!((level.max, level.used, level.usable, level.missing), (0, 0, 0, None));
    }

    #[test]
    fn a_quota_of_zero_is_reported_as_a_used_quota_of_one() {
        let level = Level::of(Quota::Limited { max: 0, free: 0 }, 10, 0, 0, Some(Fits::ZERO));
        assert_eq!(
            (level.max, level.used, level.usable, level.missing),
            (1, 1, 0, Some(10))
        );
        assert_eq!(max_and_used(Quota::Limited { max: 0, free: -3 }), (1, 4));
    }
}
