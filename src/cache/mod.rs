//! What the panel said, kept for a while.
//!
//! Two tiers: decoded answers in this process ([`near`]), and a [`store`] that decides. A decoded answer counts only as long
//! as the store still holds the same version of it, so that what is forgotten once is forgotten everywhere. Unknown answers are
//! never kept.

pub mod alone;
pub mod key;
pub mod known;
mod near;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::panel::address::Address;
use crate::panel::ask::Resource;
use known::Known;
use near::Near;
use store::{Leased, Look, Record, Store, Version, Wanted};

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
    store: Arc<dyn Store>,
    near: Near,
}

/// Whether this process may ask the panel for something now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may; its answer is kept under this lease.
    Mine(Version),
    /// Another asks already, under this lease.
    Others(Version),
}

/// How it went with another's lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It is still at work.
    Working,
    /// It got no answer, and this is why.
    Failed(String),
    /// It has ended.
    Ended,
}

impl Cache {
    /// A cache that lies in this process alone.
    #[must_use]
    pub fn alone(clock: Arc<dyn Clock>) -> Self {
        Self::on(Arc::new(alone::Alone::new(clock)))
    }

    /// A cache on this store.
    #[must_use]
    pub fn on(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            near: Near::default(),
        }
    }

    /// What is known of each of these, in their order.
    pub fn look(&self, panel: &Address, resources: &[Resource]) -> Vec<Option<Known>> {
        let keys: Vec<String> = resources.iter().map(|resource| key::of(panel, *resource)).collect();
        let wanted: Vec<Wanted> = keys
            .iter()
            .map(|key| Wanted {
                key,
                known: self.near.version(key),
            })
            .collect();
        let looks = self.store.look(&wanted);
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
        match self.store.lease(&key::of(panel, resource), mine, LEASE) {
            Leased::Taken => Turn::Mine(mine),
            Leased::HeldBy(other) => Turn::Others(other),
        }
    }

    /// How it goes with another's lease.
    pub fn progress(&self, panel: &Address, resource: Resource, lease: Version) -> Progress {
        self.store.progress(&key::of(panel, resource), lease)
    }

    /// Says that the work under a lease goes on.
    pub fn renew(&self, panel: &Address, resource: Resource, lease: Version) {
        self.store.renew(&key::of(panel, resource), lease, LEASE);
    }

    /// Keeps an answer, unless it was forgotten since it was asked for; ends the lease.
    pub fn keep(&self, panel: &Address, resource: Resource, lease: Version, known: &Known) {
        let key = key::of(panel, resource);
        let record: Record = known.to_record();
        if self.store.keep(&key, lease, record, lifetime(resource, known)) {
            self.near.put(&key, lease, known.clone());
        }
    }

    /// Ends a lease without an answer. `why` is told to those who waited for it; without it they may ask themselves.
    pub fn give_up(&self, panel: &Address, resource: Resource, lease: Version, why: Option<&str>) {
        self.store.give_up(&key::of(panel, resource), lease, why);
    }

    /// Forgets an answer, for every process at once, and sees to it that one which is on its way is not kept.
    pub fn forget(&self, panel: &Address, resource: Resource) {
        let key = key::of(panel, resource);
        self.near.remove(&key);
        self.store.forget(&key);
    }

    /// True once per key and period, over all processes that share the store.
    pub fn acquire(&self, key: &str, period: Duration) -> bool {
        self.store.acquire(key, period)
    }

    /// Makes the next [`acquire`](Self::acquire) of this key true.
    pub fn release(&self, key: &str) {
        self.store.release(key);
    }
}
