//! What belongs to one process: its settings, its client and its cache. Made on first use, and anew after a fork.

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
    /// As the operator set them.
    pub settings: Settings,
    /// The client.
    pub http: Arc<Http>,
    /// The cache.
    pub cache: Arc<Cache>,
    /// What is known of the panels' health.
    pub breaker: Arc<Breaker>,
    log: Arc<Log>,
}

/// A process id alone may come again: in a fork of a fork, or in another namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Id(u32, u64);

impl Id {
    fn current() -> Self {
        Self(std::process::id(), sys::forks())
    }
}

static CURRENT: Mutex<Option<Arc<Process>>> = Mutex::new(None);

impl Process {
    /// This process's. When it has to be made, `settings` is called.
    pub fn current(settings: impl FnOnce() -> Settings) -> Arc<Self> {
        let mut current = CURRENT.lock();
        let id = Id::current();
        if let Some(process) = current.as_ref()
            && process.id == id
        {
            return process.clone();
        }
        let process = Arc::new(Self::new(settings()));
        // What a fork inherited is the parent's: ending its connections here would end the parent's. The store's file is the
        // exception, since a process can hold it once only, and letting go of it touches nothing of the parent's.
        if let Some(inherited) = current.replace(process.clone()) {
            inherited.cache.let_go();
            std::mem::forget(inherited);
        }
        process
    }

    /// The next line for the operator's log. Any thread may have added it; PHP's own thread takes and writes it.
    #[must_use]
    pub fn take_log(&self) -> Option<String> {
        self.log.take()
    }

    /// Makes a client, a cache and a breaker with these settings. Opens nothing yet.
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
