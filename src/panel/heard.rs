//! When something was last heard from a server.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;

/// When a connection was last made, or a response last received.
#[derive(Clone, Debug, Default)]
pub(super) struct Heard(Arc<Mutex<Option<Instant>>>);

impl Heard {
    /// Something is heard now.
    pub(super) fn now(&self) {
        *self.0.lock() = Some(Instant::now());
    }

    /// The last time, if there was one.
    pub(super) fn last(&self) -> Option<Instant> {
        *self.0.lock()
    }
}
