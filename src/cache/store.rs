//! The interface of a store of answers, leases, rate limits and notes.
//!
//! A store that fails returns an error; the cache then uses the process's own memory.

use std::fmt::Debug;
use std::time::Duration;

use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::sys;

/// The most entries of each kind in a store, except notes and leases in Redis, which expire there by themselves.
pub(super) const MAX_ENTRIES: u64 = 10_000;
/// The largest answer that is stored, its body included, in bytes.
pub(super) const MAX_ANSWER: usize = 16 << 20;

/// Identifies a lease, and the answer that is stored under it.
pub type Version = u64;

/// A version that no other lease has, in any process on any machine.
#[must_use]
pub fn new_version() -> Version {
    sys::random()
}

/// An answer to look up.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The key.
    pub key: &'a str,
    /// The version that the process already has in decoded form.
    pub known: Option<Version>,
}

/// The result of looking up a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// There is no valid answer.
    Nothing,
    /// The version that the process already has.
    Unchanged,
    /// Another version: when it was requested, and its decoded form as bytes.
    Entry(Version, Millis, Vec<u8>),
}

/// An answer to store.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// When it was requested, by the wall clock.
    pub asked: Millis,
    /// The decoded form.
    pub entry: &'a [u8],
    /// The panel's text; empty if the resource is missing.
    pub body: &'a [u8],
    /// How long it is valid.
    pub lifetime: Duration,
}

/// A lease to take: until it ends, only its holder requests the resource.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The version of the lease and of the answer.
    pub version: Version,
    /// When the holder starts the request, by the wall clock.
    pub asked: Millis,
    /// After this time the lease expires.
    pub time: Duration,
    /// A lease whose request started before this is taken over.
    pub since: Option<Millis>,
}

/// The result of trying to take a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leased {
    /// The lease is taken.
    Taken,
    /// Another process holds it.
    HeldBy(Version),
}

/// The progress of another process's lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Its holder is still working.
    Working,
    /// Its holder got no answer, for this reason.
    Failed(String),
    /// It has ended.
    Ended,
}

/// Why a store does not work now, for the operator. Contains no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// What happened, and where.
    pub message: String,
    /// How long the store is not used before it is tried again.
    pub rest: Duration,
    /// The store cannot be changed, and can still be read.
    pub readable: bool,
}

impl StoreError {
    /// An error after which the store is not used for `rest`.
    pub fn new(message: impl Into<String>, rest: Duration) -> Self {
        Self {
            message: message.into(),
            rest,
            readable: false,
        }
    }

    /// The same error of a store that can still be read.
    #[must_use]
    pub fn still_readable(self) -> Self {
        Self { readable: true, ..self }
    }
}

/// How much is in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Answers, including expired ones that are not evicted yet.
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
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lmdb => "lmdb",
            Self::Redis => "redis",
            Self::Process => "process",
        }
    }
}

/// A store. Each operation on a key is atomic and waits at most until its deadline. It fails with [`StoreError`] if the store does
/// not work.
pub trait Store: Send + Sync + Debug {
    /// The kind of store.
    fn tier(&self) -> Tier;

    /// Where it is, to be shown.
    fn place(&self) -> String;

    /// How much is in it.
    fn holdings(&self, deadline: Deadline) -> Result<Holdings, StoreError>;

    /// Looks up all of these at once; returns the results in order.
    fn look(&self, wanted: &[Wanted], deadline: Deadline) -> Result<Vec<Held>, StoreError>;

    /// The body of the answer with this version; `None` if it is gone.
    fn body(&self, key: &str, version: Version, deadline: Deadline) -> Result<Option<Vec<u8>>, StoreError>;

    /// Takes the leases of these keys; returns the results in order. Taking a lease again with the same version succeeds, because
    /// the first reply may have been lost.
    fn leases(&self, claims: &[(&str, Claim)], deadline: Deadline) -> Result<Vec<Leased>, StoreError>;

    /// Returns the progress of a lease.
    fn progress(&self, key: &str, lease: Version, deadline: Deadline) -> Result<Progress, StoreError>;

    /// Extends a lease that is still held to this time from now.
    fn renew(&self, key: &str, lease: Version, time: Duration, deadline: Deadline) -> Result<(), StoreError>;

    /// Stores all of these answers, each with its key and lease, and ends the leases. Returns, in order, whether each is stored: not
    /// if its lease is gone, because the key was forgotten or another process took it over, or if it is too large.
    fn keep(&self, answers: &[(&str, Version, Kept)], deadline: Deadline) -> Result<Vec<bool>, StoreError>;

    /// Ends a lease without an answer. Waiting processes get `why` as the failure; without it they may request the resource
    /// themselves.
    fn give_up(&self, key: &str, lease: Version, why: Option<&str>, deadline: Deadline) -> Result<(), StoreError>;

    /// Removes a key's answer and its lease.
    fn forget(&self, key: &str, deadline: Deadline) -> Result<(), StoreError>;

    /// Returns true once per key and period.
    fn acquire(&self, key: &str, period: Duration, deadline: Deadline) -> Result<bool, StoreError>;

    /// Whether a period is running. Changes nothing.
    fn is_limited(&self, key: &str, deadline: Deadline) -> Result<bool, StoreError>;

    /// Ends a period.
    fn release(&self, key: &str, deadline: Deadline) -> Result<(), StoreError>;

    /// Returns the note under a key.
    fn note(&self, key: &str, deadline: Deadline) -> Result<Option<String>, StoreError>;

    /// Replaces a note and keeps the new one for at most this time; without a new one, the note is removed. False, without a
    /// change, if the note is no longer `old`.
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
