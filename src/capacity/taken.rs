//! What the holds on a hypervisor take.

use std::collections::BTreeMap;

use super::need::Footprint;
use super::pool::PoolNumber;

/// Where a server's disk is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disk {
    /// The server needs no storage.
    None,
    /// In this pool.
    In(PoolNumber),
}

/// The resources of one hypervisor that holds take. Sums saturate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// In MB.
    pub memory: i64,
    /// In cores.
    pub cpu_cores: i64,
    /// Server slots.
    pub servers: i64,
    /// In GB, for each disk of a hold, with the number of its pool.
    storage: Vec<(PoolNumber, i64)>,
}

impl Taken {
    /// How much of this pool is taken, in GB.
    #[must_use]
    pub fn storage(&self, pool: PoolNumber) -> i64 {
        self.storage
            .iter()
            .filter(|(of, _)| *of == pool)
            .fold(0, |sum, (_, amount)| sum.saturating_add(*amount))
    }

    /// Adds one server.
    pub(super) fn add(&mut self, server: &Footprint, disk: Disk) {
        self.memory = self.memory.saturating_add(server.memory.max(0));
        self.cpu_cores = self.cpu_cores.saturating_add(server.cpu_cores.max(0));
        self.servers = self.servers.saturating_add(1);
        if let Disk::In(pool) = disk {
            self.storage.push((pool, server.storage.max(0)));
        }
    }
}

/// What the holds take of each hypervisor of a group, by its index in the group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenByHypervisor(BTreeMap<usize, Taken>);

static NOTHING: Taken = Taken {
    memory: 0,
    cpu_cores: 0,
    servers: 0,
    storage: Vec::new(),
};

impl TakenByHypervisor {
    /// What is taken of this hypervisor.
    #[must_use]
    pub fn of(&self, hypervisor: usize) -> &Taken {
        self.0.get(&hypervisor).unwrap_or(&NOTHING)
    }

    /// Adds one server on this hypervisor.
    pub(super) fn add(&mut self, hypervisor: usize, server: &Footprint, disk: Disk) {
        self.0.entry(hypervisor).or_default().add(server, disk);
    }
}
