//! A running panel, for use without any asynchronous code: it owns its threads and ends when it is dropped.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::server::{Door, Shared};
use crate::{Builder, Counters, Fault, Invalid, Request, World};

/// A simulated panel on loopback. Dropping it closes the port and every connection.
pub struct Panel {
    pub(crate) runtime: Option<Runtime>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) door: Door,
    pub(crate) url: String,
    pub(crate) port: u16,
    pub(crate) control_url: Option<String>,
    pub(crate) ca: PathBuf,
    pub(crate) _temporary: Option<TempDir>,
}

impl Panel {
    /// Starts a panel with a valid certificate on a free port.
    ///
    /// # Errors
    /// As [`Builder::start`].
    pub fn start(world: World) -> io::Result<Self> {
        Self::builder().world(world).start()
    }

    /// For a panel that differs from the usual.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// `https://localhost:PORT/api/v1`, or `http://` for [`Variant::Plain`].
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The token with full access.
    pub fn token(&self) -> String {
        self.shared.state.token()
    }

    /// The run's CA, in PEM.
    pub fn ca_file(&self) -> &Path {
        &self.ca
    }

    /// Where the control port is, if it was asked for.
    pub fn control_url(&self) -> Option<&str> {
        self.control_url.as_deref()
    }

    /// Every request since the start or since they were forgotten, in the order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.record.requests()
    }

    /// How many requests came for a path below `/api/v1`, without its query.
    pub fn count(&self, path: &str) -> u64 {
        self.counters().requests.get(path).copied().unwrap_or(0)
    }

    /// Every counter.
    pub fn counters(&self) -> Counters {
        self.shared.record.counters()
    }

    /// The most requests that were in flight at once.
    pub fn peak(&self) -> u64 {
        self.counters().peak
    }

    /// Connections accepted.
    pub fn connections(&self) -> u64 {
        self.counters().connections
    }

    /// TLS handshakes completed.
    pub fn handshakes(&self) -> u64 {
        self.counters().handshakes
    }

    /// Starts every counter and the list of requests anew.
    pub fn forget_requests(&self) {
        self.shared.record.forget();
    }

    /// Takes a whole world over, or nothing of it. A world without a token leaves the present one.
    ///
    /// # Errors
    /// When something in it cannot be used.
    pub fn replace(&self, world: &World) -> Result<(), Invalid> {
        self.shared.state.replace(world)
    }

    /// Fields over those of the vendor's example package.
    ///
    /// # Errors
    /// When it is no JSON object.
    pub fn set_package(&self, id: u64, fields: Value) -> Result<(), Invalid> {
        self.shared.state.set_package(id, &fields)
    }

    /// Afterwards it answers 404.
    pub fn remove_package(&self, id: u64) {
        self.shared.state.remove_package(id);
    }

    /// A list of hypervisors in full or short form, or the string `vendor`.
    ///
    /// # Errors
    /// When it is neither, or a short form has a key that is not known.
    pub fn set_group(&self, id: u64, hypervisors: Value) -> Result<(), Invalid> {
        self.shared.state.set_group(id, &hypervisors)
    }

    /// Afterwards it answers 404.
    pub fn remove_group(&self, id: u64) {
        self.shared.state.remove_group(id);
    }

    /// Adds a fault behind those that are set; the first match wins.
    ///
    /// # Errors
    /// When it could not be answered with: a status, header or base64 that is none.
    pub fn fault(&self, fault: Fault) -> Result<(), Invalid> {
        self.shared.state.add_fault(fault)
    }

    /// Removes every fault. What hangs already goes on hanging.
    pub fn heal(&self) {
        // An empty list has nothing that could be refused.
        let _ = self.shared.state.set_faults(Vec::new());
    }

    /// Waits so long before every answer.
    pub fn latency(&self, latency: Duration) {
        self.shared.state.set_latency(latency);
    }

    /// Off closes every connection and refuses new ones; on listens again on the same port. Not to be called from
    /// asynchronous code.
    ///
    /// # Errors
    /// When the port could not be taken back.
    pub fn listening(&self, on: bool) -> io::Result<()> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(self.door.turn(on)),
            None => Ok(()),
        }
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

/// Without the token.
impl std::fmt::Debug for Panel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Panel")
            .field("url", &self.url)
            .field("ca", &self.ca)
            .finish_non_exhaustive()
    }
}
