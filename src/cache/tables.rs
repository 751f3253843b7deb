//! What the rules need of a place that holds bytes under keys: memory, or a file.

use std::fmt::Debug;

use super::store::{StoreError, Tier};
use crate::deadline::Deadline;

/// The tables of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Answers in decoded form.
    Answers,
    /// Their bodies, under the same keys.
    Bodies,
    Leases,
    Limits,
    Notes,
}

pub(super) const TABLES: [Table; 5] = [
    Table::Answers,
    Table::Bodies,
    Table::Leases,
    Table::Limits,
    Table::Notes,
];

/// Why tables could not be read or changed.
#[derive(Debug)]
pub enum TableError {
    /// There is no room; nothing was changed.
    Full,
    /// What was read is not what was written.
    Damaged,
    Store(StoreError),
}

/// What a table holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub entries: u64,
    pub bytes: u64,
}

/// The tables at one moment.
pub trait Read {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<&[u8]>, TableError>;

    fn usage(&self, table: Table) -> Result<Usage, TableError>;

    /// Shows every entry.
    fn each(&self, table: Table, show: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), TableError>;
}

/// The tables while they are changed.
pub trait Write: Read {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), TableError>;

    fn delete(&mut self, table: Table, key: &[u8]) -> Result<(), TableError>;
}

/// Where the tables are.
pub trait Tables: Send + Sync + Debug {
    fn tier(&self) -> Tier;

    fn place(&self) -> String;

    /// The most bytes that answers and their bodies may take.
    fn max_bytes(&self) -> u64;

    /// Reads at one moment. The work may be done more than once; the last result counts.
    fn read<T>(
        &self,
        deadline: Deadline,
        work: impl FnMut(&dyn Read) -> Result<T, TableError>,
    ) -> Result<T, TableError>;

    /// Makes a change as a whole or, on an error, not at all. The work may be done more than once; the last result counts.
    fn write<T>(
        &self,
        deadline: Deadline,
        work: impl FnMut(&mut dyn Write) -> Result<T, TableError>,
    ) -> Result<T, TableError>;
}
