//! The process's tier: decoded answers with the version that the store must still hold for them to count.

use std::collections::HashMap;

use parking_lot::Mutex;

use super::known::Known;
use super::store::Version;

/// The most answers held, and the most bytes of text behind them.
const MAX_ENTRIES: usize = 2_000;
const MAX_BYTES: usize = 64 << 20;

#[derive(Debug, Default)]
pub(super) struct Near(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    by_key: HashMap<String, Entry>,
    bytes: usize,
    turn: u64,
}

#[derive(Debug)]
struct Entry {
    version: Version,
    known: Known,
    used: u64,
}

impl Entry {
    fn bytes(&self) -> usize {
        self.known.text().map_or(0, |text| text.len())
    }
}

impl Near {
    pub(super) fn version(&self, key: &str) -> Option<Version> {
        self.0.lock().by_key.get(key).map(|entry| entry.version)
    }

    pub(super) fn get(&self, key: &str) -> Option<Known> {
        let mut entries = self.0.lock();
        entries.turn += 1;
        let turn = entries.turn;
        let entry = entries.by_key.get_mut(key)?;
        entry.used = turn;
        Some(entry.known.clone())
    }

    pub(super) fn put(&self, key: &str, version: Version, known: Known) {
        let mut entries = self.0.lock();
        entries.turn += 1;
        let entry = Entry {
            version,
            known,
            used: entries.turn,
        };
        entries.remove(key);
        entries.bytes += entry.bytes();
        entries.by_key.insert(key.to_owned(), entry);
        while entries.by_key.len() > MAX_ENTRIES || (entries.bytes > MAX_BYTES && entries.by_key.len() > 1) {
            let Some(oldest) = entries
                .by_key
                .iter()
                .min_by_key(|(_, entry)| entry.used)
                .map(|(key, _)| key.clone())
            else {
                break;
            };
            entries.remove(&oldest);
        }
    }

    pub(super) fn remove(&self, key: &str) {
        self.0.lock().remove(key);
    }
}

impl Entries {
    fn remove(&mut self, key: &str) {
        if let Some(entry) = self.by_key.remove(key) {
            self.bytes = self.bytes.saturating_sub(entry.bytes());
        }
    }
}
