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

/// How often something is tried while the store is removed or set aside again and again.
const ATTEMPTS: usize = 5;

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
    /// How often one was opened, to tell them apart.
    opened: u64,
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
        for attempt in 1..=ATTEMPTS {
            let (number, store) = self.store()?;
            let done = work(&*store);
            // LMDB opens a file once a process: whoever opens it anew waits until nobody holds this one.
            drop(store);
            match done {
                Ok(done) => return Some(done),
                Err(trouble) if trouble.gone && attempt < ATTEMPTS => self.drop_store(number, None),
                Err(trouble) => {
                    self.drop_store(number, Some(trouble));
                    return None;
                }
            }
        }
        None
    }

    /// What is in use, for people.
    pub fn in_use(&self) -> InUse {
        let found = self.store().map(|(_, store)| (store.tier(), store.place()));
        let shared = self.shared.lock();
        let ((tier, place), why_alone) = match found {
            Some(found) => (found, None),
            None => {
                let why = shared.trouble.as_ref().map(|trouble| trouble.words.clone());
                (
                    (self.alone.tier(), self.alone.place()),
                    Some(why.unwrap_or_else(|| "no shared store is set".to_owned())),
                )
            }
        };
        InUse {
            tier,
            place,
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

    /// The shared store and its number.
    fn store(&self) -> Option<(u64, Arc<dyn Store>)> {
        let opener = self.opener.as_ref()?;
        // Another thread may be opening it.
        let mut shared = self.shared.try_lock_for(patience::left(REST)?)?;
        if let Some(store) = &shared.store {
            return Some((shared.opened, store.clone()));
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
                shared.opened += 1;
                Some((shared.opened, store))
            }
            Err(trouble) => {
                self.rest(&mut shared, trouble);
                None
            }
        }
    }

    /// Takes the store with this number out of use; with trouble, for a while.
    fn drop_store(&self, number: u64, trouble: Option<Trouble>) {
        let mut shared = self.shared.lock();
        if shared.opened == number
            && shared.store.take().is_some()
            && let Some(trouble) = trouble
        {
            self.rest(&mut shared, trouble);
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::{fs, thread};

    use super::*;
    use crate::cache::lmdb::Lmdb;
    use crate::clock::SystemClock;

    static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

    #[test]
    fn a_store_that_is_removed_while_many_threads_use_it_is_made_anew_and_nothing_is_told() {
        let folder = std::env::temp_dir().join(format!("virtfusion-tiers-{}", std::process::id()));
        let aside = folder.with_extension("aside");
        let place = folder.clone();
        let opener: Opener = Box::new(move || Ok(Arc::new(Lmdb::open(Some(place.clone()), Arc::new(SystemClock))?)));
        let tiers = Tiers::new(Arc::new(SystemClock), Some(opener), |line| {
            TOLD.lock().push(line.to_owned());
        });
        let over = AtomicBool::new(false);
        thread::scope(|scope| {
            for number in 0..4 {
                let (tiers, over) = (&tiers, &over);
                scope.spawn(move || {
                    let key = format!("thread {number}");
                    while !over.load(Ordering::Relaxed) {
                        let _ = tiers.with(|store| store.note(&key));
                        let _ = tiers.with(|store| store.acquire(&key, Duration::from_millis(1)));
                    }
                });
            }
            for _ in 0..20 {
                // Somebody has opened it again, and the others have had their turn.
                let _ = tiers.in_use();
                thread::sleep(Duration::from_millis(50));
                if fs::rename(&folder, &aside).is_ok() {
                    let _ = fs::remove_dir_all(&aside);
                }
            }
            over.store(true, Ordering::Relaxed);
        });
        let in_use = tiers.in_use();
        let _ = fs::remove_dir_all(&folder);
        assert_eq!((in_use.tier, in_use.why_alone), (Tier::Lmdb, None));
        assert_eq!(*TOLD.lock(), Vec::<String>::new());
    }
}
