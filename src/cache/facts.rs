//! What is known of the cache of a process itself.

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
    /// How much is there; `None` when the store does not say.
    pub holdings: Option<Holdings>,
    /// Since when the rest is counted.
    pub began: Millis,
    /// Answers that were there.
    pub hits: u64,
    /// Answers that were not.
    pub misses: u64,
    /// Answers that another process was asking for already.
    pub waits: u64,
}
