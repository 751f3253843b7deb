//! Chooses the store to use: the shared one, or the process's own memory while the shared one fails.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::memory::MemoryStore;
use super::store::{Store, StoreError, Tier};
use crate::clock::{Clock, Millis};
use crate::deadline::Deadline;
use crate::log::Log;

/// How long the same problem is not logged again.
const LOG_AGAIN: Duration = Duration::from_secs(600);

/// The most keys that are remembered to be forgotten later, while the shared store cannot be reached.
const MAX_OWED: usize = 10_000;

/// Opens the shared store.
pub type Opener = Box<dyn Fn() -> Result<Arc<dyn Store>, StoreError> + Send + Sync>;

/// See the module.
pub struct Tiers {
    memory: MemoryStore,
    clock: Arc<dyn Clock>,
    opener: Option<Opener>,
    log: Arc<Log>,
    shared: Mutex<Shared>,
}

/// The store in use, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InUse {
    /// The kind.
    pub tier: Tier,
    /// Where it is.
    pub place: String,
    /// Why it is not the shared store.
    pub why_alone: Option<String>,
    /// Since when it is in use.
    pub since: Millis,
}

#[derive(Default)]
struct Shared {
    store: Option<Arc<dyn Store>>,
    error: Option<StoreError>,
    rests_until: Option<Instant>,
    logged: Option<Instant>,
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
    pub fn new(clock: Arc<dyn Clock>, opener: Option<Opener>, log: Arc<Log>) -> Self {
        let shared = Shared {
            since: clock.now(),
            ..Shared::default()
        };
        Self {
            memory: MemoryStore::new(clock.clone()),
            clock,
            opener,
            log,
            shared: Mutex::new(shared),
        }
    }

    /// Runs `work` with the shared store, or with the process's own memory if the shared store fails.
    ///
    /// # Errors
    ///
    /// The error of the process's own memory.
    pub fn with<T>(
        &self,
        deadline: Deadline,
        work: impl Fn(&dyn Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self.with_shared(deadline, &work) {
            Some(done) => Ok(done),
            None => work(&self.memory),
        }
    }

    /// Acquires a limit. One that is running in a shared store that can only be read now is not acquired again.
    pub fn acquire(&self, key: &str, period: Duration, deadline: Deadline) -> Result<bool, StoreError> {
        let acquire = |store: &dyn Store| store.acquire(key, period, deadline);
        if let Some(acquired) = self.with_shared(deadline, &acquire) {
            return Ok(acquired);
        }
        match self.readable() {
            Some(store) if store.is_limited(key, deadline) == Ok(true) => Ok(false),
            _ => acquire(&self.memory),
        }
    }

    /// The shared store, while it can be read and not changed.
    fn readable(&self) -> Option<Arc<dyn Store>> {
        let shared = self.shared.lock();
        let readable = shared.error.as_ref().is_some_and(|error| error.readable);
        shared.store.clone().filter(|_| readable)
    }

    /// Forgets a key, later too when the shared store cannot be reached now.
    pub fn forget(&self, key: &str, deadline: Deadline) {
        let _ = self.memory.forget(key, deadline);
        let forget = |store: &dyn Store| store.forget(key, deadline);
        if self.with_shared(deadline, &forget).is_none() && self.opener.is_some() {
            let mut shared = self.shared.lock();
            if shared.owed.len() < MAX_OWED {
                shared.owed.insert(key.to_owned());
            }
        }
    }

    fn with_shared<T>(&self, deadline: Deadline, work: &impl Fn(&dyn Store) -> Result<T, StoreError>) -> Option<T> {
        // An expired deadline does not mean that the store fails.
        if deadline.is_over() {
            return None;
        }
        let store = self.store()?;
        match self.pay(&*store, deadline).and_then(|()| work(&*store)) {
            Ok(done) => {
                self.works();
                Some(done)
            }
            Err(error) => {
                self.rest(error);
                None
            }
        }
    }

    /// The store that was last in use, to be shown.
    pub fn in_use(&self) -> InUse {
        let shared = self.shared.lock();
        let why = match (&shared.error, &shared.store) {
            (Some(error), _) => Some(error.message.clone()),
            (None, None) => Some("no shared store is set".to_owned()),
            (None, Some(_)) => None,
        };
        let store: &dyn Store = match &shared.store {
            Some(store) if why.is_none() => &**store,
            _ => &self.memory,
        };
        InUse {
            tier: store.tier(),
            place: store.place(),
            why_alone: why,
            since: shared.since,
        }
    }

    /// Closes the store that a fork inherited, without affecting the parent.
    pub fn let_go(&self) {
        if let Some(mut shared) = self.shared.try_lock() {
            shared.store = None;
        }
    }

    /// The shared store, unless it is not used for now.
    fn store(&self) -> Option<Arc<dyn Store>> {
        let opener = self.opener.as_ref()?;
        let mut shared = self.shared.lock();
        if shared.rests_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        if let Some(store) = &shared.store {
            return Some(store.clone());
        }
        let made = opener();
        match made {
            Ok(store) => Some(shared.store.insert(store).clone()),
            Err(error) => {
                drop(shared);
                self.rest(error);
                None
            }
        }
    }

    /// Forgets the keys that could not be forgotten before.
    fn pay(&self, store: &dyn Store, deadline: Deadline) -> Result<(), StoreError> {
        let owed: Vec<String> = {
            let shared = self.shared.lock();
            if shared.owed.is_empty() {
                return Ok(());
            }
            shared.owed.iter().cloned().collect()
        };
        for key in owed {
            store.forget(&key, deadline)?;
            self.shared.lock().owed.remove(&key);
        }
        Ok(())
    }

    /// Records that the shared store works.
    fn works(&self) {
        let mut shared = self.shared.lock();
        if shared.error.take().is_some() {
            shared.since = self.clock.now();
        }
        shared.rests_until = None;
    }

    fn rest(&self, error: StoreError) {
        let mut shared = self.shared.lock();
        shared.rests_until = Some(Instant::now() + error.rest);
        if shared.logged.is_none_or(|logged| logged.elapsed() > LOG_AGAIN) {
            shared.logged = Some(Instant::now());
            self.log.add(format!(
                "virtfusion_direct: the shared cache is not used, this process works on with its own memory: {}",
                error.message
            ));
        }
        if shared.error.replace(error).is_none() {
            shared.since = self.clock.now();
        }
    }
}
