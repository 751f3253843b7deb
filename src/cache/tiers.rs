//! Which store is in use: the shared one, opened on first use, or the process's own memory for as long as that is in trouble.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::alone::Alone;
use super::patience;
use super::store::{Store, Tier, Trouble};
use crate::clock::{Clock, Millis};

/// How long a store that failed is left alone.
const REST: Duration = Duration::from_secs(10);

/// How long the log is spared the same news.
const TELL_AGAIN: Duration = Duration::from_secs(600);

/// The most forgotten keys that are remembered for a store that is in trouble.
const MAX_OWED: usize = 10_000;

/// Opens the shared store.
pub type Opener = Box<dyn Fn() -> Result<Arc<dyn Store>, Trouble> + Send + Sync>;

/// Writes one line to the operator's log.
pub type Log = fn(&str);

/// See the module.
pub struct Tiers {
    alone: Alone,
    clock: Arc<dyn Clock>,
    opener: Option<Opener>,
    log: Log,
    shared: Mutex<Shared>,
}

/// What is in use, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InUse {
    /// The kind.
    pub tier: Tier,
    /// Where it lies.
    pub place: String,
    /// Why it is not the shared one.
    pub why_alone: Option<String>,
    /// Since when.
    pub since: Millis,
}

#[derive(Default)]
struct Shared {
    store: Option<Arc<dyn Store>>,
    trouble: Option<Trouble>,
    rests_until: Option<Instant>,
    told: Option<Instant>,
    since: Millis,
    owed: HashSet<String>,
}

impl fmt::Debug for Tiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tiers")
            .field("shared", &self.shared.lock().store)
            .finish_non_exhaustive()
    }
}

impl Tiers {
    /// Without an opener there is no shared store.
    pub fn new(clock: Arc<dyn Clock>, opener: Option<Opener>, log: Log) -> Self {
        let shared = Shared {
            since: clock.now(),
            ..Shared::default()
        };
        Self {
            alone: Alone::new(clock.clone()),
            clock,
            opener,
            log,
            shared: Mutex::new(shared),
        }
    }

    /// Does something with the store that is in use, and with the process's own memory when that one fails.
    pub fn with<T>(&self, work: impl Fn(&dyn Store) -> Result<T, Trouble>) -> Result<T, Trouble> {
        match self.with_shared(&work) {
            Some(done) => Ok(done),
            None => work(&self.alone),
        }
    }

    /// Forgets a key, later too when the shared store cannot be reached now.
    pub fn forget(&self, key: &str) {
        let _ = self.alone.forget(key);
        if self.with_shared(&|store: &dyn Store| store.forget(key)).is_none() && self.opener.is_some() {
            let mut shared = self.shared.lock();
            if shared.owed.len() < MAX_OWED {
                shared.owed.insert(key.to_owned());
            }
        }
    }

    fn with_shared<T>(&self, work: &impl Fn(&dyn Store) -> Result<T, Trouble>) -> Option<T> {
        // Its caller is gone, and so nobody would wait for the answer: that is no trouble of the store.
        patience::left(REST)?;
        let first = self.store()?;
        match work(&*first) {
            Ok(done) => return Some(done),
            Err(trouble) if trouble.gone => self.drop_store(first, None),
            Err(trouble) => {
                self.drop_store(first, Some(trouble));
                return None;
            }
        }
        let second = self.store()?;
        match work(&*second) {
            Ok(done) => Some(done),
            Err(trouble) => {
                self.drop_store(second, Some(trouble));
                None
            }
        }
    }

    /// What is in use, for people.
    pub fn in_use(&self) -> InUse {
        let store = self.store();
        let shared = self.shared.lock();
        let (store, why_alone): (&dyn Store, _) = match &store {
            Some(store) => (&**store, None),
            None => {
                let why = shared.trouble.as_ref().map(|trouble| trouble.words.clone());
                (
                    &self.alone,
                    Some(why.unwrap_or_else(|| "no shared store is set".to_owned())),
                )
            }
        };
        InUse {
            tier: store.tier(),
            place: store.place(),
            why_alone,
            since: shared.since,
        }
    }

    /// Lets go of what a fork inherited. The parent's is not touched.
    pub fn let_go(&self) {
        if let Some(mut shared) = self.shared.try_lock() {
            shared.store = None;
        }
    }

    fn store(&self) -> Option<Arc<dyn Store>> {
        let opener = self.opener.as_ref()?;
        // Another thread may be opening it.
        let mut shared = self.shared.try_lock_for(patience::left(REST)?)?;
        if let Some(store) = &shared.store {
            return Some(store.clone());
        }
        if shared.rests_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let result = opener().and_then(|store| {
            for key in &shared.owed {
                store.forget(key)?;
            }
            Ok(store)
        });
        match result {
            Ok(store) => {
                shared.owed.clear();
                shared.rests_until = None;
                // One that was merely made anew is in use for as long as before.
                if shared.trouble.take().is_some() {
                    shared.since = self.clock.now();
                }
                shared.store = Some(store.clone());
                Some(store)
            }
            Err(trouble) => {
                self.rest(&mut shared, trouble);
                None
            }
        }
    }

    /// Takes a store out of use; with trouble, for a while.
    fn drop_store(&self, failed: Arc<dyn Store>, trouble: Option<Trouble>) {
        let mut shared = self.shared.lock();
        if shared.store.as_ref().is_some_and(|store| Arc::ptr_eq(store, &failed)) {
            shared.store = None;
            // LMDB opens a file once a process: the last handle goes before the lock does, and so before the next is made.
            drop(failed);
            if let Some(trouble) = trouble {
                self.rest(&mut shared, trouble);
            }
        }
    }

    fn rest(&self, shared: &mut Shared, trouble: Trouble) {
        shared.rests_until = Some(Instant::now() + REST);
        if shared.told.is_none_or(|told| told.elapsed() > TELL_AGAIN) {
            shared.told = Some(Instant::now());
            (self.log)(&format!(
                "virtfusion_direct: the shared cache is not used, this process works on with its own memory: {}",
                trouble.words
            ));
        }
        if shared.trouble.replace(trouble).is_none() {
            shared.since = self.clock.now();
        }
    }
}
