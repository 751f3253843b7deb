//! What the panel was asked: every request with its outcome, and the counters over them.
//!
//! It holds no header and so no token.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde::Serialize;

use crate::paginator;

/// One request, noted when it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Milliseconds since the panel started.
    pub at_ms: u64,
    /// `GET` and so on.
    pub method: String,
    /// Below `/api/v1`; of a request outside it, the whole path.
    pub path: String,
    /// As sent, without the question mark; empty when there was none.
    pub query: String,
    /// What it was answered with. None: it got no status line that belongs to an answer.
    pub status: Option<u16>,
    /// Which connection it came on, counted from 1.
    pub connection: u64,
    /// Whether its token was one of the panel's, limited ones included.
    pub authorized: bool,
}

impl Request {
    /// A parameter of the query, as sent.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        paginator::parameter(&self.query, name)
    }
}

/// The sums since the start, or since the requests were last forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Requests in all.
    pub total: u64,
    /// Requests by path.
    pub requests: BTreeMap<String, u64>,
    /// Connections accepted.
    pub connections: u64,
    /// TLS handshakes completed.
    pub handshakes: u64,
    /// Requests in flight now.
    pub in_flight: u64,
    /// The most requests that were ever in flight at once.
    pub peak: u64,
}

/// The record of a panel, shared by its connections.
pub(crate) struct Record {
    start: Instant,
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    requests: Vec<Request>,
    counters: Counters,
    last_connection: u64,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            notes: Mutex::default(),
        }
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.notes().requests.clone()
    }

    pub(crate) fn counters(&self) -> Counters {
        self.notes().counters.clone()
    }

    /// Starts counting anew. Requests in flight stay so, and connections keep their numbers.
    pub(crate) fn forget(&self) {
        let mut notes = self.notes();
        let in_flight = notes.counters.in_flight;
        notes.requests.clear();
        notes.counters = Counters {
            in_flight,
            peak: in_flight,
            ..Counters::default()
        };
    }

    /// Counts a connection and gives it its number.
    pub(crate) fn connection(&self) -> u64 {
        let mut notes = self.notes();
        notes.counters.connections += 1;
        notes.last_connection += 1;
        notes.last_connection
    }

    pub(crate) fn handshake(&self) {
        self.notes().counters.handshakes += 1;
    }

    /// Notes a request, which is in flight until the value that comes back is dropped.
    pub(crate) fn arrived(self: &Arc<Self>, mut request: Request) -> InFlight {
        request.at_ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut notes = self.notes();
        let counters = &mut notes.counters;
        counters.total += 1;
        counters.in_flight += 1;
        counters.peak = counters.peak.max(counters.in_flight);
        *counters.requests.entry(request.path.clone()).or_default() += 1;
        notes.requests.push(request);
        InFlight(Arc::clone(self))
    }
}

/// A request that has not been answered whole.
pub(crate) struct InFlight(Arc<Record>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.notes().counters.in_flight -= 1;
    }
}
