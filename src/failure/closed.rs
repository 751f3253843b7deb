//! Why the breaker refuses a request.

use std::fmt;
use std::time::Duration;

/// Why no request is sent to a panel now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Requests failed too often; the panel is tried again after this time.
    Failing(Duration),
    /// The panel asked for no requests for this time.
    Asked(Duration),
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |time: &Duration| time.as_millis().div_ceil(1000);
        match self {
            Self::Failing(time) => write!(
                f,
                "not asked: the panel could not be reached three times in a row; next try in {} s",
                seconds(time)
            ),
            Self::Asked(time) => write!(
                f,
                "not asked: the panel asked for no requests for another {} s (429 with Retry-After)",
                seconds(time)
            ),
        }
    }
}
