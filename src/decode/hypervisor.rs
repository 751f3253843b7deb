//! One hypervisor of a group: `{"hypervisor": {…}, "resources": {…}}`.

use smol_str::SmolStr;

use super::cell::{Cell, Quota};
use super::field::{Field, object};
use super::pool::{FurtherPools, Pool, PoolEntry, Pools};
use super::source::{Scalars, Slot};
use super::text::Units;

/// Whether new servers may be placed on a hypervisor. `accept` is no gate: it is false on hosts that sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Enabled, commissioned, and not prohibited.
    Eligible,
    /// `enabled` is false.
    Disabled,
    /// `commissioned` is false.
    NotCommissioned,
    /// `prohibit` is true.
    Prohibited,
}

/// A hypervisor, as far as a quantity depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hypervisor {
    /// The panel's id.
    pub id: Field<i64>,
    /// For people.
    pub name: Option<SmolStr>,
    /// Unreadable when a flag that decides is.
    pub standing: Field<Standing>,
    /// In MB.
    pub memory: Field<Quota>,
    /// In cores.
    pub cpu: Field<Quota>,
    /// How many servers the admin or the licence allows.
    pub servers: Field<Quota>,
    /// The default mountpoint.
    pub local: Field<Pool>,
    /// Further pools.
    pub other: Field<FurtherPools>,
    /// Free addresses in the blocks that the hypervisor sees.
    pub ipv4_free: Field<i64>,
}

#[derive(Default)]
pub(super) struct HypervisorEntry {
    hypervisor: Field<Flags>,
    resources: Field<Resources>,
}

object!(HypervisorEntry {
    "hypervisor" => hypervisor,
    "resources" => resources,
});

impl HypervisorEntry {
    pub(super) fn host(&self, scalars: &Scalars<'_>) -> Hypervisor {
        let (id, name, standing) = match &self.hypervisor {
            Field::Is(hypervisor) => (
                hypervisor.id.number(scalars),
                hypervisor.name.name(scalars),
                hypervisor.standing(scalars),
            ),
            // Without flags nobody can tell whether it sells.
            Field::Absent | Field::Unreadable => (Field::Absent, None, Field::Unreadable),
        };
        let host = Hypervisor {
            id,
            name,
            standing,
            memory: Field::Absent,
            cpu: Field::Absent,
            servers: Field::Absent,
            local: Field::Absent,
            other: Field::Absent,
            ipv4_free: Field::Absent,
        };
        match &self.resources {
            Field::Is(resources) => Hypervisor {
                memory: resources.memory.and_then(|cell| cell.quota(Units::Megabytes, scalars)),
                cpu: resources.cpu.and_then(|cell| cell.quota(Units::Count, scalars)),
                servers: resources.servers.and_then(|cell| cell.quota(Units::Count, scalars)),
                local: resources.local.and_then(|entry| Field::Is(entry.pool(scalars))),
                other: resources.other.pools(scalars),
                ipv4_free: resources.network.and_then(|network| {
                    network
                        .total
                        .and_then(|total| total.ipv4.and_then(|ipv4| ipv4.free.number(scalars)))
                }),
                ..host
            },
            Field::Absent => host,
            Field::Unreadable => Hypervisor {
                servers: Field::Unreadable,
                other: Field::Unreadable,
                ipv4_free: Field::Unreadable,
                ..host
            },
        }
    }
}

#[derive(Default)]
struct Flags {
    id: Slot,
    name: Slot,
    enabled: Slot,
    prohibit: Slot,
    commissioned: Slot,
}

object!(Flags {
    "id" => id,
    "name" => name,
    "enabled" => enabled,
    "prohibit" => prohibit,
    "commissioned" => commissioned,
});

impl Flags {
    /// One flag that is understood and takes the host off sale is enough; the others then do not count.
    fn standing(&self, scalars: &Scalars<'_>) -> Field<Standing> {
        let [enabled, commissioned, prohibit] =
            [self.enabled, self.commissioned, self.prohibit].map(|slot| slot.flag(scalars));
        let no = |flag: &Field<bool>| matches!(flag, Field::Absent | Field::Is(false));
        if no(&enabled) {
            Field::Is(Standing::Disabled)
        } else if no(&commissioned) {
            Field::Is(Standing::NotCommissioned)
        } else if prohibit == Field::Is(true) {
            Field::Is(Standing::Prohibited)
        } else if [enabled, commissioned, prohibit].contains(&Field::Unreadable) {
            Field::Unreadable
        } else {
            Field::Is(Standing::Eligible)
        }
    }
}

#[derive(Default)]
struct Resources {
    memory: Field<Cell>,
    cpu: Field<Cell>,
    servers: Field<Cell>,
    local: Field<PoolEntry>,
    other: Pools,
    network: Field<Network>,
}

object!(Resources {
    "servers" => servers,
    "memory" => memory,
    "cpuCores" => cpu,
    "localStorage" => local,
    "otherStorage" => other,
    "network" => network,
});

/// `network.total.ipv4.free`, an object a step.
#[derive(Default)]
struct Network {
    total: Field<Total>,
}

#[derive(Default)]
struct Total {
    ipv4: Field<Ipv4>,
}

#[derive(Default)]
struct Ipv4 {
    free: Slot,
}

object!(Network { "total" => total });
object!(Total { "ipv4" => ipv4 });
object!(Ipv4 { "free" => free });
