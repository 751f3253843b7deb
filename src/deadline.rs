//! When a caller stops waiting.

use std::time::{Duration, Instant};

/// The moment at which a caller stops waiting, with the clock that it is read from. It covers a whole call, however many
/// requests and waits that takes.
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
    /// The caller waits without end.
    #[must_use]
    pub fn none() -> Self {
        Self::read_from(None, Instant::now)
    }

    /// The caller waits this long from now.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        Self::at(Instant::now().checked_add(time))
    }

    /// The caller waits until this moment; `None` is without end.
    #[must_use]
    pub fn at(at: Option<Instant>) -> Self {
        Self::read_from(at, Instant::now)
    }

    /// As [`at`](Self::at), with another clock than the system's.
    #[must_use]
    pub fn read_from(at: Option<Instant>, now: fn() -> Instant) -> Self {
        Self { at, now }
    }

    /// What is left, never below zero; `None` without a deadline.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.at.map(|at| at.saturating_duration_since((self.now)()))
    }

    /// Whether the caller has stopped waiting.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// The shorter of `most` and what is left.
    #[must_use]
    pub fn at_most(self, most: Duration) -> Duration {
        self.left().map_or(most, |left| left.min(most))
    }

    /// A deadline `time` later than this one, for what ends in good order after the caller has stopped waiting.
    #[must_use]
    pub fn with_grace(self, time: Duration) -> Self {
        Self {
            at: self.at.and_then(|at| at.checked_add(time)),
            ..self
        }
    }

    /// A deadline no later than this one that ends at most `time` from now.
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
    fn a_deadline_limits_every_wait_and_its_absence_limits_none() {
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
    fn the_earlier_of_two_deadlines_holds() {
        let long = Deadline::after(Duration::from_secs(600));
        assert!(long.within(Duration::from_secs(1)).left() <= Some(Duration::from_secs(1)));
        assert!(long.within(Duration::from_secs(900)).left() <= Some(Duration::from_secs(600)));
        assert!(Deadline::none().within(Duration::from_secs(1)).left().is_some());
    }
}
