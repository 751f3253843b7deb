//! The connection to the server: kept open, limited by the caller's deadline, and without the password in any message.

use std::fmt;
use std::sync::mpsc::channel;
use std::time::Duration;

use ::redis::{Client, Connection, FromRedisValue, IntoConnectionInfo, RedisResult, TlsCertificates, cmd};
use parking_lot::Mutex;

use crate::cache::store::StoreError;
use crate::deadline::Deadline;
use crate::sys;

/// The longest time for connecting and for each answer. A slower cache is not useful.
const LONGEST_WAIT: Duration = Duration::from_millis(500);
/// How long a server is not used after it failed, because trying it may take [`LONGEST_WAIT`].
const REST: Duration = Duration::from_secs(10);
/// What a server answers that refuses changes only: its memory is full, it cannot save, it is a replica.
const READ_ONLY: [&str; 3] = ["OOM", "MISCONF", "READONLY"];
/// The operating system takes no time-out of nothing.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// See the module.
pub(super) struct Server {
    client: Client,
    pub(super) place: String,
    connection: Mutex<Option<Connection>>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}

impl Server {
    /// Does not connect yet. `roots` returns the trusted certificates in PEM, for `rediss://`.
    pub(super) fn new(url: &str, roots: impl FnOnce() -> Vec<u8>) -> Result<Self, StoreError> {
        // Needed only here: ureq has its own provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unusable = |_| StoreError::new("redis_url is not a URL that can be used", REST);
        let info = url.into_connection_info().map_err(unusable)?;
        let place = format!("Redis at {}", info.addr());
        let client = if url.starts_with("rediss:") {
            let certificates = TlsCertificates {
                client_tls: None,
                root_cert: Some(roots()),
            };
            Client::build_with_tls(info, certificates)
        } else {
            Client::open(info)
        }
        .map_err(|error| StoreError::new(format!("{place}: {}", message(&error)), REST))?;
        Ok(Self {
            client,
            place,
            connection: Mutex::new(None),
        })
    }

    /// Runs a command on the kept connection, or on a new one if there is none or it was closed. A command may therefore arrive
    /// twice.
    pub(super) fn ask<T>(
        &self,
        deadline: Deadline,
        mut question: impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<T, StoreError> {
        let failed = |error: ::redis::RedisError| {
            let failure = self.failed(&message(&error));
            if error.code().is_some_and(|code| READ_ONLY.contains(&code)) {
                failure.still_readable()
            } else {
                failure
            }
        };
        let mut kept = self
            .connection
            .try_lock_for(self.wait(deadline)?)
            .ok_or_else(|| self.too_slow())?;
        if let Some(mut connection) = kept.take() {
            match self.within(deadline, &mut connection, &mut question)? {
                Ok(answer) => {
                    *kept = Some(connection);
                    return Ok(answer);
                }
                // The server may have closed it since.
                Err(error) if error.is_connection_dropped() => {}
                Err(error) => return Err(failed(error)),
            }
        }
        let mut connection = self.connect(deadline)?;
        let answer = self.within(deadline, &mut connection, &mut question)?.map_err(failed)?;
        *kept = Some(connection);
        Ok(answer)
    }

    /// Runs a script, which is atomic.
    pub(super) fn run<T: FromRedisValue>(
        &self,
        deadline: Deadline,
        script: &str,
        keys: &[&str],
        arguments: &[&[u8]],
    ) -> Result<T, StoreError> {
        self.ask(deadline, |connection| {
            let mut command = cmd("EVAL");
            command.arg(script).arg(keys.len());
            for key in keys {
                command.arg(*key);
            }
            for argument in arguments {
                command.arg(*argument);
            }
            command.query(connection)
        })
    }

    fn within<T>(
        &self,
        deadline: Deadline,
        connection: &mut Connection,
        question: &mut impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<RedisResult<T>, StoreError> {
        let left = Some(self.wait(deadline)?);
        let ready = connection
            .set_read_timeout(left)
            .and_then(|()| connection.set_write_timeout(left));
        Ok(ready.and_then(|()| question(connection)))
    }

    /// Resolves the name, connects and authenticates, on a thread of its own because the system's resolver has no time-out.
    fn connect(&self, deadline: Deadline) -> Result<Connection, StoreError> {
        let wait = self.wait(deadline)?;
        let (sender, receiver) = channel();
        let client = self.client.clone();
        sys::spawn("virtfusion", move || {
            let _ = sender.send(client.get_connection_with_timeout(wait));
        })
        .map_err(|error| self.failed(&format!("no thread could be started: {error}")))?;
        match receiver.recv_timeout(wait) {
            Ok(connected) => connected.map_err(|error| self.failed(&message(&error))),
            Err(_) => Err(self.too_slow()),
        }
    }

    fn wait(&self, deadline: Deadline) -> Result<Duration, StoreError> {
        let wait = deadline.at_most(LONGEST_WAIT);
        if wait < SHORTEST_WAIT {
            return Err(self.too_slow());
        }
        Ok(wait)
    }

    fn too_slow(&self) -> StoreError {
        self.failed("no connection in time")
    }

    pub(super) fn failed(&self, why: &str) -> StoreError {
        StoreError::new(format!("{}: {why}", self.place), REST)
    }
}

fn message(error: &::redis::RedisError) -> String {
    // Its details repeat the server's message, which contains no secret.
    error
        .to_string()
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .take(200)
        .collect()
}
