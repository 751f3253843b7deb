//! A store in the process's own memory, used if there is no shared one.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::rules::TableStore;
use super::store::Tier;
use super::tables::{Read, Table, TableError, Tables, Usage, Write};
use crate::clock::Clock;
use crate::deadline::Deadline;

/// The most bytes of all answers.
const MAX_BYTES: u64 = 64 << 20;

/// See the module.
pub type MemoryStore = TableStore<Memory>;

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::on(Memory::default(), clock)
    }
}

/// Tables in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Contents>);

#[derive(Debug, Default)]
struct Contents([Entries; 5]);

#[derive(Debug, Default)]
struct Entries {
    by_key: HashMap<Vec<u8>, Vec<u8>>,
    bytes: usize,
}

impl Contents {
    fn table(&self, table: Table) -> &Entries {
        &self.0[table as usize]
    }
}

impl Read for Contents {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<&[u8]>, TableError> {
        Ok(self.table(table).by_key.get(key).map(Vec::as_slice))
    }

    fn usage(&self, table: Table) -> Result<Usage, TableError> {
        let entries = self.table(table);
        Ok(Usage {
            entries: entries.by_key.len() as u64,
            bytes: entries.bytes as u64,
        })
    }

    fn each(&self, table: Table, show: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), TableError> {
        for (key, value) in &self.table(table).by_key {
            show(key, value);
        }
        Ok(())
    }
}

impl Write for Contents {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), TableError> {
        self.delete(table, key)?;
        let entries = &mut self.0[table as usize];
        entries.bytes += key.len() + value.len();
        entries.by_key.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn delete(&mut self, table: Table, key: &[u8]) -> Result<(), TableError> {
        let entries = &mut self.0[table as usize];
        if let Some(value) = entries.by_key.remove(key) {
            entries.bytes -= key.len() + value.len();
        }
        Ok(())
    }
}

impl Tables for Memory {
    fn tier(&self) -> Tier {
        Tier::Process
    }

    fn place(&self) -> String {
        "this process only".to_owned()
    }

    fn max_bytes(&self) -> u64 {
        MAX_BYTES
    }

    // The lock is held only during one change, so no deadline is needed.
    fn read<T>(&self, _: Deadline, mut work: impl FnMut(&dyn Read) -> Result<T, TableError>) -> Result<T, TableError> {
        work(&*self.0.lock())
    }

    // No operation fails, so nothing needs to be undone.
    fn write<T>(
        &self,
        _: Deadline,
        mut work: impl FnMut(&mut dyn Write) -> Result<T, TableError>,
    ) -> Result<T, TableError> {
        work(&mut *self.0.lock())
    }
}
