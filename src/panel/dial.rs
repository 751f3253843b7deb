//! How connections come about: what ureq does by itself, with one budget for name look-up, connection and TLS.

use std::cell::Cell;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, Transport, time};

thread_local! {
    static DIALLED: Cell<bool> = const { Cell::new(false) };
    static STARTED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Notes that this thread starts a request.
pub(super) fn start() {
    DIALLED.set(false);
    STARTED.set(Some(Instant::now()));
}

/// Whether this thread's request opened a connection of its own instead of taking a kept one.
pub(super) fn dialled() -> bool {
    DIALLED.get()
}

/// What is left of the time for a connection, after what came before in this chain of connectors.
pub(super) fn left(details: &ConnectionDetails) -> NextTimeout {
    let mut timeout = details.timeout;
    if let (time::Instant::Exact(started), false) = (details.now, timeout.after.is_not_happening()) {
        timeout.after = timeout.after.saturating_sub(started.elapsed()).into();
    }
    timeout
}

/// A connector that gives name look-up, connection and TLS one budget together.
#[derive(Debug)]
pub(super) struct Dial<C>(pub C, pub Duration);

impl<In: Transport, C: Connector<In>> Connector<In> for Dial<C> {
    type Out = C::Out;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        DIALLED.set(true);
        let spent = STARTED.get().map_or(Duration::ZERO, |started| started.elapsed());
        let mut timeout = details.timeout;
        let left = self.1.saturating_sub(spent).into();
        if left < timeout.after {
            timeout.after = left;
            timeout.reason = ureq::Timeout::Connect;
        }
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            // A request has no TLS settings of its own: with this the connector keeps one TLS configuration for all of them,
            // and with it the sessions that can be resumed.
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.0.connect(&details, chained)
    }
}

/// A resolver whose failures say that the name was not found.
#[derive(Debug, Default)]
pub(super) struct Names(DefaultResolver);

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        self.0.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })
    }
}
