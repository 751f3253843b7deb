//! One hypervisor of a group: `{"hypervisor": {…}, "resources": {…}}`.

use serde::de::MapAccess;

use super::cell::{Cell, Quota};
use super::field::{Field, Object, ObjectOf};
use super::flag::Flag;
use super::number::Number;
use super::pool::{Pool, PoolEntry, Pools};
use super::text::{Name, Units};

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
pub struct Host {
    /// The panel's id.
    pub id: Field<i64>,
    /// For people.
    pub name: Option<Box<str>>,
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
    pub other: Field<Vec<Pool>>,
    /// Free addresses in the blocks that the hypervisor sees.
    pub ipv4_free: Field<i64>,
}

#[derive(Default)]
pub(super) struct HostEntry {
    hypervisor: Field<Hypervisor>,
    resources: Field<Resources>,
}

#[derive(Clone, Copy)]
pub(super) enum HostKey {
    Hypervisor,
    Resources,
}

impl Object for HostEntry {
    type Key = HostKey;

    fn key(name: &str) -> Option<HostKey> {
        Some(match name {
            "hypervisor" => HostKey::Hypervisor,
            "resources" => HostKey::Resources,
            _ => return None,
        })
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, key: HostKey, map: &mut M) -> Result<(), M::Error> {
        match key {
            HostKey::Hypervisor => self.hypervisor = map.next_value_seed(ObjectOf::new())?,
            HostKey::Resources => self.resources = map.next_value_seed(ObjectOf::new())?,
        }
        Ok(())
    }
}

impl HostEntry {
    pub(super) fn host(self) -> Host {
        let (id, name, standing) = match self.hypervisor {
            Field::Is(hypervisor) => (
                hypervisor.id.0.clone(),
                hypervisor.name.0.clone(),
                hypervisor.standing(),
            ),
            // Without flags nobody can tell whether it sells.
            Field::Absent | Field::Unreadable => (Field::Absent, None, Field::Unreadable),
        };
        let (resources, broken) = match self.resources {
            Field::Is(resources) => (resources, false),
            Field::Absent => (Resources::default(), false),
            Field::Unreadable => (Resources::default(), true),
        };
        let quota = |cell: Field<Cell>, units| cell.and_then(|cell| cell.quota(units));
        let network = resources.network;
        Host {
            id,
            name,
            standing,
            memory: quota(resources.memory, Units::Megabytes),
            cpu: quota(resources.cpu, Units::Count),
            servers: if broken {
                Field::Unreadable
            } else {
                quota(resources.servers, Units::Count)
            },
            local: resources.local.and_then(|entry| Field::Is(entry.pool())),
            other: if broken { Field::Unreadable } else { resources.other },
            ipv4_free: if broken {
                Field::Unreadable
            } else {
                network
                    .and_then(|network| network.0)
                    .and_then(|total| total.0)
                    .and_then(|ipv4| ipv4.0.0)
            },
        }
    }
}

#[derive(Default)]
struct Hypervisor {
    id: Number,
    name: Name,
    enabled: Flag,
    prohibit: Flag,
    commissioned: Flag,
}

#[derive(Clone, Copy)]
enum HypervisorKey {
    Id,
    Name,
    Enabled,
    Prohibit,
    Commissioned,
}

impl Object for Hypervisor {
    type Key = HypervisorKey;

    fn key(name: &str) -> Option<HypervisorKey> {
        Some(match name {
            "id" => HypervisorKey::Id,
            "name" => HypervisorKey::Name,
            "enabled" => HypervisorKey::Enabled,
            "prohibit" => HypervisorKey::Prohibit,
            "commissioned" => HypervisorKey::Commissioned,
            _ => return None,
        })
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, key: HypervisorKey, map: &mut M) -> Result<(), M::Error> {
        match key {
            HypervisorKey::Id => self.id = map.next_value()?,
            HypervisorKey::Name => self.name = map.next_value()?,
            HypervisorKey::Enabled => self.enabled = map.next_value()?,
            HypervisorKey::Prohibit => self.prohibit = map.next_value()?,
            HypervisorKey::Commissioned => self.commissioned = map.next_value()?,
        }
        Ok(())
    }
}

impl Hypervisor {
    /// One flag that is understood and takes the host off sale is enough; the others then do not count.
    fn standing(&self) -> Field<Standing> {
        let no = |flag: &Flag| matches!(flag.0, Field::Absent | Field::Is(false));
        if no(&self.enabled) {
            Field::Is(Standing::Disabled)
        } else if no(&self.commissioned) {
            Field::Is(Standing::NotCommissioned)
        } else if self.prohibit.0 == Field::Is(true) {
            Field::Is(Standing::Prohibited)
        } else if [&self.enabled, &self.commissioned, &self.prohibit]
            .iter()
            .any(|flag| flag.0 == Field::Unreadable)
        {
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
    other: Field<Vec<Pool>>,
    network: Field<Network>,
}

#[derive(Clone, Copy)]
enum ResourcesKey {
    Memory,
    Cpu,
    Servers,
    Local,
    Other,
    Network,
}

impl Object for Resources {
    type Key = ResourcesKey;

    fn key(name: &str) -> Option<ResourcesKey> {
        Some(match name {
            "memory" => ResourcesKey::Memory,
            "cpuCores" => ResourcesKey::Cpu,
            "servers" => ResourcesKey::Servers,
            "localStorage" => ResourcesKey::Local,
            "otherStorage" => ResourcesKey::Other,
            "network" => ResourcesKey::Network,
            _ => return None,
        })
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, key: ResourcesKey, map: &mut M) -> Result<(), M::Error> {
        match key {
            ResourcesKey::Memory => self.memory = map.next_value_seed(ObjectOf::new())?,
            ResourcesKey::Cpu => self.cpu = map.next_value_seed(ObjectOf::new())?,
            ResourcesKey::Servers => self.servers = map.next_value_seed(ObjectOf::new())?,
            ResourcesKey::Local => self.local = map.next_value_seed(ObjectOf::new())?,
            ResourcesKey::Other => self.other = map.next_value_seed(Pools)?,
            ResourcesKey::Network => self.network = map.next_value_seed(ObjectOf::new())?,
        }
        Ok(())
    }
}

/// `network.total.ipv4.free`, an object a step.
#[derive(Default)]
struct Network(Field<Total>);

#[derive(Default)]
struct Total(Field<Ipv4>);

#[derive(Default)]
struct Ipv4(Number);

impl Object for Network {
    type Key = ();

    fn key(name: &str) -> Option<()> {
        (name == "total").then_some(())
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, (): (), map: &mut M) -> Result<(), M::Error> {
        self.0 = map.next_value_seed(ObjectOf::new())?;
        Ok(())
    }
}

impl Object for Total {
    type Key = ();

    fn key(name: &str) -> Option<()> {
        (name == "ipv4").then_some(())
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, (): (), map: &mut M) -> Result<(), M::Error> {
        self.0 = map.next_value_seed(ObjectOf::new())?;
        Ok(())
    }
}

impl Object for Ipv4 {
    type Key = ();

    fn key(name: &str) -> Option<()> {
        (name == "free").then_some(())
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, (): (), map: &mut M) -> Result<(), M::Error> {
        self.0 = map.next_value()?;
        Ok(())
    }
}
