//! Storage pools: a hypervisor's default mountpoint and its further ones.

use std::collections::HashMap;

use serde::de::{MapAccess, SeqAccess};
use serde::{Deserialize, Serialize};

use super::cell::{Cell, Quota};
use super::field::Field;
use super::scalar::Units;
use super::value::{Key, Loose, Scalar, Value, object};

/// One storage pool of a hypervisor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// The entry's id, unique on its hypervisor.
    pub id: Field<i64>,
    /// The storage type; a package names it in `primaryStorageProfile`.
    pub storage_type: Field<i64>,
    /// Whether new disks may be stored there.
    pub enabled: Field<bool>,
    /// In GB.
    pub quota: Field<Quota>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct PoolEntry {
    id: Field<i64>,
    storage_type: Field<i64>,
    enabled: Field<bool>,
    cell: Cell,
}

object!(PoolEntry {
    "id" => id,
    "enabled" => enabled,
    "storageType" => storage_type,
    "units" => cell.units,
    "max" => cell.max,
    "allocated" => cell.allocated,
    "free" => cell.free,
});

impl PoolEntry {
    pub(super) fn pool(self) -> Pool {
        Pool {
            id: self.id,
            storage_type: self.storage_type,
            enabled: match self.enabled {
                Field::Absent => Field::Is(false),
                enabled => enabled,
            },
            quota: self.cell.quota(Units::Gigabytes),
        }
    }
}

/// The further pools: a list, or an object if the keys of PHP's array were not sequential. An entry that is not an object is
/// ignored.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools(pub(super) Field<Vec<Pool>>);

impl Value for Pools {
    fn scalar(scalar: Scalar<'_>) -> Self {
        Self(match scalar {
            Scalar::Null => Field::Absent,
            _ => Field::Unreadable,
        })
    }

    fn list<'de, L: SeqAccess<'de>>(mut list: L) -> Result<Self, L::Error> {
        let mut pools = Vec::new();
        while let Some(Loose(entry)) = list.next_element::<Loose<Field<PoolEntry>>>()? {
            if let Field::Is(entry) = entry {
                pools.push(entry.pool());
            }
        }
        Ok(Self(Field::Is(pools)))
    }

    /// If a key occurs twice, the last value counts, at the position of the first.
    fn object<'de, M: MapAccess<'de>>(mut map: M) -> Result<Self, M::Error> {
        let (mut entries, mut places) = (Vec::new(), HashMap::new());
        while let Some((name, Loose(entry))) = map.next_entry::<Key, Loose<Field<PoolEntry>>>()? {
            let place = *places.entry(name).or_insert(entries.len());
            if place < entries.len() {
                entries[place] = entry;
            } else {
                entries.push(entry);
            }
        }
        let pools = entries.into_iter().filter_map(|entry| match entry {
            Field::Is(entry) => Some(entry.pool()),
            _ => None,
        });
        Ok(Self(Field::Is(pools.collect())))
    }
}
