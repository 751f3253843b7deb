//! Starts a panel: makes its certificates, opens its ports and starts its threads.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;

use crate::answer::CompressedBodies;
use crate::panel::Panel;
use crate::record::Record;
use crate::server::{PortSwitch, Shared};
use crate::state::State;
use crate::{Variant, World, certificate, control, server};

/// The options of a panel that is about to start.
#[derive(Debug, Default)]
pub struct Builder {
    world: World,
    dir: Option<PathBuf>,
    certificate: Variant,
    port: u16,
    control: bool,
}

impl Builder {
    /// The packages, groups, faults and tokens; empty by default.
    #[must_use]
    pub fn world(mut self, world: World) -> Self {
        self.world = world;
        self
    }

    /// The folder for `ca.pem`. It is created if it is missing, and kept. Without this option a temporary folder is used
    /// and removed with the panel.
    #[must_use]
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// The certificate that the panel presents.
    #[must_use]
    pub fn certificate(mut self, variant: Variant) -> Self {
        self.certificate = variant;
        self
    }

    /// The port on 127.0.0.1; 0, the default, takes a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Opens the control port too, on a free port of 127.0.0.1.
    #[must_use]
    pub fn control(mut self) -> Self {
        self.control = true;
        self
    }

    /// Starts the panel and returns when it accepts connections. Must not be called from asynchronous code.
    ///
    /// # Errors
    /// The world is invalid, the port is in use, or the folder cannot be written.
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
        let runtime_context = runtime.enter();
        let listener = server::listen(self.port)?;
        let port = listener.local_addr()?.port();
        let scheme = if material.server.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://localhost:{port}/api/v1");
        let shared = Arc::new(Shared {
            state: State::new(url.clone(), &self.world, random_token())?,
            record: Arc::new(Record::new()),
            acceptor: material.server.map(TlsAcceptor::from),
            compressed: CompressedBodies::default(),
        });
        let (port_switch, switches) = PortSwitch::new();
        let control_url = if self.control {
            let listener = server::listen(0)?;
            let url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
            runtime.spawn(control::run(listener, Arc::clone(&shared), port_switch.clone()));
            Some(url)
        } else {
            None
        };
        runtime.spawn(server::run(listener, port, Arc::clone(&shared), switches));
        drop(runtime_context);
        Ok(Panel {
            runtime: Some(runtime),
            shared,
            port_switch,
            url,
            port,
            control_url,
            ca,
            _temporary: temporary,
        })
    }
}

fn folder(dir: Option<PathBuf>) -> io::Result<(PathBuf, Option<TempDir>)> {
    if let Some(dir) = dir {
        fs::create_dir_all(&dir)?;
        Ok((dir, None))
    } else {
        let temporary = tempfile::Builder::new().prefix("panel-").tempdir()?;
        Ok((temporary.path().to_owned(), Some(temporary)))
    }
}

/// Unlikely to be guessed by accident. Not cryptographically secure.
fn random_token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
