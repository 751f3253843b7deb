//! What a store of answers, leases, limits and notes does, wherever it keeps them.
//!
//! A store that fails says so and loses nothing but time: the cache then works on with the process's own memory.

use std::fmt::Debug;
use std::time::Duration;

use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::sys;

/// The most entries of each kind that a store holds, Redis's notes and leases apart, which expire there by themselves.
pub(super) const MAX_ENTRIES: u64 = 10_000;
/// The largest answer that is kept, its body included, in bytes.
pub(super) const MAX_ANSWER: usize = 16 << 20;

/// Tells one lease, and the answer that was kept under it, from every other.
pub type Version = u64;

/// A version that no other lease has, in any process on any machine.
#[must_use]
pub fn new_version() -> Version {
    sys::random()
}

/// An answer to look up.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Its key.
    pub key: &'a str,
    /// The version that the process holds in decoded form.
    pub known: Option<Version>,
}

/// What a store holds under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// No answer that still counts.
    Nothing,
    /// The version that the process holds.
    Unchanged,
    /// Another version: when it was asked for, and its decoded form as bytes.
    Entry(Version, Millis, Vec<u8>),
}

/// An answer to keep.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// When it was asked for, by the wall clock.
    pub asked: Millis,
    /// The decoded form.
    pub entry: &'a [u8],
    /// The panel's text; empty when the resource is missing.
    pub body: &'a [u8],
    /// How long it counts.
    pub lifetime: Duration,
}

/// A lease to take: until it ends, only its holder asks the panel for the answer.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The holder's version, which its answer gets.
    pub version: Version,
    /// When the holder starts to ask, by the wall clock.
    pub asked: Millis,
    /// After this time it ends by itself.
    pub time: Duration,
    /// A lease whose holder started to ask before this is taken over.
    pub since: Option<Millis>,
}

/// The result of trying for a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leased {
    /// The lease is taken.
    Taken,
    /// Another holds it.
    HeldBy(Version),
}

/// How another's lease is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Its holder is still asking.
    Working,
    /// Its holder got no answer, and this is why.
    Failed(String),
    /// It has ended.
    Ended,
}

/// Why a store cannot do its work now, for the operator. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// What happened, and where.
    pub message: String,
    /// How long the store is left alone before it is tried again.
    pub rest: Duration,
}

impl StoreError {
    /// An error after which the store is tried again after `rest`.
    pub fn new(message: impl Into<String>, rest: Duration) -> Self {
        Self {
            message: message.into(),
            rest,
        }
    }
}

/// How much a store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Answers, those included that have expired and were not evicted yet.
    pub entries: u64,
    /// Bytes in use.
    pub bytes: u64,
}

/// The kinds of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// A file that all processes of a user on this machine share.
    Lmdb,
    /// A server, for shops on several machines.
    Redis,
    /// The process's own memory.
    Process,
}

impl Tier {
    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lmdb => "lmdb",
            Self::Redis => "redis",
            Self::Process => "process",
        }
    }
}

/// A store. Each operation on a key happens as a whole or not at all, and waits no longer than its caller.
pub trait Store: Send + Sync + Debug {
    /// The kind of store.
    fn tier(&self) -> Tier;

    /// Where it is, for people.
    fn place(&self) -> String;

    /// How much it holds.
    fn holdings(&self, deadline: Deadline) -> Result<Holdings, StoreError>;

    /// Looks up all of these at once, in their order.
    fn look(&self, wanted: &[Wanted], deadline: Deadline) -> Result<Vec<Held>, StoreError>;

    /// The body of the answer with this version; `None` when it is no longer held.
    fn body(&self, key: &str, version: Version, deadline: Deadline) -> Result<Option<Vec<u8>>, StoreError>;

    /// Takes the leases of these keys, in their order. Taking one again under the same version is taking it: the first reply may
    /// have been lost.
    fn leases(&self, claims: &[(&str, Claim)], deadline: Deadline) -> Result<Vec<Leased>, StoreError>;

    /// How this lease is doing.
    fn progress(&self, key: &str, lease: Version, deadline: Deadline) -> Result<Progress, StoreError>;

    /// Lets a lease that is still held run for this time from now.
    fn renew(&self, key: &str, lease: Version, time: Duration, deadline: Deadline) -> Result<(), StoreError>;

    /// Keeps an answer under its lease, which ends. False when the lease is gone, because the key was forgotten or another
    /// took it over, or when the answer is too large.
    fn keep(&self, key: &str, lease: Version, answer: Kept, deadline: Deadline) -> Result<bool, StoreError>;

    /// Ends a lease without an answer. `why` is told to those who wait for it; without it they may ask themselves.
    fn give_up(&self, key: &str, lease: Version, why: Option<&str>, deadline: Deadline) -> Result<(), StoreError>;

    /// Drops a key's answer and its lease.
    fn forget(&self, key: &str, deadline: Deadline) -> Result<(), StoreError>;

    /// True once per key and period.
    fn acquire(&self, key: &str, period: Duration, deadline: Deadline) -> Result<bool, StoreError>;

    /// Ends a period.
    fn release(&self, key: &str, deadline: Deadline) -> Result<(), StoreError>;

    /// A note under a key.
    fn note(&self, key: &str, deadline: Deadline) -> Result<Option<String>, StoreError>;

    /// Replaces a note, and keeps the new one for this time at most; without a new one it is dropped. False, and nothing is
    /// changed, when the old one is no longer what it was.
    fn change_note(
        &self,
        key: &str,
        old: Option<&str>,
        new: Option<(&str, Duration)>,
        deadline: Deadline,
    ) -> Result<bool, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_differ() {
        let versions: std::collections::HashSet<Version> = (0..1000).map(|_| new_version()).collect();
        assert_eq!(versions.len(), 1000);
    }
}
