//! Resolves names. Callers that need the same name at the same time share one look-up.
//!
//! The system's resolver has no time-out and may block for minutes, so it runs on a thread of its own, started by [`sys::spawn`].
//! Callers wait for it until their deadline.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use crate::deadline::Deadline;
use crate::sys;

/// How long addresses are used: about one sweep, so that a new address of the panel is found soon.
const LIFETIME: Duration = Duration::from_secs(2);

/// After this time callers start a new look-up instead of joining the running one: the name server may have recovered.
const OLD: Duration = Duration::from_secs(5);

/// The most names that are kept.
const MAX_NAMES: usize = 64;

/// Why there are no addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NameError {
    /// The name does not exist, or no name server knows it.
    NotFound,
    /// The deadline passed.
    TimedOut,
    /// No thread could be started.
    NoThread(String),
    /// This machine could not do the look-up.
    Failed(String),
}

type Lookup = Arc<dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync>;

/// The names that a client has looked up.
pub(in crate::panel) struct Names {
    look_up: Lookup,
    names: Mutex<HashMap<String, Arc<Name>>>,
}

#[derive(Default)]
struct Name {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    last: Option<Finished>,
    /// When the running look-up started.
    running: Option<Instant>,
    /// The address that accepted the last connection.
    connected: Option<IpAddr>,
}

struct Finished {
    at: Instant,
    result: Result<Vec<SocketAddr>, NameError>,
}

impl Finished {
    /// Whether this result may be used by a caller that came at `asked`. Addresses are valid for a while; a failure only for
    /// callers that waited for it.
    fn is_valid_for(&self, asked: Instant) -> bool {
        asked < self.at || (self.result.is_ok() && self.at.elapsed() < LIFETIME)
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::new(Arc::new(|host, port| {
            (host, port).to_socket_addrs().map(Iterator::collect)
        }))
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Names")
    }
}

impl Names {
    fn new(look_up: Lookup) -> Self {
        Self {
            look_up,
            names: Mutex::default(),
        }
    }

    /// Returns the addresses of a host in the order in which to try them, at least one. The host is a name, or an IP address
    /// without brackets.
    ///
    /// # Errors
    ///
    /// Why there are no addresses.
    pub(super) fn addresses(&self, host: &str, port: u16, deadline: Deadline) -> Result<Vec<SocketAddr>, NameError> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![(address, port).into()]);
        }
        let asked = Instant::now();
        let name = self.name(host);
        let mut state = name.state.lock();
        loop {
            if let Some(last) = state.last.as_ref().filter(|last| last.is_valid_for(asked)) {
                let addresses = last.result.clone()?;
                return Ok(in_order(addresses, port, state.connected));
            }
            if state.running.is_none_or(|since| since.elapsed() >= OLD) {
                self.start(&name, &mut state, host)?;
            }
            match deadline.left() {
                Some(Duration::ZERO) => return Err(NameError::TimedOut),
                Some(left) => {
                    name.changed.wait_for(&mut state, left);
                }
                None => name.changed.wait(&mut state),
            }
        }
    }

    /// Starts the look-up of a host whose addresses will be needed soon.
    pub(in crate::panel) fn look_up_ahead(&self, host: &str) {
        if host.parse::<IpAddr>().is_ok() {
            return;
        }
        let name = self.name(host);
        let mut state = name.state.lock();
        if state.running.is_none() && state.last.is_none() {
            // If no thread can be started, the caller that needs the addresses says so.
            let _ = self.start(&name, &mut state, host);
        }
    }

    /// Records the address that accepted a connection; it is tried first next time.
    pub(super) fn connected(&self, host: &str, address: SocketAddr) {
        if host.parse::<IpAddr>().is_err() {
            self.name(host).state.lock().connected = Some(address.ip());
        }
    }

    fn name(&self, host: &str) -> Arc<Name> {
        let mut names = self.names.lock();
        if names.len() >= MAX_NAMES && !names.contains_key(host) {
            names.clear();
        }
        names.entry(host.to_ascii_lowercase()).or_default().clone()
    }

    fn start(&self, name: &Arc<Name>, state: &mut State, host: &str) -> Result<(), NameError> {
        let (look_up, name, host) = (self.look_up.clone(), name.clone(), host.to_owned());
        let work = move || {
            let mut finish = Finish { name, result: None };
            finish.result = Some(result(look_up(&host, 0)));
        };
        sys::spawn("virtfusion-dns", work).map_err(|error| NameError::NoThread(error.to_string()))?;
        state.running = Some(Instant::now());
        Ok(())
    }
}

/// Stores the result when a look-up ends, even if it panics.
struct Finish {
    name: Arc<Name>,
    result: Option<Result<Vec<SocketAddr>, NameError>>,
}

impl Drop for Finish {
    fn drop(&mut self) {
        let lost = || Err(NameError::Failed("it ended without a result".to_owned()));
        let finished = Finished {
            result: self.result.take().unwrap_or_else(lost),
            at: Instant::now(),
        };
        let mut state = self.name.state.lock();
        state.running = None;
        state.last = Some(finished);
        drop(state);
        self.name.changed.notify_all();
    }
}

fn result(found: io::Result<Vec<SocketAddr>>) -> Result<Vec<SocketAddr>, NameError> {
    match found {
        Ok(addresses) if addresses.is_empty() => Err(NameError::NotFound),
        Ok(addresses) => Ok(addresses),
        // Only a local failure has an error code of the operating system; an answer of a name server has none.
        Err(error) if error.raw_os_error().is_some() => Err(NameError::Failed(error.to_string())),
        Err(_) => Err(no_descriptor().map_or(NameError::NotFound, |error| NameError::Failed(error.to_string()))),
    }
}

/// Why this process can open no file or socket now. The C library then reports every name as unknown.
fn no_descriptor() -> Option<io::Error> {
    let error = File::open("/").err()?;
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE)).then_some(error)
}

/// Sorts addresses: the one that worked last time, then IPv6 and IPv4 in turn, each in the resolver's order (RFC 8305, section 4).
fn in_order(addresses: Vec<SocketAddr>, port: u16, connected: Option<IpAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (one, other): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == first_is_v6);
    let mut rest = other.into_iter();
    let mut order = Vec::new();
    for address in one {
        order.push(address);
        order.extend(rest.next());
    }
    order.extend(rest);
    for address in &mut order {
        address.set_port(port);
    }
    if let Some(at) = order.iter().position(|address| Some(address.ip()) == connected) {
        order[..=at].rotate_right(1);
    }
    order
}

#[cfg(test)]
mod tests;
