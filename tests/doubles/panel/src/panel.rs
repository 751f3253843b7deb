//! A running panel with a blocking interface: it owns its threads and ends when it is dropped.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::server::{PortSwitch, Shared};
use crate::{Builder, Counters, Fault, Invalid, Request, World};

/// A simulated panel on loopback. Dropping it closes the port and every connection.
pub struct Panel {
    pub(crate) runtime: Option<Runtime>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) port_switch: PortSwitch,
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
    /// See [`Builder::start`].
    pub fn start(world: World) -> io::Result<Self> {
        Self::builder().world(world).start()
    }

    /// Starts with other options, such as another certificate.
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

    /// The URL of the control port, if it was requested.
    pub fn control_url(&self) -> Option<&str> {
        self.control_url.as_deref()
    }

    /// Every request since the start or the last reset, in the order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.record.requests()
    }

    /// The number of requests for a path below `/api/v1`, whatever the query.
    pub fn count(&self, path: &str) -> u64 {
        self.counters().requests.get(path).copied().unwrap_or(0)
    }

    /// All counters.
    pub fn counters(&self) -> Counters {
        self.shared.record.counters()
    }

    /// The highest number of requests in flight at once.
    pub fn peak(&self) -> u64 {
        self.counters().peak
    }

    /// The number of accepted connections.
    pub fn connections(&self) -> u64 {
        self.counters().connections
    }

    /// The number of completed TLS handshakes.
    pub fn handshakes(&self) -> u64 {
        self.counters().handshakes
    }

    /// Resets every counter and the list of requests.
    pub fn reset_requests(&self) {
        self.shared.record.reset();
    }

    /// Replaces the world, or changes nothing on an error. A world without a token keeps the current one.
    ///
    /// # Errors
    /// The world is invalid.
    pub fn replace(&self, world: &World) -> Result<(), Invalid> {
        self.shared.state.replace(world)
    }

    /// Adds or replaces a package: the vendor's example package with these fields replaced.
    ///
    /// # Errors
    /// `fields` is not a JSON object.
    pub fn set_package(&self, id: u64, fields: Value) -> Result<(), Invalid> {
        self.shared.state.set_package(id, &fields)
    }

    /// Removes a package; requests for it then get a 404.
    pub fn remove_package(&self, id: u64) {
        self.shared.state.remove_package(id);
    }

    /// Adds or replaces a group: a list of hypervisors in full or short form, or the string `vendor`.
    ///
    /// # Errors
    /// `hypervisors` is neither, or a short form has an unknown key.
    pub fn set_group(&self, id: u64, hypervisors: Value) -> Result<(), Invalid> {
        self.shared.state.set_group(id, &hypervisors)
    }

    /// Removes a group; requests for it then get a 404.
    pub fn remove_group(&self, id: u64) {
        self.shared.state.remove_group(id);
    }

    /// Adds a fault after the existing ones; the first match wins.
    ///
    /// # Errors
    /// The fault has an invalid status, header or base64 text.
    pub fn fault(&self, fault: Fault) -> Result<(), Invalid> {
        self.shared.state.add_fault(fault)
    }

    /// Removes every fault. Requests that hang already keep hanging.
    pub fn heal(&self) {
        // An empty list is always valid.
        let _ = self.shared.state.set_faults(Vec::new());
    }

    /// Sets the delay before every answer.
    pub fn latency(&self, latency: Duration) {
        self.shared.state.set_latency(latency);
    }

    /// `false` closes every connection and refuses new ones; `true` listens again on the same port. Must not be called from
    /// asynchronous code.
    ///
    /// # Errors
    /// The port could not be opened again.
    pub fn listening(&self, on: bool) -> io::Result<()> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(self.port_switch.listen(on)),
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
