//! How long a thread may wait for a store: never longer than its caller waits for the answer.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// What a store may still take once the caller's time is over, so that leases can be ended in good order.
const GRACE: Duration = Duration::from_millis(50);

thread_local! {
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Sets a caller's deadline for this thread until it is dropped.
#[derive(Debug)]
pub struct Patience(Option<Instant>);

impl Patience {
    /// Until this moment; `None` is without end.
    #[must_use]
    pub fn until(deadline: Option<Instant>) -> Self {
        Self(UNTIL.replace(deadline))
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        UNTIL.set(self.0);
    }
}

/// How long this thread may wait now, at most so long; `None` when its time is over.
pub(super) fn left(most: Duration) -> Option<Duration> {
    let Some(until) = UNTIL.get() else {
        return Some(most);
    };
    let left = (until + GRACE).checked_duration_since(Instant::now())?;
    // The operating system takes no time-out of nothing.
    (left >= Duration::from_millis(1)).then_some(left.min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callers_time_limits_the_wait_and_ends_with_the_call() {
        const MOST: Duration = Duration::from_millis(500);
        assert_eq!(left(MOST), Some(MOST));
        {
            let _long = Patience::until(Some(Instant::now() + Duration::from_secs(60)));
            assert_eq!(left(MOST), Some(MOST));
            let _short = Patience::until(Some(Instant::now()));
            assert!(left(MOST).is_some_and(|left| left <= GRACE));
            let _over = Patience::until(Instant::now().checked_sub(Duration::from_secs(1)));
            assert_eq!(left(MOST), None);
        }
        assert_eq!(left(MOST), Some(MOST));
    }
}
