//! What the panel said, kept for a while.
//!
//! Two tiers: decoded answers in this process ([`near`]), and a [`store`] that decides. A decoded answer counts only as long
//! as the store still holds the same version of it, so that what is forgotten once is forgotten everywhere. Unknown answers are
//! never kept.

pub mod alone;
pub mod digest;
pub mod key;
pub mod known;
pub mod lmdb;
mod near;
pub mod patience;
pub mod redis;
mod span;
pub mod store;
pub mod tiers;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::clock::{Clock, Millis, SystemClock};
use crate::panel::address::Address;
use crate::panel::ask::Resource;
use crate::panel::breaker::Notes;
use crate::settings::{Settings, Trust};
use known::Known;
use near::Near;
use store::{Holdings, Leased, Look, Version, Wanted};
use tiers::{InUse, Log, Opener, Tiers};

/// How long a fetcher may be silent before others take over. It renews its lease while it works.
pub const LEASE: Duration = Duration::from_secs(5);

/// How often a fetcher renews.
pub const RENEWAL: Duration = Duration::from_millis(1500);

/// For how long an answer counts.
#[must_use]
pub fn lifetime(resource: Resource, known: &Known) -> Duration {
    Duration::from_secs(match (known, resource) {
        (Known::Missing, _) => 60,
        (_, Resource::Package(_)) => 600,
        (_, Resource::Group(_)) => 120,
    })
}

/// The cache of a process.
#[derive(Debug)]
pub struct Cache {
    tiers: Tiers,
    near: Near,
    counts: Counts,
    began: Millis,
}

#[derive(Debug, Default)]
struct Counts {
    hits: AtomicU64,
    misses: AtomicU64,
    waits: AtomicU64,
}

/// What there is to know of the cache of a process.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where the answers lie, and why not in the shared store.
    pub store: InUse,
    /// How much lies there; `None` when the store does not say.
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

/// Whether this process may ask the panel for something now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may; its answer is kept under this lease.
    Mine(Version),
    /// Another asks already, under this lease.
    Others(Version),
}

pub use store::Progress;

impl Cache {
    /// The cache that the settings ask for. Opens nothing yet.
    #[must_use]
    pub fn new(settings: &Settings, log: Log) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let opener: Opener = match settings.redis_url.clone() {
            Some(url) => {
                let trust = settings.trust.clone();
                Box::new(move || {
                    let anchor = match &trust {
                        Trust::System => None,
                        Trust::SystemAnd(file) | Trust::Only(file) => std::fs::read(file).ok(),
                    };
                    Ok(Arc::new(redis::Redis::open(&url, anchor)?))
                })
            }
            None => {
                let (folder, clock) = (settings.cache_dir.clone(), clock.clone());
                Box::new(move || Ok(Arc::new(lmdb::Lmdb::open(folder.clone(), clock.clone())?)))
            }
        };
        let began = clock.now();
        Self::on(Tiers::new(clock, Some(opener), log), began)
    }

    /// A cache that lies in this process alone.
    #[must_use]
    pub fn alone(clock: Arc<dyn Clock>) -> Self {
        let began = clock.now();
        Self::on(Tiers::new(clock, None, |_| ()), began)
    }

    /// A cache on these stores, whose counting begins now.
    #[must_use]
    pub fn on(tiers: Tiers, began: Millis) -> Self {
        Self {
            tiers,
            near: Near::default(),
            counts: Counts::default(),
            began,
        }
    }

    /// What there is to know.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let holdings = self.tiers.with(|store| store.holdings()).ok();
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

    /// What is known of one that was looked for before. Counts neither as a hit nor as a miss.
    pub fn look_again(&self, panel: &Address, resource: Resource) -> Option<Known> {
        self.find(panel, &[resource]).pop().flatten()
    }

    /// What is known of each of these, in their order.
    pub fn look(&self, panel: &Address, resources: &[Resource]) -> Vec<Option<Known>> {
        let found = self.find(panel, resources);
        let hits = found.iter().flatten().count() as u64;
        self.counts.hits.fetch_add(hits, Ordering::Relaxed);
        self.counts
            .misses
            .fetch_add(found.len() as u64 - hits, Ordering::Relaxed);
        found
    }

    fn find(&self, panel: &Address, resources: &[Resource]) -> Vec<Option<Known>> {
        let keys: Vec<String> = resources.iter().map(|resource| key::of(panel, *resource)).collect();
        let wanted: Vec<Wanted> = keys
            .iter()
            .map(|key| Wanted {
                key,
                known: self.near.version(key),
            })
            .collect();
        let looks = self.tiers.with(|store| store.look(&wanted)).unwrap_or_default();
        let looks = looks.into_iter().chain(std::iter::repeat(Look::Nothing));
        resources
            .iter()
            .zip(&keys)
            .zip(looks)
            .map(|((resource, key), look)| match look {
                Look::Same => self.near.get(key),
                Look::Other(version, record) => {
                    let known = Known::from_record(*resource, &record)?;
                    self.near.put(key, version, known.clone());
                    Some(known)
                }
                Look::Nothing => {
                    self.near.remove(key);
                    None
                }
            })
            .collect()
    }

    /// Whose turn it is to ask for this.
    pub fn turn(&self, panel: &Address, resource: Resource) -> Turn {
        let mine = store::new_version();
        let key = key::of(panel, resource);
        match self.tiers.with(|store| store.lease(&key, mine, LEASE)) {
            Ok(Leased::HeldBy(other)) => {
                self.counts.waits.fetch_add(1, Ordering::Relaxed);
                Turn::Others(other)
            }
            Ok(Leased::Taken) | Err(_) => Turn::Mine(mine),
        }
    }

    /// How it goes with another's lease.
    pub fn progress(&self, panel: &Address, resource: Resource, lease: Version) -> Progress {
        let key = key::of(panel, resource);
        self.tiers
            .with(|store| store.progress(&key, lease))
            .unwrap_or(Progress::Ended)
    }

    /// Says that the work under a lease goes on.
    pub fn renew(&self, panel: &Address, resource: Resource, lease: Version) {
        let key = key::of(panel, resource);
        let _ = self.tiers.with(|store| store.renew(&key, lease, LEASE));
    }

    /// Keeps an answer, unless it was forgotten since it was asked for; ends the lease.
    pub fn keep(&self, panel: &Address, resource: Resource, lease: Version, known: &Known) {
        let key = key::of(panel, resource);
        let record = known.to_record();
        let lifetime = lifetime(resource, known);
        if self
            .tiers
            .with(|store| store.keep(&key, lease, &record, lifetime))
            .unwrap_or(false)
        {
            self.near.put(&key, lease, known.clone());
        }
    }

    /// Ends a lease without an answer. `why` is told to those who waited for it; without it they may ask themselves.
    pub fn give_up(&self, panel: &Address, resource: Resource, lease: Version, why: Option<&str>) {
        let key = key::of(panel, resource);
        let _ = self.tiers.with(|store| store.give_up(&key, lease, why));
    }

    /// Forgets an answer, for every process at once, and sees to it that one which is on its way is not kept.
    pub fn forget(&self, panel: &Address, resource: Resource) {
        let key = key::of(panel, resource);
        self.near.remove(&key);
        self.tiers.forget(&key);
    }

    /// True once per key and period, over all processes that share the store.
    pub fn acquire(&self, key: &str, period: Duration) -> bool {
        self.tiers.with(|store| store.acquire(key, period)).unwrap_or(true)
    }

    /// Makes the next [`acquire`](Self::acquire) of this key true.
    pub fn release(&self, key: &str) {
        let _ = self.tiers.with(|store| store.release(key));
    }
}

impl Notes for Cache {
    fn note(&self, key: &str) -> Option<String> {
        self.tiers.with(|store| store.note(key)).ok().flatten()
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> bool {
        self.tiers
            .with(|store| store.change_note(key, old, new))
            .unwrap_or(false)
    }
}
