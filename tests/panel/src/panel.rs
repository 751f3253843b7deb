//! A running panel, for use without any asynchronous code: it owns its threads and ends when it is dropped.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

use crate::record::Record;
use crate::server::{Door, Shared};
use crate::state::State;
use crate::{Counters, Fault, Invalid, Request, Variant, World, certificate, control, server};

/// How a panel is to start.
#[derive(Debug, Default)]
pub struct Builder {
    world: World,
    dir: Option<PathBuf>,
    certificate: Variant,
    port: u16,
    control: bool,
}

impl Builder {
    /// What it holds.
    #[must_use]
    pub fn world(mut self, world: World) -> Self {
        self.world = world;
        self
    }

    /// The folder for `ca.pem`, made when missing and kept. Without one, a temporary folder is used and removed.
    #[must_use]
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// What it shows to those who connect.
    #[must_use]
    pub fn certificate(mut self, variant: Variant) -> Self {
        self.certificate = variant;
        self
    }

    /// The port on 127.0.0.1; any free one for 0, the default.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// With the control port, on any free port of 127.0.0.1.
    #[must_use]
    pub fn control(mut self) -> Self {
        self.control = true;
        self
    }

    /// Starts it; it answers when this returns. Not to be called from asynchronous code.
    ///
    /// # Errors
    /// When the world cannot be used, the port is taken, or the folder cannot be written.
    pub fn start(self) -> io::Result<Panel> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("panel")
            .enable_all()
            .build()?;
        let material = certificate::make(self.certificate)?;
        let (dir, temporary) = folder(self.dir)?;
        let ca = dir.join("ca.pem");
        fs::write(&ca, material.ca)?;
        let entered = runtime.enter();
        let listener = server::listen(self.port)?;
        let port = listener.local_addr()?.port();
        let scheme = if material.server.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://localhost:{port}/api/v1");
        let shared = Arc::new(Shared {
            state: State::new(url.clone(), &self.world, random_token())?,
            record: Arc::new(Record::new()),
            acceptor: material.server.map(TlsAcceptor::from),
        });
        let (door, turns) = Door::new();
        let control_url = match self.control {
            false => None,
            true => {
                let listener = server::listen(0)?;
                let url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
                runtime.spawn(control::run(listener, Arc::clone(&shared), door.clone()));
                Some(url)
            }
        };
        runtime.spawn(server::run(listener, port, Arc::clone(&shared), turns));
        drop(entered);
        Ok(Panel {
            runtime: Some(runtime),
            shared,
            door,
            url,
            port,
            control_url,
            ca,
            _temporary: temporary,
        })
    }
}

fn folder(dir: Option<PathBuf>) -> io::Result<(PathBuf, Option<TempDir>)> {
    match dir {
        Some(dir) => {
            fs::create_dir_all(&dir)?;
            Ok((dir, None))
        }
        None => {
            let temporary = tempfile::Builder::new().prefix("panel-").tempdir()?;
            Ok((temporary.path().to_owned(), Some(temporary)))
        }
    }
}

/// Not to be guessed by accident, which is all that a simulated panel needs.
fn random_token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

/// A simulated panel on loopback. Dropping it closes the port and every connection.
pub struct Panel {
    runtime: Option<Runtime>,
    shared: Arc<Shared>,
    door: Door,
    url: String,
    port: u16,
    control_url: Option<String>,
    ca: PathBuf,
    _temporary: Option<TempDir>,
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
