//! What the panel said, kept for a while.
//!
//! Two tiers: decoded answers in this process, and a [`store`] that decides. A decoded answer counts only as long as the store
//! still holds the same version of it, so that what is forgotten once is forgotten everywhere. Unknown answers are never kept.

pub mod digest;
pub mod document;
mod eviction;
mod facts;
pub mod key;
mod layout;
pub mod lmdb;
pub mod memory;
mod process_cache;
pub mod redis;
pub mod rules;
mod span;
pub mod store;
mod tables;
pub mod tiers;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::clock::{Clock, Millis, SystemClock};
use crate::deadline::Deadline;
use crate::log::Log;
use crate::panel::address::Address;
use crate::panel::ask::Resource;
use crate::panel::breaker::Notes;
use crate::panel::trust;
use crate::settings::Settings;
use document::{Document, KeptAnswer};
use facts::Counts;
use process_cache::ProcessCache;
use store::{Claim, Held, Kept, Leased, Version, Wanted};
use tiers::{Opener, Tiers};

/// How long a fetcher may be silent before others take over. It renews its lease while it works.
pub const LEASE: Duration = Duration::from_secs(5);

/// How often a fetcher renews.
pub const RENEWAL: Duration = Duration::from_millis(1500);

/// The bounds of a limit's period.
const SHORTEST_PERIOD: Duration = Duration::from_secs(1);
const LONGEST_PERIOD: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// How long an answer counts.
#[must_use]
pub fn lifetime(resource: Resource, exists: bool) -> Duration {
    Duration::from_secs(match (exists, resource) {
        (false, _) => 60,
        (true, Resource::Package(_)) => 600,
        (true, Resource::Group(_)) => 120,
    })
}

/// The cache of a process.
#[derive(Debug)]
pub struct Cache {
    tiers: Tiers,
    decoded: ProcessCache,
    clock: SharedClock,
    counts: Counts,
    began: Millis,
}

struct SharedClock(Arc<dyn Clock>);

impl std::fmt::Debug for SharedClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// The right to ask the panel for something, and to keep its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Tells it from every other.
    pub version: Version,
    /// When it was taken, by the wall clock.
    pub asked: Millis,
}

/// Whether this process may ask the panel for something now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may; its answer is kept under this lease.
    Mine(Lease),
    /// Another asks already, under this lease.
    Others(Version),
}

pub use facts::Facts;
pub use store::Progress;

impl Cache {
    /// The cache that the settings ask for. Opens nothing yet.
    #[must_use]
    pub fn new(settings: &Settings, log: Arc<Log>) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let opener: Opener = match settings.redis_url.clone() {
            Some(url) => {
                let trust = settings.trust.clone();
                Box::new(move || Ok(Arc::new(redis::RedisStore::new(&url, || trust::pem(&trust))?)))
            }
            None => {
                let (folder, clock) = (settings.cache_dir.clone(), clock.clone());
                Box::new(move || Ok(Arc::new(lmdb::LmdbStore::new(folder.clone(), clock.clone()))))
            }
        };
        Self::on(Tiers::new(clock.clone(), Some(opener), log), clock)
    }

    /// A cache in this process's memory only.
    #[must_use]
    pub fn in_memory(clock: Arc<dyn Clock>) -> Self {
        Self::on(Tiers::new(clock.clone(), None, Arc::default()), clock)
    }

    /// A cache on these stores, whose counting begins now.
    #[must_use]
    pub fn on(tiers: Tiers, clock: Arc<dyn Clock>) -> Self {
        Self {
            tiers,
            decoded: ProcessCache::default(),
            counts: Counts::default(),
            began: clock.now(),
            clock: SharedClock(clock),
        }
    }

    /// Its state.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let deadline = Deadline::none();
        let holdings = self.tiers.with(deadline, |store| store.holdings(deadline)).ok();
        let store = self.tiers.in_use();
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let Counts { hits, misses, waits } = &self.counts;
        Facts {
            store,
            holdings,
            began: self.began,
            hits: count(hits),
            misses: count(misses),
            waits: count(waits),
        }
    }

    /// Lets go of what a fork inherited.
    pub fn let_go(&self) {
        self.tiers.let_go();
    }

    /// What is kept of each of these, in their order.
    pub fn look(&self, panel: &Address, resources: &[Resource], deadline: Deadline) -> Vec<Option<KeptAnswer>> {
        let found = self.find(panel, resources, deadline);
        let hits = found.iter().flatten().count() as u64;
        self.counts.hits.fetch_add(hits, Ordering::Relaxed);
        let misses = found.len() as u64 - hits;
        self.counts.misses.fetch_add(misses, Ordering::Relaxed);
        found
    }

    /// What is kept of some that were looked for before. Counts neither as hits nor as misses.
    pub fn look_again(&self, panel: &Address, resources: &[Resource], deadline: Deadline) -> Vec<Option<KeptAnswer>> {
        self.find(panel, resources, deadline)
    }

    fn find(&self, panel: &Address, resources: &[Resource], deadline: Deadline) -> Vec<Option<KeptAnswer>> {
        let keys: Vec<String> = resources.iter().map(|resource| key::of(panel, *resource)).collect();
        let wanted: Vec<Wanted> = keys
            .iter()
            .map(|key| Wanted {
                key,
                known: self.decoded.version(key),
            })
            .collect();
        let held = self.tiers.with(deadline, |store| store.look(&wanted, deadline));
        let held = held
            .unwrap_or_default()
            .into_iter()
            .chain(std::iter::repeat(Held::Nothing));
        let each = resources.iter().zip(&keys).zip(held);
        each.map(|((resource, key), held)| match held {
            Held::Unchanged => self.decoded.get(key),
            Held::Entry(version, asked, encoded) => {
                let answer = KeptAnswer::decode(*resource, asked, &encoded)?;
                self.decoded.put(key, version, answer.clone(), encoded.len());
                Some(answer)
            }
            Held::Nothing => {
                self.decoded.remove(key);
                None
            }
        })
        .collect()
    }

    /// The body of an answer that was just found; `None` when it is gone since.
    pub fn body(&self, panel: &Address, resource: Resource, deadline: Deadline) -> Option<Arc<str>> {
        let key = key::of(panel, resource);
        let version = match self.decoded.body(&key)? {
            Ok(body) => return Some(body),
            Err(version) => version,
        };
        let read = self.tiers.with(deadline, |store| store.body(&key, version, deadline));
        let body: Arc<str> = String::from_utf8(read.ok()??).ok()?.into();
        self.decoded.put_body(&key, version, &body);
        Some(body)
    }

    /// Whose turn it is to ask for each of these, in their order. A turn that began before the moment beside the resource is taken
    /// over.
    pub fn turns(&self, panel: &Address, wanted: &[(Resource, Option<Millis>)], deadline: Deadline) -> Vec<Turn> {
        let asked = self.clock.0.now();
        let keys: Vec<String> = wanted.iter().map(|(resource, _)| key::of(panel, *resource)).collect();
        let claims = wanted.iter().zip(&keys).map(|((_, since), key)| {
            let claim = Claim {
                version: store::new_version(),
                asked,
                time: LEASE,
                since: *since,
            };
            (key.as_str(), claim)
        });
        let claims: Vec<(&str, Claim)> = claims.collect();
        let leased = self.tiers.with(deadline, |store| store.leases(&claims, deadline));
        let leased = leased
            .unwrap_or_default()
            .into_iter()
            .chain(std::iter::repeat(Leased::Taken));
        let turn = |((_, claim), leased): (&(&str, Claim), Leased)| match leased {
            Leased::HeldBy(other) => {
                self.counts.waits.fetch_add(1, Ordering::Relaxed);
                Turn::Others(other)
            }
            Leased::Taken => Turn::Mine(Lease {
                version: claim.version,
                asked,
            }),
        };
        claims.iter().zip(leased).map(turn).collect()
    }

    /// How another's lease is doing.
    pub fn progress(&self, panel: &Address, resource: Resource, lease: Version, deadline: Deadline) -> Progress {
        let key = key::of(panel, resource);
        self.tiers
            .with(deadline, |store| store.progress(&key, lease, deadline))
            .unwrap_or(Progress::Ended)
    }

    /// Says that the work under a lease goes on.
    pub fn renew(&self, panel: &Address, resource: Resource, lease: Lease, deadline: Deadline) {
        let key = key::of(panel, resource);
        let _ = self
            .tiers
            .with(deadline, |store| store.renew(&key, lease.version, LEASE, deadline));
    }

    /// Keeps an answer, unless it was forgotten since it was asked for; ends the lease. Without a document, the resource is
    /// missing.
    pub fn keep(
        &self,
        panel: &Address,
        resource: Resource,
        lease: Lease,
        found: Option<(&Document, &Arc<str>)>,
        deadline: Deadline,
    ) {
        let key = key::of(panel, resource);
        let answer = KeptAnswer {
            asked: lease.asked,
            document: found.map(|(document, _)| document.clone()),
        };
        let encoded = answer.encode();
        let kept = Kept {
            asked: lease.asked,
            entry: &encoded,
            body: found.map_or(&[], |(_, body)| body.as_bytes()),
            lifetime: lifetime(resource, found.is_some()),
        };
        let is_kept = self
            .tiers
            .with(deadline, |store| store.keep(&key, lease.version, kept, deadline));
        if is_kept.unwrap_or(false) {
            self.decoded.put(&key, lease.version, answer, encoded.len());
        }
    }

    /// Ends a lease without an answer. `why` is told to those who wait for it; without it they may ask themselves.
    pub fn give_up(&self, panel: &Address, resource: Resource, lease: Lease, why: Option<&str>, deadline: Deadline) {
        let key = key::of(panel, resource);
        let _ = self
            .tiers
            .with(deadline, |store| store.give_up(&key, lease.version, why, deadline));
    }

    /// Forgets an answer, for every process at once, and ensures that one which is on its way is not kept.
    pub fn forget(&self, panel: &Address, resource: Resource) {
        let key = key::of(panel, resource);
        self.decoded.remove(&key);
        self.tiers.forget(&key, Deadline::none());
    }

    /// True once per key and period, over all processes that share the store. Periods are 1 second to 10 years.
    pub fn acquire(&self, key: &str, period: Duration) -> bool {
        let (period, deadline) = (period.clamp(SHORTEST_PERIOD, LONGEST_PERIOD), Deadline::none());
        self.tiers
            .with(deadline, |store| store.acquire(key, period, deadline))
            .unwrap_or(true)
    }

    /// Makes the next [`acquire`](Self::acquire) of this key true.
    pub fn release(&self, key: &str) {
        let deadline = Deadline::none();
        let _ = self.tiers.with(deadline, |store| store.release(key, deadline));
    }
}

impl Notes for Cache {
    fn note(&self, key: &str, deadline: Deadline) -> Option<String> {
        self.tiers
            .with(deadline, |store| store.note(key, deadline))
            .ok()
            .flatten()
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>, deadline: Deadline) -> bool {
        self.tiers
            .with(deadline, |store| store.change_note(key, old, new, deadline))
            .unwrap_or(false)
    }
}
