//! A period with a start and an end.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// A period by the steady clock. It also ends when the clock restarts with the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Span {
    pub(super) from: Millis,
    pub(super) until: Millis,
}

impl Span {
    pub(super) fn new(now: Millis, length: Duration) -> Self {
        Self {
            from: now,
            until: now.saturating_add(Millis::try_from(length.as_millis()).unwrap_or(Millis::MAX)),
        }
    }

    pub(super) fn holds(self, now: Millis) -> bool {
        self.from <= now && now < self.until
    }

    pub(super) fn length(self) -> Millis {
        self.until.saturating_sub(self.from)
    }
}
