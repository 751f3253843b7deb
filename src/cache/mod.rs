//! Caches the panel's answers.
//!
//! There are two tiers: decoded answers in this process, and a [`store`]. A decoded answer is used only while the store still has
//! the same version of it, so that an answer that is forgotten is forgotten in all processes. Unknown answers are never cached.

pub mod digest;
pub mod document;
mod eviction;
mod facts;
pub mod key;
mod layout;
mod leases;
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

/// The length of a lease. Its holder renews it while it works; if it does not, another process takes over.
pub const LEASE: Duration = Duration::from_secs(5);

/// How often a lease is renewed.
pub const RENEWAL: Duration = Duration::from_millis(1500);

/// The bounds of a rate limit's period.
const SHORTEST_PERIOD: Duration = Duration::from_secs(1);
const LONGEST_PERIOD: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// How long an answer is valid.
#[must_use]
pub fn lifetime(resource: Resource, exists: bool) -> Duration {
    Duration::from_secs(match (exists, resource) {
        (false, _) => 60,
        (true, Resource::Package(_) | Resource::GroupNames) => 600,
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

/// The right to request a resource from the panel and to store the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Identifies the lease.
    pub version: Version,
    /// When it was taken, by the wall clock.
    pub asked: Millis,
}

/// The panel's answer about a resource that this process has requested.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The resource.
    pub resource: Resource,
    /// The lease under which it was requested.
    pub lease: Lease,
    /// The decoded form and the body. `None` if the resource is missing.
    pub found: Option<(Document, Arc<str>)>,
}

/// Whether this process may request a resource now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may. The answer is stored under this lease.
    Mine(Lease),
    /// Another process is requesting it, under this lease.
    Others(Version),
}

pub use facts::Facts;
pub use store::Progress;

impl Cache {
    /// The cache according to the settings. Opens nothing yet.
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

    /// A cache with these stores. Its counters start now.
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

    /// Returns the state of the cache.
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

    /// Closes what a fork inherited.
    pub fn let_go(&self) {
        self.tiers.let_go();
    }

    /// Returns the cached answers about these resources, in order.
    pub fn look(&self, panel: &Address, resources: &[Resource], deadline: Deadline) -> Vec<Option<KeptAnswer>> {
        let found = self.find(panel, resources, deadline);
        let hits = found.iter().flatten().count() as u64;
        self.counts.hits.fetch_add(hits, Ordering::Relaxed);
        let misses = found.len() as u64 - hits;
        self.counts.misses.fetch_add(misses, Ordering::Relaxed);
        found
    }

    /// As [`look`](Self::look), for resources that were looked up before. Counts neither hits nor misses.
    pub fn look_again(&self, panel: &Address, resources: &[Resource], deadline: Deadline) -> Vec<Option<KeptAnswer>> {
        self.find(panel, resources, deadline)
    }

    fn find(&self, panel: &Address, resources: &[Resource], deadline: Deadline) -> Vec<Option<KeptAnswer>> {
        let keys: Vec<String> = resources.iter().map(|resource| key::of(panel, *resource)).collect();
        let known: Vec<_> = keys.iter().map(|key| self.decoded.get(key)).collect();
        let wanted = keys.iter().zip(&known).map(|(key, known)| Wanted {
            key,
            known: known.as_ref().map(|(version, _)| *version),
        });
        let wanted: Vec<Wanted> = wanted.collect();
        let held = self.tiers.with(deadline, |store| store.look(&wanted, deadline));
        let held = held
            .unwrap_or_default()
            .into_iter()
            .chain(std::iter::repeat(Held::Nothing));
        let each = resources.iter().zip(&keys).zip(known).zip(held);
        each.map(|(((resource, key), known), held)| match held {
            Held::Unchanged => known.map(|(_, answer)| answer),
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

    /// Returns the body of an answer that was just found; `None` if it has been removed since.
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

    /// Decides which process requests each of these resources, in order. A lease that began before the given moment is taken over.
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

    /// Returns the progress of another process's lease.
    pub fn progress(&self, panel: &Address, resource: Resource, lease: Version, deadline: Deadline) -> Progress {
        let key = key::of(panel, resource);
        self.tiers
            .with(deadline, |store| store.progress(&key, lease, deadline))
            .unwrap_or(Progress::Ended)
    }

    /// Renews a lease.
    pub fn renew(&self, panel: &Address, resource: Resource, lease: Lease, deadline: Deadline) {
        let key = key::of(panel, resource);
        let _ = self
            .tiers
            .with(deadline, |store| store.renew(&key, lease.version, LEASE, deadline));
    }

    /// Stores answers, unless they were forgotten since they were requested, and ends their leases.
    pub fn keep(&self, panel: &Address, answers: &[Fetched], deadline: Deadline) {
        let encode = |Fetched { resource, lease, found }: &Fetched| {
            let answer = KeptAnswer {
                asked: lease.asked,
                document: found.as_ref().map(|(document, _)| document.clone()),
            };
            (key::of(panel, *resource), answer.encode(), answer)
        };
        let encoded: Vec<_> = answers.iter().map(encode).collect();
        let kept = answers.iter().zip(&encoded).map(|(fetched, (key, entry, _))| {
            let kept = Kept {
                asked: fetched.lease.asked,
                entry,
                body: fetched.found.as_ref().map_or(&[], |(_, body)| body.as_bytes()),
                lifetime: lifetime(fetched.resource, fetched.found.is_some()),
            };
            (key.as_str(), fetched.lease.version, kept)
        });
        let kept: Vec<(&str, Version, Kept)> = kept.collect();
        let are_kept = self.tiers.with(deadline, |store| store.keep(&kept, deadline));
        let are_kept = are_kept.unwrap_or_default();
        for ((fetched, (key, entry, answer)), is_kept) in answers.iter().zip(&encoded).zip(are_kept) {
            if is_kept {
                self.decoded
                    .put(key, fetched.lease.version, answer.clone(), entry.len());
            }
        }
    }

    /// Ends a lease without an answer. Waiting processes get `why` as the failure; without it they may request the resource
    /// themselves.
    pub fn give_up(&self, panel: &Address, resource: Resource, lease: Lease, why: Option<&str>, deadline: Deadline) {
        let key = key::of(panel, resource);
        let _ = self
            .tiers
            .with(deadline, |store| store.give_up(&key, lease.version, why, deadline));
    }

    /// Removes an answer for all processes, and ensures that an answer which is being requested is not stored.
    pub fn forget(&self, panel: &Address, resource: Resource) {
        let key = key::of(panel, resource);
        self.decoded.remove(&key);
        self.tiers.forget(&key, Deadline::none());
    }

    /// Returns true once per key and period, across all processes that share the store. Periods are 1 second to 10 years.
    pub fn acquire(&self, key: &str, period: Duration) -> bool {
        let (period, deadline) = (period.clamp(SHORTEST_PERIOD, LONGEST_PERIOD), Deadline::none());
        self.tiers.acquire(key, period, deadline).unwrap_or(true)
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
