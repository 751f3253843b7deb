//! The interface between the rules and the tables, which are in memory or in a file.

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
    /// The tables are full; nothing was changed.
    Full,
    /// The tables are damaged.
    Damaged,
    Store(StoreError),
}

/// How much is in a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub entries: u64,
    pub bytes: u64,
}

/// The tables in a read transaction.
pub trait Read {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<&[u8]>, TableError>;

    fn usage(&self, table: Table) -> Result<Usage, TableError>;

    /// Calls `show` with every entry.
    fn each(&self, table: Table, show: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), TableError>;
}

/// The tables in a write transaction.
pub trait Write: Read {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), TableError>;

    fn delete(&mut self, table: Table, key: &[u8]) -> Result<(), TableError>;
}

/// The storage of the tables.
pub trait Tables: Send + Sync + Debug {
    fn tier(&self) -> Tier;

    fn place(&self) -> String;

    /// The limit of the bytes of all answers and bodies.
    fn max_bytes(&self) -> u64;

    /// Runs a read transaction. `work` may run more than once; the last result counts.
    fn read<T>(
        &self,
        deadline: Deadline,
        work: impl FnMut(&dyn Read) -> Result<T, TableError>,
    ) -> Result<T, TableError>;

    /// Runs a write transaction, which changes nothing on an error. `work` may run more than once; the last result counts.
    fn write<T>(
        &self,
        deadline: Deadline,
        work: impl FnMut(&mut dyn Write) -> Result<T, TableError>,
    ) -> Result<T, TableError>;
}
