//! How many servers fit on one hypervisor.

use super::{Fits, Need};
use crate::decode::{Field, Hypervisor, Pool, Quota, Standing};
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
    /// The pool that counts; `None` without one, and when no storage is needed.
    pub pool: Option<Quota>,
}

/// What the buffer holds back of a hypervisor's quotas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reserved {
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu: i64,
    /// In GB, of the pool that counts.
    pub storage: i64,
}

/// The resource that lets the fewest servers through.
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
    /// How many servers fit by all resources together.
    #[must_use]
    pub fn fits(&self) -> Fits {
        self.memory.min(self.cpu).min(self.storage).min(self.servers)
    }

    /// Which resource limits; the first of memory, CPU, storage and servers when several do.
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

/// What fits on this hypervisor; `None` when nothing may be placed there.
pub fn hypervisor_capacity(host: &Hypervisor, need: &Need) -> Result<Option<HypervisorCapacity>, NotUnderstood> {
    let open = |field| NotUnderstood {
        hypervisor: host.id.value().copied(),
        field,
    };
    match host.standing {
        Field::Is(Standing::Eligible) => {}
        Field::Is(_) => return Ok(None),
        _ => return Err(open("enabled, commissioned or prohibit")),
    }
    let (memory, memory_reserve) = by_quota(need.memory, &host.memory, need).ok_or_else(|| open("memory"))?;
    let (cpu, cpu_reserve) = by_quota(need.cpu_cores, &host.cpu, need).ok_or_else(|| open("cpuCores"))?;
    let (storage, pool) = by_storage(host, need).map_err(open)?;
    let servers = match host.servers {
        Field::Absent => Fits::NoLimit,
        Field::Is(quota) => fit(1, quota, 0),
        Field::Unreadable => return Err(open("servers")),
    };
    let reserved = Reserved {
        memory: memory_reserve,
        cpu: cpu_reserve,
        storage: pool.map_or(0, |pool| need.buffer.reserve(pool.max())),
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

/// Fits and reserve by a quota that must be understood when something is needed of it.
fn by_quota(need: i64, quota: &Field<Quota>, whole: &Need) -> Option<(Fits, i64)> {
    match quota {
        Field::Is(quota) => {
            let reserve = whole.buffer.reserve(quota.max());
            Some((fit(need, *quota, reserve), reserve))
        }
        _ if need <= 0 => Some((Fits::NoLimit, 0)),
        _ => None,
    }
}

/// `floor((free - reserve) / need)`, never below 0; no limit without a need or a quota.
fn fit(need: i64, quota: Quota, reserve: i64) -> Fits {
    match quota {
        Quota::Limited { free, .. } if need > 0 => {
            let usable = free.saturating_sub(reserve);
            Fits::Count(u64::try_from(usable / need).unwrap_or(0))
        }
        _ => Fits::NoLimit,
    }
}

/// The best single pool: a disk lies in one, and which one the panel would pick is not known.
fn by_storage(host: &Hypervisor, need: &Need) -> Result<(Fits, Option<Quota>), &'static str> {
    if need.storage <= 0 {
        return Ok((Fits::NoLimit, None));
    }
    let mut best = (Fits::ZERO, None);
    candidates(host, need, |quota| {
        let fits = fit(need.storage, quota, need.buffer.reserve(quota.max()));
        if best.1.is_none() || fits > best.0 {
            best = (fits, Some(quota));
        }
    })?;
    Ok(best)
}

/// Shows the pools that a disk of the package may lie in, the default mountpoint first. At the end the field's name of one of
/// which that cannot be told, or whose quota is not understood.
pub fn candidates(host: &Hypervisor, need: &Need, mut show: impl FnMut(Quota)) -> Result<(), &'static str> {
    let code = need.storage_type.unwrap_or(0);
    let mut unclear = Ok(());
    let mut look = |pool: &Pool, key: &Field<i64>, field| match candidate(pool, key, code) {
        Field::Absent => {}
        Field::Is(quota) => show(quota),
        Field::Unreadable => unclear = unclear.and(Err(field)),
    };
    if let Field::Is(pool) = &host.local {
        look(pool, &pool.storage_type, "localStorage");
    }
    match &host.other {
        _ if code <= 0 => {}
        Field::Absent => {}
        Field::Is(pools) => {
            for pool in pools {
                // An older panel names no medium: its packages hold the pool's id instead.
                let key = if pool.storage_type == Field::Absent {
                    &pool.id
                } else {
                    &pool.storage_type
                };
                look(pool, key, "otherStorage");
            }
        }
        Field::Unreadable => unclear = unclear.and(Err("otherStorage")),
    }
    unclear
}

/// The quota of a pool that is open for new disks and of the wanted medium; absent for any other. Without a code the default
/// mountpoint alone is asked, and any medium will do.
fn candidate(pool: &Pool, key: &Field<i64>, code: i64) -> Field<Quota> {
    let matches = match key {
        _ if code <= 0 => true,
        Field::Is(of_pool) => *of_pool == code,
        Field::Absent => false,
        Field::Unreadable if pool.enabled == Field::Is(false) => false,
        Field::Unreadable => return Field::Unreadable,
    };
    match (&pool.enabled, &pool.quota) {
        (Field::Is(false) | Field::Absent, _) => Field::Absent,
        _ if !matches => Field::Absent,
        (Field::Is(true), Field::Is(quota)) => Field::Is(*quota),
        _ => Field::Unreadable,
    }
}
