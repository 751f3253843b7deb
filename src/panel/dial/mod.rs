//! Opens connections: name look-up, TCP and TLS within one time limit, `connect_timeout`.
//!
//! ureq resolves the name before every request, even on a kept connection, and has separate time-outs for look-up and connection.
//! Here ureq gets a resolver that does nothing; the look-up happens in the connector, which runs only for a new connection. ureq
//! does not tell a connection from its pool about the request, so [`Reusable`] itself tracks whether it has served one before.

mod names;
mod proxied;
mod race;
mod reusable;
mod socket;

use std::fmt;
use std::sync::Arc;

use ureq::Timeout;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectProxyConnector, ConnectionDetails, Connector, Either, NextTimeout, Transport,
};

use self::names::NameError;
pub(super) use self::names::Names;
use self::proxied::Proxied;
use self::reusable::Reusable;
pub(super) use self::reusable::Stale;
use self::socket::Socket;
use super::heard::Heard;
use super::remaining::left;
use super::tls::Tls;
use crate::deadline::Deadline;

/// The thread of a name look-up could not be started.
#[derive(Debug)]
pub(super) struct NoThread(pub String);

/// The name look-up failed for a local reason.
#[derive(Debug)]
pub(super) struct LookupFailed(pub String);

impl fmt::Display for NoThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no thread could be started: {}", self.0)
    }
}

impl fmt::Display for LookupFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name look-up failed: {}", self.0)
    }
}

impl std::error::Error for NoThread {}
impl std::error::Error for LookupFailed {}

/// The connector for all connections of a client, through a proxy if the request has one.
pub(super) fn connector(names: Arc<Names>, tls: Tls, heard: Heard) -> impl Connector {
    let chain = ().chain(ConnectProxyConnector::default()).chain(Tcp(names)).chain(tls);
    Setup { chain, heard }
}

/// The time-out of a connection. If `timeout` and `connect_timeout` are nearly equal, the request's time-out comes first by a
/// moment; it is reported as a time-out of the connection.
fn connection_timeout(details: &ConnectionDetails) -> NextTimeout {
    let mut timeout = details.timeout;
    let connect = details.config.timeouts().connect;
    if connect.is_some_and(|connect| connect.saturating_sub(*timeout.after) <= connect / 10) {
        timeout.reason = Timeout::Connect;
    }
    timeout
}

/// The resolver that ureq calls before it looks for a kept connection. It does nothing, see the module.
#[derive(Debug)]
pub(super) struct Unresolved;

impl Resolver for Unresolved {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        Ok(self.empty())
    }
}

/// The outermost connector: wraps connections in [`Reusable`] and applies the time limit to the exchange with a proxy.
#[derive(Debug)]
struct Setup<C> {
    chain: C,
    heard: Heard,
}

impl<C: Connector> Connector for Setup<C> {
    type Out = Reusable<C::Out>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, ureq::Error> {
        let timeout = connection_timeout(details);
        let proxied = Proxied::until(Deadline::after(*timeout.after));
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout,
            current_time: details.current_time.clone(),
            run_connector: proxied.wrap(details.run_connector.clone()),
            register_shutdown: details.register_shutdown.clone(),
        };
        let connected = self.chain.connect(&details, chained)?;
        proxied.set_connected();
        self.heard.now();
        Ok(connected.map(Reusable::new))
    }
}

/// Resolves the name and connects to the first address that answers.
#[derive(Debug)]
struct Tcp(Arc<Names>);

impl<In: Transport> Connector<In> for Tcp {
    type Out = Either<In, Socket>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        if let Some(tunnel) = chained {
            return Ok(Some(Either::A(tunnel)));
        }
        let timeout = left(details);
        let deadline = Deadline::after(*timeout.after);
        let host = details.uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let default = if details.needs_tls() { 443 } else { 80 };
        let port = details.uri.port_u16().unwrap_or(default);
        let addresses = self.0.addresses(host, port, deadline).map_err(|error| match error {
            NameError::NotFound => ureq::Error::HostNotFound,
            NameError::TimedOut => ureq::Error::Timeout(timeout.reason),
            NameError::NoThread(why) => ureq::Error::Other(Box::new(NoThread(why))),
            NameError::Failed(why) => ureq::Error::Other(Box::new(LookupFailed(why))),
        })?;
        let stream = race::connect(&addresses, deadline).map_err(|error| match error.kind() {
            std::io::ErrorKind::TimedOut => ureq::Error::Timeout(timeout.reason),
            _ => ureq::Error::Io(error),
        })?;
        stream.set_nodelay(true)?;
        if let Ok(address) = stream.peer_addr() {
            self.0.connected(host, address);
        }
        Ok(Some(Either::B(Socket::new(stream, details.config))))
    }
}
