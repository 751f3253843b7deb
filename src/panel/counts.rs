//! Counts the requests that are sent for one caller, and the usable answers.

use std::sync::atomic::{AtomicU64, Ordering};

/// See the module.
#[derive(Debug, Default)]
pub struct Counts {
    requests: AtomicU64,
    answers: AtomicU64,
}

impl Counts {
    /// A request is being sent.
    pub(super) fn add_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// A request got a usable answer.
    pub fn add_answer(&self) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }

    /// The number of requests that were sent. One that was sent again on a new connection counts once.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// How many of them have no usable answer. One that still waits for its answer has none yet.
    #[must_use]
    pub fn failures(&self) -> u64 {
        // The answers are read first, so that one that arrives now does not make more answers than requests.
        let answers = self.answers.load(Ordering::Acquire);
        self.requests().saturating_sub(answers)
    }
}
