//! How many servers fit on one hypervisor.

use super::fits::Fits;
use super::need::Need;
use super::pool::candidates;
use super::taken::Taken;
use crate::decode::{Field, Hypervisor, Quota, Standing};
use crate::failure::NotUnderstood;

/// What fits on an eligible hypervisor, by each resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HypervisorCapacity {
    /// By memory.
    pub memory: Fits,
    /// By cores.
    pub cpu: Fits,
    /// By the best single pool.
    pub storage: Fits,
    /// By the number of servers that the admin or the licence allows.
    pub servers: Fits,
    /// What the buffer holds back.
    pub reserved: Reserved,
    /// The pool in which most disks fit; `None` if there is none or no storage is needed.
    pub pool: Option<BestPool>,
}

/// The storage pool in which most disks fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BestPool {
    /// Its quota as the panel reports it.
    pub quota: Quota,
    /// How much of it the holds take, in GB.
    pub taken: i64,
}

/// What the buffer holds back of a hypervisor's quotas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reserved {
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu: i64,
    /// In GB, of the best pool.
    pub storage: i64,
}

/// The resource by which the fewest servers fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Memory.
    Memory,
    /// Cores.
    Cpu,
    /// Storage.
    Storage,
    /// The number of servers.
    Servers,
}

impl HypervisorCapacity {
    /// How many servers fit: the lowest of all resources.
    #[must_use]
    pub fn fits(&self) -> Fits {
        self.memory.min(self.cpu).min(self.storage).min(self.servers)
    }

    /// The resource that limits; if several do, the first of memory, CPU, storage and servers.
    #[must_use]
    pub fn limited_by(&self) -> Option<Limit> {
        let fits = self.fits();
        if fits == Fits::NoLimit {
            return None;
        }
        [
            (self.memory, Limit::Memory),
            (self.cpu, Limit::Cpu),
            (self.storage, Limit::Storage),
            (self.servers, Limit::Servers),
        ]
        .into_iter()
        .find_map(|(by, limit)| (by == fits).then_some(limit))
    }
}

/// Whether servers may be placed on the hypervisor; an error if a flag that decides this is missing or not understood.
fn is_eligible(hypervisor: &Hypervisor) -> Result<bool, NotUnderstood> {
    match hypervisor.standing {
        Field::Is(standing) => Ok(standing == Standing::Eligible),
        _ => Err(not_understood(hypervisor, "enabled, commissioned or prohibit")),
    }
}

/// What fits on this hypervisor after what is taken; `None` if it is not eligible.
///
/// # Errors
///
/// A field that `need` depends on is missing or not understood.
pub fn hypervisor_capacity(
    hypervisor: &Hypervisor,
    need: &Need,
    taken: &Taken,
) -> Result<Option<HypervisorCapacity>, NotUnderstood> {
    if !is_eligible(hypervisor)? {
        return Ok(None);
    }
    let unknown = |field| not_understood(hypervisor, field);
    let server = &need.footprint;
    let (memory, memory_reserve) =
        by_quota(server.memory, &hypervisor.memory, taken.memory, need).ok_or_else(|| unknown("memory"))?;
    let (cpu, cpu_reserve) =
        by_quota(server.cpu_cores, &hypervisor.cpu, taken.cpu_cores, need).ok_or_else(|| unknown("cpuCores"))?;
    let (storage, pool) = by_storage(hypervisor, need, taken).map_err(unknown)?;
    let servers = match hypervisor.servers {
        Field::Absent => Fits::NoLimit,
        Field::Is(quota) => fit(1, quota.less(taken.servers), 0),
        Field::Unreadable => return Err(unknown("servers")),
    };
    let reserved = Reserved {
        memory: memory_reserve,
        cpu: cpu_reserve,
        storage: pool.map_or(0, |pool| need.buffer.reserve(pool.quota.max())),
    };
    Ok(Some(HypervisorCapacity {
        memory,
        cpu,
        storage,
        servers,
        reserved,
        pool,
    }))
}

pub(super) fn not_understood(hypervisor: &Hypervisor, field: &'static str) -> NotUnderstood {
    NotUnderstood {
        hypervisor: hypervisor.id.value().copied(),
        field,
    }
}

/// How many servers fit by a quota, and its reserve. `None` if the quota is needed and not understood.
fn by_quota(one: i64, quota: &Field<Quota>, taken: i64, need: &Need) -> Option<(Fits, i64)> {
    match quota {
        Field::Is(quota) => {
            let reserve = need.buffer.reserve(quota.max());
            Some((fit(one, quota.less(taken), reserve), reserve))
        }
        _ if one <= 0 => Some((Fits::NoLimit, 0)),
        _ => None,
    }
}

/// `floor((free - reserve) / need)`, at least 0; no limit without a need or a quota.
fn fit(need: i64, quota: Quota, reserve: i64) -> Fits {
    match quota {
        Quota::Limited { free, .. } if need > 0 => {
            let usable = free.saturating_sub(reserve);
            Fits::Count(u64::try_from(usable / need).unwrap_or(0))
        }
        _ => Fits::NoLimit,
    }
}

/// How many servers fit by storage, and the best pool: a disk is stored in a single pool, and which one the panel would pick is not
/// known.
fn by_storage(hypervisor: &Hypervisor, need: &Need, taken: &Taken) -> Result<(Fits, Option<BestPool>), &'static str> {
    let server = &need.footprint;
    if server.storage <= 0 {
        return Ok((Fits::NoLimit, None));
    }
    let mut best = (Fits::ZERO, None);
    candidates(hypervisor, server.storage_type, |number, quota| {
        let taken = taken.storage(number);
        let fits = fit(server.storage, quota.less(taken), need.buffer.reserve(quota.max()));
        if best.1.is_none() || fits > best.0 {
            best = (fits, Some(BestPool { quota, taken }));
        }
    })?;
    Ok(best)
}
