//! The time limit of one request, its retry included.

use std::time::Duration;

use crate::deadline::Deadline;
use crate::failure::Phase;

/// When a request must be answered, and which limit that is.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    deadline: Deadline,
    phase: Phase,
}

impl Budget {
    /// The setting `timeout` from now, or the caller's deadline if that is earlier.
    pub(super) fn new(timeout: Duration, caller: Deadline) -> Self {
        let sooner = caller.left().is_some_and(|left| left < timeout);
        Self {
            deadline: caller.within(timeout),
            phase: if sooner { Phase::Deadline } else { Phase::Request },
        }
    }

    /// When it ends.
    pub(super) fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// The time that is left; an error if it is zero.
    pub(super) fn left(&self) -> Result<Duration, Phase> {
        match self.deadline.left() {
            Some(Duration::ZERO) => Err(self.phase),
            left => Ok(left.unwrap_or(Duration::MAX)),
        }
    }

    /// The limit that a time-out of the whole request exceeds.
    pub(super) fn phase(&self) -> Phase {
        self.phase
    }
}
