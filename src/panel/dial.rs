//! How connections come about: what ureq does by itself, with one budget for name look-up, connection and TLS.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, Transport, time};

/// How long an address is used: for one sweep, and not for so long that a panel that moves is missed.
const LIFETIME: Duration = Duration::from_secs(2);

/// The most names that are remembered.
const MOST_NAMES: usize = 64;

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

/// A resolver that looks a name up once for all threads that want it at the same time, and whose failures say that the name
/// was not found. ureq asks it for every request, those on kept connections too.
#[derive(Debug, Default)]
pub(super) struct Names<R = DefaultResolver> {
    resolver: R,
    places: Mutex<HashMap<String, Arc<Mutex<Option<Found>>>>>,
}

/// What the last look-up of a name brought: `None` when there is no such name.
#[derive(Debug)]
struct Found {
    at: Instant,
    addresses: Option<ResolvedSocketAddrs>,
}

impl Found {
    /// An address holds for a while; that there is none, only for those who waited for that look-up.
    fn serves(&self, asked: Instant) -> bool {
        asked < self.at || (self.addresses.is_some() && self.at.elapsed() < LIFETIME)
    }
}

impl<R: Resolver> Resolver for Names<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let asked = Instant::now();
        let place = self.place(uri);
        let Some(mut found) = place.try_lock_for(*timeout.after) else {
            return Err(ureq::Error::Timeout(timeout.reason));
        };
        if let Some(found) = found.as_ref().filter(|found| found.serves(asked)) {
            return found.addresses.clone().ok_or(ureq::Error::HostNotFound);
        }
        let left = NextTimeout {
            after: timeout.after.saturating_sub(asked.elapsed()).into(),
            ..timeout
        };
        let addresses = match self.resolver.resolve(uri, config, left) {
            Ok(addresses) => Some(addresses),
            Err(ureq::Error::Io(_) | ureq::Error::HostNotFound) => None,
            Err(other) => return Err(other),
        };
        let at = Instant::now();
        found
            .insert(Found { at, addresses })
            .addresses
            .clone()
            .ok_or(ureq::Error::HostNotFound)
    }
}

impl<R> Names<R> {
    fn place(&self, uri: &Uri) -> Arc<Mutex<Option<Found>>> {
        let name = format!(
            "{}://{}",
            uri.scheme_str().unwrap_or_default(),
            uri.authority().map_or("", |name| name.as_str())
        );
        let mut places = self.places.lock();
        if places.len() >= MOST_NAMES {
            places.clear();
        }
        places.entry(name).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use ureq::Timeout;

    use super::*;

    /// Finds nothing, or one address, after a while.
    #[derive(Debug)]
    struct Slow {
        finds: bool,
        asked: AtomicUsize,
    }

    impl Resolver for Slow {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(100));
            let mut addresses = self.empty();
            if !self.finds {
                return Err(ureq::Error::Io(std::io::Error::other("no such name")));
            }
            addresses.push(([127, 0, 0, 1], 443).into());
            Ok(addresses)
        }
    }

    fn names(finds: bool) -> Names<Slow> {
        Names {
            resolver: Slow {
                finds,
                asked: AtomicUsize::new(0),
            },
            places: Mutex::default(),
        }
    }

    fn resolve(names: &Names<Slow>, uri: &'static str, patience: Duration) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let timeout = NextTimeout {
            after: patience.into(),
            reason: Timeout::Resolve,
            ..NextTimeout::default()
        };
        names.resolve(&Uri::from_static(uri), &Config::default(), timeout)
    }

    fn asked(names: &Names<Slow>) -> usize {
        names.resolver.asked.load(Ordering::Relaxed)
    }

    const PATIENCE: Duration = Duration::from_secs(5);

    #[test]
    fn a_name_is_looked_up_once_for_all_threads_and_another_on_its_own() {
        let names = names(true);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let found = resolve(&names, "https://one.example/a", PATIENCE);
                    assert_eq!(found.map(|found| found.len()).ok(), Some(1));
                });
            }
        });
        assert!(resolve(&names, "https://one.example/b", PATIENCE).is_ok());
        assert_eq!(asked(&names), 1);
        assert!(resolve(&names, "https://two.example/", PATIENCE).is_ok());
        assert!(resolve(&names, "https://one.example:8443/", PATIENCE).is_ok());
        assert_eq!(asked(&names), 3);
    }

    #[test]
    fn a_name_that_is_not_there_is_so_for_those_who_wait_and_is_looked_up_again_later() {
        let names = names(false);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let found = resolve(&names, "https://one.example/", PATIENCE);
                    assert!(matches!(found, Err(ureq::Error::HostNotFound)));
                });
            }
        });
        let before = asked(&names);
        assert!(before < 8);
        assert!(resolve(&names, "https://one.example/", PATIENCE).is_err());
        assert_eq!(asked(&names), before + 1);
    }

    #[test]
    fn nobody_waits_for_anothers_look_up_longer_than_for_its_own() {
        let names = names(true);
        thread::scope(|scope| {
            scope.spawn(|| resolve(&names, "https://one.example/", PATIENCE));
            while asked(&names) == 0 {
                thread::yield_now();
            }
            let began = Instant::now();
            let found = resolve(&names, "https://one.example/", Duration::from_millis(10));
            assert!(matches!(found, Err(ureq::Error::Timeout(Timeout::Resolve))));
            assert!(began.elapsed() < Duration::from_millis(90));
        });
    }
}
