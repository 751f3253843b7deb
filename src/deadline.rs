//! When a caller stops waiting.

use std::time::{Duration, Instant};

/// The moment at which a caller stops waiting, with its clock. It covers a whole call, with all its requests and waits.
///
/// ```
/// use std::time::Duration;
/// use virtfusion_direct::deadline::Deadline;
///
/// let deadline = Deadline::after(Duration::from_secs(2));
/// assert!(!deadline.is_over());
/// assert_eq!(deadline.at_most(Duration::from_millis(5)), Duration::from_millis(5));
/// assert_eq!(Deadline::none().left(), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    at: Option<Instant>,
    now: fn() -> Instant,
}

impl Deadline {
    /// The caller waits indefinitely.
    #[must_use]
    pub fn none() -> Self {
        Self::read_from(None, Instant::now)
    }

    /// The caller waits this long from now.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        Self::at(Instant::now().checked_add(time))
    }

    /// The caller waits until this moment; `None` means indefinitely.
    #[must_use]
    pub fn at(at: Option<Instant>) -> Self {
        Self::read_from(at, Instant::now)
    }

    /// As [`at`](Self::at), with another clock than the system's.
    #[must_use]
    pub fn read_from(at: Option<Instant>, now: fn() -> Instant) -> Self {
        Self { at, now }
    }

    /// The time that is left, at least zero; `None` without a deadline.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.at.map(|at| at.saturating_duration_since((self.now)()))
    }

    /// Whether the caller has stopped waiting.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// The shorter of `most` and the time that is left.
    #[must_use]
    pub fn at_most(self, most: Duration) -> Duration {
        self.left().map_or(most, |left| left.min(most))
    }

    /// A deadline `time` later than this one, for work that finishes after the caller has stopped waiting.
    #[must_use]
    pub fn with_grace(self, time: Duration) -> Self {
        Self {
            at: self.at.and_then(|at| at.checked_add(time)),
            ..self
        }
    }

    /// This deadline, or `time` from now if that is earlier.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        let other = (self.now)().checked_add(time);
        Self {
            at: [self.at, other].into_iter().flatten().min(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_limits_waits_and_its_absence_does_not() {
        let most = Duration::from_secs(5);
        assert_eq!(Deadline::none().at_most(most), most);
        assert!(!Deadline::none().is_over());
        let over = Deadline::at(Instant::now().checked_sub(Duration::from_secs(1)));
        assert!(over.is_over());
        assert_eq!(over.at_most(most), Duration::ZERO);
        assert!(Deadline::after(Duration::from_secs(60)).left() > Some(most));
    }

    #[test]
    fn a_grace_begins_when_the_caller_stops_waiting() {
        let grace = Duration::from_secs(1);
        let over = Deadline::at(Some(Instant::now()));
        assert!(over.is_over());
        assert!(!over.with_grace(grace).is_over());
        assert!(over.with_grace(grace).left() <= Some(grace));
        assert_eq!(Deadline::none().with_grace(grace).left(), None);
    }

    #[test]
    fn the_earlier_of_two_deadlines_applies() {
        let long = Deadline::after(Duration::from_secs(600));
        assert!(long.within(Duration::from_secs(1)).left() <= Some(Duration::from_secs(1)));
        assert!(long.within(Duration::from_secs(900)).left() <= Some(Duration::from_secs(600)));
        assert!(Deadline::none().within(Duration::from_secs(1)).left().is_some());
    }
}
