//! The tier that decides: what a store of answers, leases and limits does. One trait, so that where it lies is a detail.
//!
//! A store that is in trouble says so and loses nothing but time: the cache then works on with the process's own memory.

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

impl Record {
    /// The text of something that exists.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Found(text) => Some(text),
            Self::Missing => None,
        }
    }
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

/// How it goes with another's lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is still at work.
    Working,
    /// It got no answer, and this is why.
    Failed(String),
    /// It has ended.
    Ended,
}

/// The result of trying for a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leased {
    /// The lease is taken.
    Taken,
    /// Another holds it.
    HeldBy(Version),
}

/// Why a store cannot do its work now, in words for the operator. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What happened, and where.
    pub words: String,
    /// Whether the store is merely no longer the one that was opened, so that opening it anew may help at once.
    pub gone: bool,
}

impl Trouble {
    /// Something that will not pass by itself at once.
    pub fn new(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            gone: false,
        }
    }

    /// The store that was opened is no longer there.
    pub fn gone(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            gone: true,
        }
    }
}

/// What there is to know of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Answers held, those included that have ended and were not cleared away yet.
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

/// A store.
pub trait Store: Send + Sync + Debug {
    /// What it is.
    fn tier(&self) -> Tier;

    /// Where it lies, for people.
    fn place(&self) -> String;

    /// How much it holds.
    fn holdings(&self) -> Result<Holdings, Trouble>;

    /// Looks for all of these at once, in their order.
    fn look(&self, wanted: &[Wanted]) -> Result<Vec<Look>, Trouble>;

    /// Takes the lease of a key, which ends by itself after this time.
    fn lease(&self, key: &str, mine: Version, time: Duration) -> Result<Leased, Trouble>;

    /// How it goes with this lease.
    fn progress(&self, key: &str, lease: Version) -> Result<Progress, Trouble>;

    /// Lets a lease that is still held run for this time from now.
    fn renew(&self, key: &str, lease: Version, time: Duration) -> Result<(), Trouble>;

    /// Stores an answer under its lease, which ends. False when the lease is gone: the key was forgotten meanwhile, or taken
    /// over.
    fn keep(&self, key: &str, lease: Version, record: &Record, lifetime: Duration) -> Result<bool, Trouble>;

    /// Ends a lease without an answer; see [`Cache::give_up`](super::Cache::give_up).
    fn give_up(&self, key: &str, lease: Version, why: Option<&str>) -> Result<(), Trouble>;

    /// Drops a key's answer and its lease.
    fn forget(&self, key: &str) -> Result<(), Trouble>;

    /// True once per key and period.
    fn acquire(&self, key: &str, period: Duration) -> Result<bool, Trouble>;

    /// Ends a period.
    fn release(&self, key: &str) -> Result<(), Trouble>;

    /// A note under a key.
    fn note(&self, key: &str) -> Result<Option<String>, Trouble>;

    /// Replaces a note, and keeps the new one for this time at most; without a new one it is dropped. False, and nothing is
    /// changed, when the old one is no longer what it was.
    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> Result<bool, Trouble>;
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
