//! How a panel is started, and what a start makes: certificates, ports and threads.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;

use crate::panel::Panel;
use crate::record::Record;
use crate::server::{Door, Shared};
use crate::state::State;
use crate::{Variant, World, certificate, control, server};

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
        let control_url = if self.control {
            let listener = server::listen(0)?;
            let url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
            runtime.spawn(control::run(listener, Arc::clone(&shared), door.clone()));
            Some(url)
        } else {
            None
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
    if let Some(dir) = dir {
        fs::create_dir_all(&dir)?;
        Ok((dir, None))
    } else {
        let temporary = tempfile::Builder::new().prefix("panel-").tempdir()?;
        Ok((temporary.path().to_owned(), Some(temporary)))
    }
}

/// Not to be guessed by accident, which is all that a simulated panel needs.
fn random_token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
