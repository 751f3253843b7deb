//! The state of one process: its settings, its client and its cache. Created on first use, and again after a fork.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::cache::Cache;
use crate::clock::SystemClock;
use crate::log::Log;
use crate::panel::breaker::Breaker;
use crate::panel::http::Http;
use crate::settings::Settings;
use crate::sys;

/// See the module.
#[derive(Debug)]
pub struct Process {
    id: Id,
    /// The validated settings.
    pub settings: Settings,
    /// The HTTP client.
    pub http: Arc<Http>,
    /// The cache.
    pub cache: Arc<Cache>,
    /// The breaker of all panels.
    pub breaker: Arc<Breaker>,
    log: Arc<Log>,
}

/// The process id and the number of forks: a process id may be used again, in a fork of a fork or in another namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Id(u32, u64);

impl Id {
    fn current() -> Self {
        Self(std::process::id(), sys::forks())
    }
}

static CURRENT: Mutex<Option<Arc<Process>>> = Mutex::new(None);

impl Process {
    /// Returns the state of this process. Calls `settings` if it must be created.
    pub fn current(settings: impl FnOnce() -> Settings) -> Arc<Self> {
        let mut current = CURRENT.lock();
        let id = Id::current();
        if let Some(process) = current.as_ref()
            && process.id == id
        {
            return process.clone();
        }
        let process = Arc::new(Self::new(settings()));
        // The state that a fork inherits belongs to the parent: closing its connections here would close the parent's. The
        // store's file is the exception: a process can open it only once, and closing it does not affect the parent.
        if let Some(inherited) = current.replace(process.clone()) {
            inherited.cache.let_go();
            std::mem::forget(inherited);
        }
        process
    }

    /// Whether it belongs to this process: not after a fork.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.id == Id::current()
    }

    /// Removes and returns the next line for the operator's log. Any thread may have added it; PHP's own thread writes it.
    #[must_use]
    pub fn take_log(&self) -> Option<String> {
        self.log.take()
    }

    /// Creates a client, a cache and a breaker with these settings. Opens nothing yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let log = Arc::new(Log::default());
        let http = Arc::new(Http::new(&settings));
        if let Some(warning) = http.warning() {
            log.add(format!("virtfusion_direct: {warning}"));
        }
        let cache = Arc::new(Cache::new(&settings, log.clone()));
        let breaker = Arc::new(Breaker::new(cache.clone(), Arc::new(SystemClock)));
        Self {
            id: Id::current(),
            settings,
            http,
            cache,
            breaker,
            log,
        }
    }
}
