//! How full a hypervisor is, and how far it is from taking one more server.

use crate::capacity::{Fits, HypervisorCapacity, Need, candidates};
use crate::decode::{Field, Hypervisor, Quota};

/// A quota in use. Units are the panel's: MB, cores, GB, servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// 0: no quota; the rest is then 0 as well.
    pub max: i64,
    /// More than `max` when more is allocated than the quota allows.
    pub used: i64,
    /// What is free beyond the buffer, never below 0.
    pub usable: i64,
    /// How much more would have to be free for one more server than fits now; `None` where this limits nothing.
    pub missing: Option<i64>,
}

/// The quotas of one hypervisor; `None` where the panel says nothing that is understood.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// In MB.
    pub memory: Option<Level>,
    /// In cores.
    pub cpu: Option<Level>,
    /// In GB, of the pool that counts.
    pub storage: Option<Level>,
    /// Server slots.
    pub servers: Option<Level>,
    /// The pools that the package's disk may lie in.
    pub pools: Vec<Quota>,
}

impl Levels {
    pub(super) fn of(host: &Hypervisor, need: &Need, capacity: Option<&HypervisorCapacity>) -> Self {
        let of_quota = |quota: &Field<Quota>, one, by: Option<Fits>| match quota {
            Field::Is(quota) => Some(Level::of(*quota, one, need.buffer.reserve(quota.max()), by)),
            Field::Absent | Field::Unreadable => None,
        };
        let servers = match &host.servers {
            Field::Is(quota) => Some(Level::of(*quota, 1, 0, capacity.map(|capacity| capacity.servers))),
            Field::Absent | Field::Unreadable => None,
        };
        let storage = capacity.and_then(|capacity| {
            let pool = capacity.pool?;
            let reserve = need.buffer.reserve(pool.max());
            Some(Level::of(pool, need.storage, reserve, Some(capacity.storage)))
        });
        let mut pools = Vec::new();
        // Those that are understood, whatever the others are.
        let _ = candidates(host, need, |quota| pools.push(quota));
        Self {
            memory: of_quota(&host.memory, need.memory, capacity.map(|capacity| capacity.memory)),
            cpu: of_quota(&host.cpu, need.cpu_cores, capacity.map(|capacity| capacity.cpu)),
            storage,
            servers,
            pools,
        }
    }
}

impl Level {
    /// `by` is how many servers fit by this quota; `None` on a hypervisor that takes none at all.
    fn of(quota: Quota, one: i64, reserve: i64, by: Option<Fits>) -> Self {
        let usable = match quota {
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
            usable: usable.max(0),
            missing,
        }
    }
}

/// What a report says of a quota: its maximum and how much of it is used, both 0 without a quota. A quota of 0 is reported as 1 that
/// is used, since a maximum of 0 means no quota there.
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
    fn what_is_missing_for_one_more_is_counted_from_what_is_usable() {
        let level = Level::of(Quota::Limited { max: 100, free: 35 }, 10, 10, Some(Fits::Count(2)));
        assert_eq!((level.used, level.usable, level.missing), (65, 25, Some(5)));
    }

    #[test]
    fn an_over_allocated_quota_misses_the_excess_and_the_reserve_too() {
        let level = Level::of(Quota::Limited { max: 100, free: -20 }, 10, 10, Some(Fits::ZERO));
        assert_eq!((level.used, level.usable, level.missing), (120, 0, Some(40)));
    }

    #[test]
    fn without_a_quota_nothing_is_used_and_nothing_is_missing() {
        let level = Level::of(Quota::Unlimited, 10, 0, Some(Fits::NoLimit));
        assert_eq!((level.max, level.used, level.usable, level.missing), (0, 0, 0, None));
    }

    #[test]
    fn a_quota_of_zero_is_reported_as_one_that_is_used() {
        let level = Level::of(Quota::Limited { max: 0, free: 0 }, 10, 0, Some(Fits::ZERO));
        assert_eq!(
            (level.max, level.used, level.usable, level.missing),
            (1, 1, 0, Some(10))
        );
        assert_eq!(max_and_used(Quota::Limited { max: 0, free: -3 }), (1, 4));
    }
}
