//! The health of a panel: when it stops requests, and its text form in the note.

use std::time::Duration;

use crate::clock::Millis;
use crate::failure::Closed;

/// After this many slow failures in a row, no requests are sent.
const FAILURES: u32 = 3;
/// The first pause. It doubles with each further failure.
const FIRST_PAUSE: Millis = 10_000;
const LONGEST_PAUSE: Millis = 60_000;
/// The longest wait that a panel may ask for.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// How long failures are remembered.
pub(super) const MEMORY: Duration = Duration::from_secs(3600);

/// The health of a panel. 0 means none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Health {
    failures: u32,
    /// The length of the pause; `opened` is its start.
    pause: Millis,
    opened: Millis,
    /// The panel asked for no requests until then.
    closed_until: Millis,
}

impl Health {
    pub(super) fn write(self) -> String {
        let Self {
            failures,
            pause,
            opened,
            closed_until,
        } = self;
        format!("{failures} {pause} {opened} {closed_until}")
    }

    /// Parses a note. One that cannot be parsed, for example of another version, is treated as healthy.
    pub(super) fn read(note: &str) -> Self {
        let numbers: Vec<Millis> = note.split(' ').map_while(|number| number.parse().ok()).collect();
        match numbers[..] {
            [failures, pause, opened, closed_until] => Self {
                failures: u32::try_from(failures).unwrap_or(u32::MAX),
                pause: pause.min(LONGEST_PAUSE),
                opened,
                closed_until,
            },
            _ => Self::default(),
        }
    }

    pub(super) fn closed(self, now: Millis) -> Option<Closed> {
        let wait = self.closed_until.saturating_sub(now);
        // If the clock jumped back, the wait would be longer than any that was ever granted.
        if wait > 0 && u128::from(wait) <= LONGEST_WAIT.as_millis() {
            return Some(Closed::Asked(Duration::from_millis(wait)));
        }
        let pause = self.opened.saturating_add(self.pause).saturating_sub(now);
        (pause > 0 && self.opened <= now).then_some(Closed::Failing(Duration::from_millis(pause)))
    }

    pub(super) fn after_success(self) -> Self {
        Self {
            failures: 0,
            pause: 0,
            opened: 0,
            ..self
        }
    }

    pub(super) fn after_failure(self, started: Millis, now: Millis) -> Self {
        // The request was in flight when the pause began, so its failure is not new information.
        if self.pause > 0 && started <= self.opened {
            return self;
        }
        let failures = self.failures.saturating_add(1);
        if failures < FAILURES {
            return Self { failures, ..self };
        }
        let pause = if self.pause == 0 {
            FIRST_PAUSE
        } else {
            (self.pause * 2).min(LONGEST_PAUSE)
        };
        Self {
            failures,
            pause,
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
