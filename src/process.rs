//! What belongs to one process: its settings, its client and its cache. Made on first use, and anew after a fork.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::cache::Cache;
use crate::cache::tiers::Log;
use crate::clock::SystemClock;
use crate::panel::breaker::Breaker;
use crate::panel::http::Http;
use crate::settings::Settings;

/// See the module.
#[derive(Debug)]
pub struct Process {
    id: u32,
    /// As the operator set them.
    pub settings: Settings,
    /// The client.
    pub http: Arc<Http>,
    /// The cache.
    pub cache: Arc<Cache>,
    /// What is known of the panels' health.
    pub breaker: Arc<Breaker>,
}

static CURRENT: Mutex<Option<Arc<Process>>> = Mutex::new(None);

impl Process {
    /// This process's. When it has to be made, `settings` is called, and `warn` with what the operator should know.
    pub fn current(settings: impl FnOnce() -> Settings, warn: Log) -> Arc<Self> {
        let mut current = CURRENT.lock();
        let id = std::process::id();
        if let Some(process) = current.as_ref()
            && process.id == id
        {
            return process.clone();
        }
        let process = Arc::new(Self::new(id, settings(), warn));
        if let Some(warning) = process.http.warning() {
            warn(&format!("virtfusion_direct: {warning}"));
        }
        // What a fork inherited is the parent's: ending its connections here would end the parent's. The store's file is the
        // exception, since a process can hold it once only, and letting go of it touches nothing of the parent's.
        if let Some(inherited) = current.replace(process.clone()) {
            inherited.cache.let_go();
            std::mem::forget(inherited);
        }
        process
    }

    fn new(id: u32, settings: Settings, log: Log) -> Self {
        let http = Arc::new(Http::new(&settings));
        let cache = Arc::new(Cache::new(&settings, log));
        let breaker = Arc::new(Breaker::new(cache.clone(), Arc::new(SystemClock)));
        Self {
            id,
            settings,
            http,
            cache,
            breaker,
        }
    }
}
