//! Records every request with its outcome, and counts them.
//!
//! Headers are not recorded, so no token is stored here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde::Serialize;

use crate::paginator;

/// One request, recorded when it arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Milliseconds since the panel started.
    pub at_ms: u64,
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// The path below `/api/v1`, or the whole path of a request outside it.
    pub path: String,
    /// The query as sent, without the question mark; empty if there was none.
    pub query: String,
    /// The status of the answer. `None`: there was no answer with a status line.
    pub status: Option<u16>,
    /// The number of its connection, counted from 1.
    pub connection: u64,
    /// Whether its token is valid, limited tokens included.
    pub authorized: bool,
}

impl Request {
    /// The value of a query parameter, as sent.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        paginator::parameter(&self.query, name)
    }
}

/// Counters since the start or the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// All requests.
    pub total: u64,
    /// Requests by path.
    pub requests: BTreeMap<String, u64>,
    /// Connections accepted.
    pub connections: u64,
    /// TLS handshakes completed.
    pub handshakes: u64,
    /// Requests in flight now.
    pub in_flight: u64,
    /// The highest number of requests in flight at once.
    pub peak: u64,
}

/// The record of a panel, shared by its connections.
pub(crate) struct Record {
    start: Instant,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    requests: Vec<Request>,
    counters: Counters,
    last_connection: u64,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            entries: Mutex::default(),
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.entries().requests.clone()
    }

    pub(crate) fn counters(&self) -> Counters {
        self.entries().counters.clone()
    }

    /// Resets the counters and the list. Requests in flight stay counted as such, and connections keep their numbers.
    pub(crate) fn reset(&self) {
        let mut entries = self.entries();
        let in_flight = entries.counters.in_flight;
        entries.requests.clear();
        entries.counters = Counters {
            in_flight,
            peak: in_flight,
            ..Counters::default()
        };
    }

    /// Counts a connection and returns its number.
    pub(crate) fn connection(&self) -> u64 {
        let mut entries = self.entries();
        entries.counters.connections += 1;
        entries.last_connection += 1;
        entries.last_connection
    }

    pub(crate) fn handshake(&self) {
        self.entries().counters.handshakes += 1;
    }

    /// Records a request. It counts as in flight until the returned value is dropped.
    pub(crate) fn arrived(self: &Arc<Self>, mut request: Request) -> InFlight {
        request.at_ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut entries = self.entries();
        let counters = &mut entries.counters;
        counters.total += 1;
        counters.in_flight += 1;
        counters.peak = counters.peak.max(counters.in_flight);
        *counters.requests.entry(request.path.clone()).or_default() += 1;
        entries.requests.push(request);
        InFlight(Arc::clone(self))
    }
}

/// A request whose answer is not complete.
pub(crate) struct InFlight(Arc<Record>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.entries().counters.in_flight -= 1;
    }
}
