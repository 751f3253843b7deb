//! Storage pools: a hypervisor's default mountpoint and its further ones.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::cell::{Cell, CellKey, Quota};
use super::field::{Field, Object, ObjectOf, scalars_are_unreadable};
use super::flag::Flag;
use super::number::Number;
use super::text::Units;

/// One storage pool of a hypervisor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The entry's id, unique on its hypervisor.
    pub id: Field<i64>,
    /// The code of the medium, which a package names in `primaryStorageProfile`.
    pub storage_type: Field<i64>,
    /// Whether new disks may lie there.
    pub enabled: Field<bool>,
    /// In GB.
    pub quota: Field<Quota>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct PoolEntry {
    id: Number,
    storage_type: Number,
    enabled: Flag,
    cell: Cell,
}

#[derive(Clone, Copy)]
pub(super) enum PoolKey {
    Id,
    StorageType,
    Enabled,
    Cell(CellKey),
}

impl Object for PoolEntry {
    type Key = PoolKey;

    fn key(name: &str) -> Option<PoolKey> {
        Some(match name {
            "id" => PoolKey::Id,
            "storageType" => PoolKey::StorageType,
            "enabled" => PoolKey::Enabled,
            _ => PoolKey::Cell(Cell::key(name)?),
        })
    }

    fn read<'de, M: MapAccess<'de>>(&mut self, key: PoolKey, map: &mut M) -> Result<(), M::Error> {
        match key {
            PoolKey::Id => self.id = map.next_value()?,
            PoolKey::StorageType => self.storage_type = map.next_value()?,
            PoolKey::Enabled => self.enabled = map.next_value()?,
            PoolKey::Cell(key) => self.cell.read(key, map)?,
        }
        Ok(())
    }
}

impl PoolEntry {
    pub(super) fn pool(self) -> Pool {
        Pool {
            id: self.id.0,
            storage_type: self.storage_type.0,
            enabled: match self.enabled.0 {
                Field::Absent => Field::Is(false),
                enabled => enabled,
            },
            quota: self.cell.quota(Units::Gigabytes),
        }
    }
}

/// The further pools: a list, or an object when PHP lost the list's order, of which the last of two pools with one name counts.
/// Entries that are no objects are passed over.
pub(super) struct Pools;

impl<'de> serde::de::DeserializeSeed<'de> for Pools {
    type Value = Field<Vec<Pool>>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Pools {
    type Value = Field<Vec<Pool>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
        let mut pools = Vec::new();
        while let Some(entry) = list.next_element_seed(ObjectOf::<PoolEntry>::new())? {
            if let Field::Is(entry) = entry {
                pools.push(entry.pool());
            }
        }
        Ok(Field::Is(pools))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut places = HashMap::new();
        let mut pools = Vec::new();
        while let Some(name) = map.next_key::<PoolName>()? {
            let pool = match map.next_value_seed(ObjectOf::<PoolEntry>::new())? {
                Field::Is(entry) => Some(entry.pool()),
                _ => None,
            };
            let place = *places.entry(name).or_insert(pools.len());
            if place == pools.len() {
                pools.push(pool);
            } else {
                pools[place] = pool;
            }
        }
        Ok(Field::Is(pools.into_iter().flatten().collect()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Field::Absent)
    }

    scalars_are_unreadable!();
}

/// What an object calls a pool; PHP's arrays have numbers too.
#[derive(PartialEq, Eq, Hash)]
struct PoolName(Vec<u8>);

impl<'de> Deserialize<'de> for PoolName {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_identifier(PoolNameVisitor)
    }
}

struct PoolNameVisitor;

impl Visitor<'_> for PoolNameVisitor {
    type Value = PoolName;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<PoolName, E> {
        Ok(PoolName(name.into()))
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<PoolName, E> {
        Ok(PoolName(name.into()))
    }

    fn visit_i64<E>(self, name: i64) -> Result<PoolName, E> {
        Ok(PoolName(name.to_string().into()))
    }
}
