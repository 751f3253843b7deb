//! The time limit of a connection that is being made.

use ureq::unversioned::transport::time::Instant;
use ureq::unversioned::transport::{ConnectionDetails, NextTimeout};

/// The time that is left for making a connection.
pub(super) fn left(details: &ConnectionDetails) -> NextTimeout {
    let mut timeout = details.timeout;
    let now = (details.current_time)();
    if let (Instant::Exact(start), Instant::Exact(now), false) = (details.now, now, timeout.after.is_not_happening()) {
        timeout.after = timeout
            .after
            .saturating_sub(now.saturating_duration_since(start))
            .into();
    }
    timeout
}
