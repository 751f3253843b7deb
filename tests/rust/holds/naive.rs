//! A second implementation of the arithmetic with holds: slow, on plain numbers, one step after the other.

use serde_json::{Value, json};

/// A quota: the maximum, and what is free. A maximum of 0 means that there is no quota.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    pub max: i64,
    pub free: i64,
}

#[derive(Clone, Debug)]
pub struct Pool {
    pub enabled: bool,
    pub storage_type: i64,
    pub quota: Quota,
}

#[derive(Clone, Debug)]
pub struct Hypervisor {
    pub eligible: bool,
    pub memory: Quota,
    pub cpu: Quota,
    pub servers: Option<Quota>,
    /// The default mountpoint first.
    pub pools: Vec<Pool>,
    pub ipv4: Option<i64>,
}

/// The resources that one server takes.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    pub memory: i64,
    pub cpu: i64,
    pub storage: i64,
    pub storage_type: i64,
    pub ipv4: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Hold {
    pub id: i64,
    pub server: Server,
}

/// Means that there is no limit.
pub const UNLIMITED: i128 = i128::MAX;

impl Quota {
    fn fit(self, need: i64, buffer_percent: i64) -> i128 {
        if need <= 0 || self.max == 0 {
            return UNLIMITED;
        }
        let reserve = (i128::from(self.max) * i128::from(buffer_percent) + 99) / 100;
        let usable = i128::from(self.free) - reserve;
        if usable <= 0 { 0 } else { usable / i128::from(need) }
    }

    fn has_room(self, need: i64) -> bool {
        need <= 0 || self.max == 0 || self.free >= need
    }

    fn take(&mut self, need: i64) {
        if self.max > 0 && need > 0 {
            self.free -= need;
        }
    }
}

impl Hypervisor {
    /// The pools that a disk of this storage type may be stored in, by index.
    fn allowed(&self, storage_type: i64) -> Vec<usize> {
        (0..self.pools.len())
            .filter(|index| {
                let pool = &self.pools[*index];
                let matches = if storage_type == 0 {
                    *index == 0
                } else {
                    pool.storage_type == storage_type
                };
                pool.enabled && matches
            })
            .collect()
    }

    fn fits(&self, server: Server, buffer: i64) -> i128 {
        let storage = if server.storage <= 0 {
            UNLIMITED
        } else {
            let allowed = self.allowed(server.storage_type).into_iter();
            let fits = allowed.map(|index| self.pools[index].quota.fit(server.storage, buffer));
            fits.max().unwrap_or(0)
        };
        let servers = self.servers.map_or(UNLIMITED, |quota| quota.fit(1, 0));
        let memory = self.memory.fit(server.memory, buffer);
        let cpu = self.cpu.fit(server.cpu, buffer);
        memory.min(cpu).min(storage).min(servers)
    }

    /// The hypervisor after the hold is placed on it; `None` if the hold does not fit.
    fn with(&self, hold: Server) -> Option<Self> {
        let room = self.eligible
            && self.memory.has_room(hold.memory)
            && self.cpu.has_room(hold.cpu)
            && self.servers.is_none_or(|servers| servers.has_room(1));
        if !room {
            return None;
        }
        let mut after = self.clone();
        after.memory.take(hold.memory);
        after.cpu.take(hold.cpu);
        if let Some(servers) = &mut after.servers {
            servers.take(1);
        }
        if hold.storage > 0 {
            let free = |index: &usize| {
                let quota = self.pools[*index].quota;
                if quota.max == 0 {
                    UNLIMITED
                } else {
                    i128::from(quota.free)
                }
            };
            let allowed = self.allowed(hold.storage_type);
            let most = allowed.iter().map(free).max()?;
            let chosen = *allowed.iter().find(|index| free(index) == most)?;
            let pool = &mut after.pools[chosen];
            if !pool.quota.has_room(hold.storage) {
                return None;
            }
            pool.quota.take(hold.storage);
        }
        Some(after)
    }

    pub fn json(&self, id: usize) -> Value {
        let quota = |quota: Quota| json!({"max": quota.max, "free": quota.free});
        let pool = |(index, pool): (usize, &Pool)| json!({"id": index, "enabled": pool.enabled, "storageType": pool.storage_type, "max": pool.quota.max, "free": pool.quota.free});
        let mut pools = self.pools.iter().enumerate().map(pool);
        let mut entry = json!({
            "hypervisor": {"id": id, "enabled": true, "commissioned": true, "prohibit": !self.eligible},
            "resources": {"memory": quota(self.memory), "cpuCores": quota(self.cpu), "localStorage": pools.next()},
        });
        let resources = &mut entry["resources"];
        resources["otherStorage"] = pools.collect();
        if let Some(servers) = self.servers {
            resources["servers"] = quota(servers);
        }
        if let Some(free) = self.ipv4 {
            resources["network"] = json!({"total": {"ipv4": {"free": free}}});
        }
        entry
    }
}

/// The quantity of a product in one group: with one pool of addresses, and by hypervisor.
pub fn quantity(group: &[Hypervisor], product: Server, buffer: i64, holds: &[Hold]) -> (i128, i128) {
    let mut group = group.to_vec();
    let mut holds = holds.to_vec();
    holds.sort_by_key(|hold| hold.id);
    let mut addresses = 0;
    for hold in holds {
        let mut chosen: Option<(i128, usize, Hypervisor)> = None;
        for (index, before) in group.iter().enumerate() {
            let Some(after) = before.with(hold.server) else {
                continue;
            };
            let (fits, left) = (before.fits(product, buffer), after.fits(product, buffer));
            let drop = if fits == UNLIMITED { 0 } else { fits - left };
            if chosen.as_ref().is_none_or(|(most, ..)| drop > *most) {
                chosen = Some((drop, index, after));
            }
        }
        if let Some((_, index, after)) = chosen {
            group[index] = after;
            addresses += i128::from(hold.server.ipv4);
        }
    }
    let eligible: Vec<&Hypervisor> = group.iter().filter(|hypervisor| hypervisor.eligible).collect();
    let cap = |free: i64| {
        if product.ipv4 == 0 {
            UNLIMITED
        } else {
            (i128::from(free) - addresses).max(0) / i128::from(product.ipv4)
        }
    };
    let sum = eligible.iter().fold(0_i128, |sum, hypervisor| {
        sum.saturating_add(hypervisor.fits(product, buffer))
    });
    let highest = eligible.iter().filter_map(|hypervisor| hypervisor.ipv4).max();
    let as_pool = sum.min(highest.map_or(UNLIMITED, cap));

    let mut ascending = eligible;
    ascending.sort_by_key(|hypervisor| (hypervisor.ipv4.is_none(), hypervisor.ipv4));
    let by_hypervisor = ascending.iter().fold(0_i128, |total, hypervisor| {
        let cap = hypervisor.ipv4.map_or(UNLIMITED, cap);
        total.saturating_add(hypervisor.fits(product, buffer)).min(cap)
    });
    (as_pool, by_hypervisor)
}
