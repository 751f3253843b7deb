//! Facts about the cache of a process.

use std::sync::atomic::AtomicU64;

use super::store::Holdings;
use super::tiers::InUse;
use crate::clock::Millis;

#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) hits: AtomicU64,
    pub(super) misses: AtomicU64,
    pub(super) waits: AtomicU64,
}

/// The state of the cache of a process.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where the answers are, and why not in the shared store.
    pub store: InUse,
    /// How much is stored; `None` if the store cannot be read.
    pub holdings: Option<Holdings>,
    /// When the following counters started.
    pub began: Millis,
    /// Answers that were in the cache.
    pub hits: u64,
    /// Answers that were not in the cache.
    pub misses: u64,
    /// Answers that another process was already requesting.
    pub waits: u64,
}
