//! The tier that decides: what a store of answers, leases and limits does. One trait, so that where it lies is a detail.
//!
//! Nothing here fails: a store that cannot do its work says so elsewhere and behaves as an empty one.

use std::collections::hash_map::RandomState;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use once_cell::sync::Lazy;

/// Tells one answer, and the lease it came under, from every other.
pub type Version = u64;

/// An answer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// It exists; the panel's text of it.
    Found(Arc<str>),
    /// The panel confirms that it does not exist.
    Missing,
}

/// Something that is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Its key.
    pub key: &'a str,
    /// The version that the process holds decoded.
    pub known: Option<Version>,
}

/// What is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// The version that the process holds.
    Same,
    /// Another version.
    Other(Version, Record),
    /// Nothing that still counts.
    Nothing,
}

/// The result of trying for a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leased {
    /// The lease is taken.
    Taken,
    /// Another holds it.
    HeldBy(Version),
}

/// A store.
pub trait Store: Send + Sync + Debug {
    /// Looks for all of these at once, in their order.
    fn look(&self, wanted: &[Wanted]) -> Vec<Look>;

    /// Takes the lease of a key, which ends by itself after this time.
    fn lease(&self, key: &str, mine: Version, time: Duration) -> Leased;

    /// How it goes with this lease.
    fn progress(&self, key: &str, lease: Version) -> super::Progress;

    /// Lets a lease that is still held run for this time from now.
    fn renew(&self, key: &str, lease: Version, time: Duration);

    /// Stores an answer under its lease, which ends. False when the lease is gone: the key was forgotten meanwhile, or taken
    /// over.
    fn keep(&self, key: &str, lease: Version, record: Record, lifetime: Duration) -> bool;

    /// Ends a lease without an answer; see [`Cache::give_up`](super::Cache::give_up).
    fn give_up(&self, key: &str, lease: Version, why: Option<&str>);

    /// Drops a key's answer and its lease.
    fn forget(&self, key: &str);

    /// True once per key and period.
    fn acquire(&self, key: &str, period: Duration) -> bool;

    /// Ends a period.
    fn release(&self, key: &str);
}

/// A version that no other process has either.
pub fn new_version() -> Version {
    static SEED: Lazy<RandomState> = Lazy::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut hasher = SEED.build_hasher();
    hasher.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
    // A fork inherits seed and count.
    hasher.write_u32(std::process::id());
    hasher.finish()
}
