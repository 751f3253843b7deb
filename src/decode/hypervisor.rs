//! One hypervisor of a group: `{"hypervisor": {…}, "resources": {…}}`.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use super::cell::{Cell, Quota};
use super::field::Field;
use super::listed::Listed;
use super::pool::{Pool, PoolEntry, Pools};
use super::scalar::{Name, Units};
use super::value::{Loose, object};

/// Whether new servers may be placed on a hypervisor. `accept` is ignored: it is false on hypervisors in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// The properties of a hypervisor that a quantity depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hypervisor {
    /// The panel's id.
    pub id: Field<i64>,
    /// The name, only to be shown.
    pub name: Option<Box<str>>,
    /// Unreadable if a flag that decides is missing or not understood.
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
    pub other: Field<Vec<Pool>>,
    /// Free addresses in the blocks that the hypervisor can use.
    pub ipv4_free: Field<i64>,
}

impl Listed for Hypervisor {
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        let Loose(entry) = Loose::<Field<HypervisorEntry>>::deserialize(source)?;
        Ok(match entry {
            Field::Is(entry) => Some(entry.hypervisor()),
            Field::Absent | Field::Unreadable => None,
        })
    }

    fn id(&self) -> Option<i64> {
        self.id.value().copied()
    }
}

#[derive(Default)]
struct HypervisorEntry {
    hypervisor: Field<Identity>,
    resources: Field<Resources>,
}

object!(HypervisorEntry {
    "hypervisor" => hypervisor,
    "resources" => resources,
});

impl HypervisorEntry {
    fn hypervisor(self) -> Hypervisor {
        let (id, name, standing) = match self.hypervisor {
            Field::Is(identity) => {
                let standing = identity.standing();
                (identity.id, identity.name, standing)
            }
            // Without the flags its standing is not known.
            Field::Absent | Field::Unreadable => (Field::Absent, None, Field::Unreadable),
        };
        let resources = match self.resources {
            Field::Is(resources) => resources,
            Field::Absent => Resources::default(),
            Field::Unreadable => Resources::unreadable(),
        };
        Hypervisor {
            id,
            name,
            standing,
            memory: resources.memory.and_then(|cell| cell.quota(Units::Megabytes)),
            cpu: resources.cpu.and_then(|cell| cell.quota(Units::Count)),
            servers: resources.servers.and_then(|cell| cell.quota(Units::Count)),
            local: match resources.local {
                Field::Is(entry) => Field::Is(entry.pool()),
                Field::Absent => Field::Absent,
                Field::Unreadable => Field::Unreadable,
            },
            other: resources.other.0,
            ipv4_free: resources.network.and_then(Network::ipv4_free),
        }
    }
}

#[derive(Default)]
struct Identity {
    id: Field<i64>,
    name: Name,
    enabled: Field<bool>,
    prohibit: Field<bool>,
    commissioned: Field<bool>,
}

object!(Identity {
    "id" => id,
    "name" => name,
    "enabled" => enabled,
    "prohibit" => prohibit,
    "commissioned" => commissioned,
});

impl Identity {
    /// One flag that excludes the hypervisor is enough; the others are then ignored. A missing `enabled` or `commissioned` is not
    /// understood: a version of the panel that omits it must not make quantities 0.
    fn standing(&self) -> Field<Standing> {
        match (&self.enabled, &self.commissioned, &self.prohibit) {
            (Field::Is(false), _, _) => Field::Is(Standing::Disabled),
            (_, Field::Is(false), _) => Field::Is(Standing::NotCommissioned),
            (_, _, Field::Is(true)) => Field::Is(Standing::Prohibited),
            (Field::Is(true), Field::Is(true), Field::Is(false) | Field::Absent) => Field::Is(Standing::Eligible),
            _ => Field::Unreadable,
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

impl Resources {
    /// The fields of `resources` that are not an object.
    fn unreadable() -> Self {
        Self {
            memory: Field::Unreadable,
            cpu: Field::Unreadable,
            servers: Field::Unreadable,
            local: Field::Unreadable,
            other: Pools(Field::Unreadable),
            network: Field::Unreadable,
        }
    }
}

/// `network.total.ipv4.free`, with a struct for each level.
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
    free: Field<i64>,
}

object!(Network { "total" => total });
object!(Total { "ipv4" => ipv4 });
object!(Ipv4 { "free" => free });

impl Network {
    fn ipv4_free(&self) -> Field<i64> {
        self.total
            .and_then(|total| total.ipv4.and_then(|ipv4| ipv4.free.clone()))
    }
}
