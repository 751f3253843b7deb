//! The breaker's note: how a panel is doing, when that closes it, and the note's text.

use std::time::Duration;

use crate::clock::Millis;
use crate::failure::Closed;

/// After this many failures in a row that cost time, the panel is not asked.
const FAILURES: u32 = 3;
/// For this long at first, and twice as long each time it fails again.
const FIRST_REST: Millis = 10_000;
const LONGEST_REST: Millis = 60_000;
/// The longest wait that a panel may ask for.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// How long failures are remembered.
pub(super) const MEMORY: Duration = Duration::from_secs(3600);

/// How a panel is doing. Zero means none: no failure, no rest, no wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Health {
    failures: u32,
    /// How long it is not asked, and since when.
    rest: Millis,
    opened: Millis,
    /// Until when it asked for no requests.
    closed_until: Millis,
}

impl Health {
    pub(super) fn write(self) -> String {
        let Self {
            failures,
            rest,
            opened,
            closed_until,
        } = self;
        format!("{failures} {rest} {opened} {closed_until}")
    }

    /// A note that another version wrote, and that cannot be read, counts as none.
    pub(super) fn read(note: &str) -> Self {
        let numbers: Vec<Millis> = note.split(' ').map_while(|number| number.parse().ok()).collect();
        match numbers[..] {
            [failures, rest, opened, closed_until] => Self {
                failures: u32::try_from(failures).unwrap_or(u32::MAX),
                rest: rest.min(LONGEST_REST),
                opened,
                closed_until,
            },
            _ => Self::default(),
        }
    }

    pub(super) fn closed(self, now: Millis) -> Option<Closed> {
        let wait = self.closed_until.saturating_sub(now);
        // A clock that jumped back must not close a panel for longer than was ever asked for.
        if wait > 0 && u128::from(wait) <= LONGEST_WAIT.as_millis() {
            return Some(Closed::Asked(Duration::from_millis(wait)));
        }
        let rest = self.opened.saturating_add(self.rest).saturating_sub(now);
        (rest > 0 && self.opened <= now).then_some(Closed::Failing(Duration::from_millis(rest)))
    }

    pub(super) fn after_success(self) -> Self {
        Self {
            failures: 0,
            rest: 0,
            opened: 0,
            ..self
        }
    }

    pub(super) fn after_failure(self, started: Millis, now: Millis) -> Self {
        // It was in flight when others closed the panel: that says nothing new.
        if self.rest > 0 && started <= self.opened {
            return self;
        }
        let failures = self.failures.saturating_add(1);
        if failures < FAILURES {
            return Self { failures, ..self };
        }
        let rest = if self.rest == 0 {
            FIRST_REST
        } else {
            (self.rest * 2).min(LONGEST_REST)
        };
        Self {
            failures,
            rest,
            opened: now,
            ..self
        }
    }

    pub(super) fn asked(self, time: Duration, now: Millis) -> Self {
        let time = Millis::try_from(time.min(LONGEST_WAIT).as_millis()).unwrap_or(0);
        Self {
            closed_until: self.closed_until.max(now.saturating_add(time)),
            ..self
        }
    }

    pub(super) fn without_past(self, now: Millis) -> Self {
        Self {
            closed_until: if self.closed_until > now { self.closed_until } else { 0 },
            ..self
        }
    }
}
