//! Storage pools: a hypervisor's default mountpoint and its further ones.

use std::collections::HashMap;

use smallvec::SmallVec;

use super::cell::{Cell, Quota};
use super::field::{Field, Fill, object};
use super::source::{Entries, Scalars, Shape, Slot, Source};
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

/// The further pools of a hypervisor: with two or fewer it needs no memory of its own.
pub type FurtherPools = SmallVec<[Pool; 2]>;

#[derive(Clone, Debug, Default)]
pub(super) struct PoolEntry {
    id: Slot,
    storage_type: Slot,
    enabled: Slot,
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
    pub(super) fn pool(&self, scalars: &Scalars<'_>) -> Pool {
        Pool {
            id: self.id.number(scalars),
            storage_type: self.storage_type.number(scalars),
            enabled: match self.enabled.flag(scalars) {
                Field::Absent => Field::Is(false),
                enabled => enabled,
            },
            quota: self.cell.quota(Units::Gigabytes, scalars),
        }
    }
}

/// The further pools: a list, or an object when PHP lost the list's order, of which the last of two pools with one name counts.
/// Entries that are no objects are passed over.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools(Field<Vec<Field<PoolEntry>>>);

impl Pools {
    pub(super) fn pools(&self, scalars: &Scalars<'_>) -> Field<FurtherPools> {
        let pools = |entries: &Vec<Field<PoolEntry>>| {
            let entries = entries.iter().filter_map(Field::value);
            entries.map(|entry| entry.pool(scalars)).collect()
        };
        self.0.and_then(|entries| Field::Is(pools(entries)))
    }
}

impl Fill for Pools {
    fn fill<S: Source>(&mut self, source: &mut S) -> Result<(), S::Error> {
        let mut read = ReadPools::default();
        self.0 = match source.entries(&mut read)? {
            Shape::List | Shape::Empty => Field::Is(read.entries),
            Shape::Object => Field::Is(last_of_each_name(read.names, read.entries)),
            Shape::Null => Field::Absent,
            Shape::Scalar => Field::Unreadable,
        };
        Ok(())
    }
}

#[derive(Default)]
struct ReadPools {
    entries: Vec<Field<PoolEntry>>,
    /// What an object calls them.
    names: Vec<Box<[u8]>>,
}

impl Entries for ReadPools {
    fn read<S: Source>(&mut self, name: Option<&[u8]>, source: &mut S) -> Result<(), S::Error> {
        let mut entry = Field::default();
        entry.fill(source)?;
        self.entries.push(entry);
        self.names.extend(name.map(Box::from));
        Ok(())
    }
}

/// A pool stands where its name came first.
fn last_of_each_name(names: Vec<Box<[u8]>>, entries: Vec<Field<PoolEntry>>) -> Vec<Field<PoolEntry>> {
    let mut places = HashMap::new();
    let mut last = Vec::new();
    for (name, entry) in names.into_iter().zip(entries) {
        let place = *places.entry(name).or_insert(last.len());
        if place < last.len() {
            last[place] = entry;
        } else {
            last.push(entry);
        }
    }
    last
}
