//! The clocks of the machine, passed in so that tests of expiry need no sleep.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::sys;

/// Milliseconds. For the wall clock, since the Unix epoch.
pub type Millis = u64;

/// Reads the clocks that all processes of a machine share.
pub trait Clock: Send + Sync {
    /// The wall clock. It can jump.
    fn now(&self) -> Millis;

    /// A clock that never jumps, even if the wall clock is set. It restarts with the machine. The default is the wall clock.
    fn steady(&self) -> Millis {
        self.now()
    }
}

/// The system's own clocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
    }

    fn steady(&self) -> Millis {
        sys::since_boot().unwrap_or_else(|| self.now())
    }
}
