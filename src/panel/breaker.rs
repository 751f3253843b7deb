//! When a panel is left alone: after failures that cost time, and when it asks for it. For all processes at once.
//!
//! What is kept is one note a panel. Nobody waits here, and an answer that comes quickly, whatever it says, opens nothing.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::address::Address;
use crate::clock::{Clock, Millis};
use crate::failure::Closed;

/// So many failures in a row that cost time, and the panel is left alone.
const FAILURES: u32 = 3;
/// For so long at first, and twice as long each time it fails again.
const FIRST_REST: Millis = 10_000;
const LONGEST_REST: Millis = 60_000;
/// The longest that a panel may ask to be left alone.
const LONGEST_WISH: Duration = Duration::from_secs(300);
/// For how long failures are remembered.
const MEMORY: Duration = Duration::from_secs(3600);
/// How often a note is tried to be written that others are writing as well.
const TRIES: usize = 16;

/// Where notes lie that all processes share.
pub trait Notes: Send + Sync + fmt::Debug {
    /// The note under a key.
    fn note(&self, key: &str) -> Option<String>;

    /// Replaces a note and keeps the new one for this time at most; false when it is no longer the old one.
    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> bool;
}

/// See the module.
pub struct Breaker {
    notes: Arc<dyn Notes>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breaker")
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

impl Breaker {
    /// On these notes.
    #[must_use]
    pub fn new(notes: Arc<dyn Notes>, clock: Arc<dyn Clock>) -> Self {
        Self { notes, clock }
    }

    /// Whether the panel may be asked: the moment at which a request would start, or why not.
    pub fn enter(&self, panel: &Address) -> Result<Millis, Closed> {
        let now = self.clock.now();
        let Some(health) = self.notes.note(&key(panel)).map(|note| Health::read(&note)) else {
            return Ok(now);
        };
        health.closed(now).map_or(Ok(now), Err)
    }

    /// Says that a request which started then was answered in time.
    pub fn succeeded(&self, panel: &Address) {
        self.change(panel, |health, _| Health {
            failures: 0,
            rest: 0,
            opened: 0,
            ..health
        });
    }

    /// Says that a request which started then cost time and was not answered.
    pub fn failed(&self, panel: &Address, started: Millis) {
        self.change(panel, |health, now| {
            // It was on its way when others closed the panel: that says nothing new.
            if health.rest > 0 && started <= health.opened {
                return health;
            }
            let failures = health.failures.saturating_add(1);
            if failures < FAILURES {
                return Health { failures, ..health };
            }
            let rest = if health.rest == 0 {
                FIRST_REST
            } else {
                (health.rest * 2).min(LONGEST_REST)
            };
            Health {
                failures,
                rest,
                opened: now,
                ..health
            }
        });
    }

    /// Says that the panel wants to be left alone for this time.
    pub fn asked(&self, panel: &Address, time: Duration) {
        let time = Millis::try_from(time.min(LONGEST_WISH).as_millis()).unwrap_or(0);
        self.change(panel, |health, now| Health {
            closed_until: health.closed_until.max(now.saturating_add(time)),
            ..health
        });
    }

    /// How long a `Retry-After` asks for: seconds, or a date. `None` when it says neither, or nothing that is to come.
    #[must_use]
    pub fn wish(&self, retry_after: &str) -> Option<Duration> {
        let text = retry_after.trim();
        let time = match text.parse::<u64>() {
            Ok(seconds) => Duration::from_secs(seconds),
            Err(_) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => LONGEST_WISH,
            Err(_) => {
                let date = httpdate::parse_http_date(text).ok()?;
                let now = std::time::UNIX_EPOCH + Duration::from_millis(self.clock.now());
                date.duration_since(now).ok()?
            }
        };
        (!time.is_zero()).then_some(time)
    }

    fn change(&self, panel: &Address, change: impl Fn(Health, Millis) -> Health) {
        let key = key(panel);
        for _ in 0..TRIES {
            let old = self.notes.note(&key);
            let before = old.as_deref().map(Health::read).unwrap_or_default();
            let now = self.clock.now();
            let after = change(before, now).without_past(now);
            if after == before {
                return;
            }
            let text = (after != Health::default()).then(|| after.write());
            if self
                .notes
                .change_note(&key, old.as_deref(), text.as_deref().map(|text| (text, MEMORY)))
            {
                return;
            }
        }
    }
}

fn key(panel: &Address) -> String {
    format!("breaker:{panel}")
}

/// How a panel is doing. Zero is "not": no failure, no rest, no wish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Health {
    failures: u32,
    /// For how long it is left alone, since when.
    rest: Millis,
    opened: Millis,
    /// Until when it asked to be left alone.
    closed_until: Millis,
}

impl Health {
    fn write(self) -> String {
        let Self {
            failures,
            rest,
            opened,
            closed_until,
        } = self;
        format!("{failures} {rest} {opened} {closed_until}")
    }

    /// What cannot be read, because another version wrote it, counts as nothing.
    fn read(note: &str) -> Self {
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

    fn closed(self, now: Millis) -> Option<Closed> {
        let wish = self.closed_until.saturating_sub(now);
        // A clock that jumped back must not close a panel for longer than was ever asked for.
        if wish > 0 && u128::from(wish) <= LONGEST_WISH.as_millis() {
            return Some(Closed::Asked(Duration::from_millis(wish)));
        }
        let rest = self.opened.saturating_add(self.rest).saturating_sub(now);
        (rest > 0 && self.opened <= now).then_some(Closed::Failing(Duration::from_millis(rest)))
    }

    fn without_past(self, now: Millis) -> Self {
        Self {
            closed_until: if self.closed_until > now { self.closed_until } else { 0 },
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::atomic::{AtomicU64, Ordering};

    use parking_lot::Mutex;

    use super::*;

    #[derive(Debug, Default)]
    struct Held(Mutex<HashMap<String, String>>);

    impl Notes for Held {
        fn note(&self, key: &str) -> Option<String> {
            self.0.lock().get(key).cloned()
        }

        fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> bool {
            let mut held = self.0.lock();
            if held.get(key).map(String::as_str) != old {
                return false;
            }
            match new {
                Some((text, _)) => held.insert(key.to_owned(), text.to_owned()),
                None => held.remove(key),
            };
            true
        }
    }

    /// A clock that is set by hand, in milliseconds.
    #[derive(Debug)]
    struct Hand(AtomicU64);

    impl Clock for Hand {
        fn now(&self) -> Millis {
            self.0.load(Ordering::Relaxed)
        }
    }

    struct Scene {
        breaker: Breaker,
        other: Breaker,
        notes: Arc<Held>,
        clock: Arc<Hand>,
        panel: Address,
    }

    impl Scene {
        fn new() -> Self {
            let notes = Arc::new(Held::default());
            let clock = Arc::new(Hand(AtomicU64::new(1_700_000_000_000)));
            Self {
                breaker: Breaker::new(notes.clone(), clock.clone()),
                other: Breaker::new(notes.clone(), clock.clone()),
                notes,
                clock,
                panel: Address::parse("https://panel.example.com/api/v1").expect("an address"),
            }
        }

        fn pass(&self, millis: Millis) {
            self.clock.0.fetch_add(millis, Ordering::Relaxed);
        }

        /// A request that takes a second to fail; false when the panel is not asked.
        fn fail(&self) -> bool {
            let Ok(started) = self.breaker.enter(&self.panel) else {
                return false;
            };
            self.pass(1_000);
            self.breaker.failed(&self.panel, started);
            true
        }

        fn is_open(&self) -> bool {
            self.other.enter(&self.panel).is_ok()
        }
    }

    #[test]
    fn three_failures_in_a_row_close_the_panel_for_ten_seconds_for_every_process() {
        let scene = Scene::new();
        assert!(scene.fail() && scene.fail() && scene.is_open());
        assert!(scene.fail());
        assert_eq!(
            scene.other.enter(&scene.panel),
            Err(Closed::Failing(Duration::from_secs(10)))
        );
        assert!(!scene.fail());
        scene.pass(9_999);
        assert!(!scene.is_open());
        scene.pass(1);
        assert!(scene.is_open());
        let another = Address::parse("https://other.example.com/api/v1").expect("an address");
        assert!(scene.breaker.enter(&another).is_ok());
    }

    #[test]
    fn it_rests_twice_as_long_each_time_it_goes_on_failing_and_a_minute_at_most() {
        let scene = Scene::new();
        assert!(scene.fail() && scene.fail());
        for seconds in [10, 20, 40, 60, 60] {
            assert!(scene.fail());
            scene.pass(seconds * 1_000 - 1);
            assert!(!scene.is_open(), "{seconds}");
            scene.pass(1);
            assert!(scene.is_open(), "{seconds}");
        }
    }

    #[test]
    fn one_success_closes_it_and_forgets_all_failures() {
        let scene = Scene::new();
        assert!(scene.fail() && scene.fail());
        scene.breaker.succeeded(&scene.panel);
        assert!(scene.fail() && scene.fail() && scene.is_open());
        assert!(scene.fail() && !scene.is_open());
        scene.breaker.succeeded(&scene.panel);
        assert!(scene.is_open());
        assert!(
            scene.notes.0.lock().is_empty(),
            "nothing is kept of a panel that is well"
        );
        assert!(scene.fail() && scene.fail() && scene.is_open());
    }

    #[test]
    fn failures_of_requests_that_were_on_their_way_together_count_as_one_closing() {
        let scene = Scene::new();
        let started = scene.breaker.enter(&scene.panel).expect("open");
        scene.pass(30_000);
        for _ in 0..10 {
            scene.breaker.failed(&scene.panel, started);
        }
        assert_eq!(
            scene.breaker.enter(&scene.panel),
            Err(Closed::Failing(Duration::from_secs(10)))
        );
        scene.pass(10_000);
        let started = scene.breaker.enter(&scene.panel).expect("tried again");
        scene.pass(30_000);
        for _ in 0..10 {
            scene.breaker.failed(&scene.panel, started);
        }
        assert_eq!(
            scene.breaker.enter(&scene.panel),
            Err(Closed::Failing(Duration::from_secs(20)))
        );
    }

    #[test]
    fn a_wish_to_be_left_alone_is_granted_for_five_minutes_at_most() {
        for (wish, granted) in [(1, 1), (120, 120), (300, 300), (301, 300), (1_000_000, 300)] {
            let scene = Scene::new();
            scene.breaker.asked(&scene.panel, Duration::from_secs(wish));
            assert_eq!(
                scene.other.enter(&scene.panel),
                Err(Closed::Asked(Duration::from_secs(granted)))
            );
            // An answer to a request that was on its way does not take the wish back.
            scene.breaker.succeeded(&scene.panel);
            scene.pass(granted * 1_000 - 1);
            assert!(!scene.is_open());
            scene.pass(1);
            assert!(scene.is_open());
        }
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        // 2023-11-14 22:13:20
        let scene = Scene::new();
        for (text, seconds) in [
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("Tue, 14 Nov 2023 22:14:20 GMT", Some(60)),
            ("99999999999999999999999", Some(300)),
            ("0", None),
            ("-5", None),
            ("Tue, 14 Nov 2023 22:13:20 GMT", None),
            ("Mon, 13 Nov 2023 22:13:20 GMT", None),
            ("soon", None),
            ("", None),
            ("1.5", None),
        ] {
            assert_eq!(scene.breaker.wish(text), seconds.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn a_clock_that_jumps_back_opens_a_closed_panel() {
        let scene = Scene::new();
        assert!(scene.fail() && scene.fail() && scene.fail());
        scene.breaker.asked(&scene.panel, Duration::from_secs(300));
        scene.clock.0.fetch_sub(3_600_000, Ordering::Relaxed);
        assert!(scene.is_open());
    }

    #[test]
    fn a_note_that_cannot_be_read_counts_as_none() {
        let scene = Scene::new();
        for note in ["", "x", "1 2 3", "9 60000 1700000000000 0 0", "-1 2 3 4"] {
            scene
                .notes
                .0
                .lock()
                .insert("breaker:https://panel.example.com/api/v1".to_owned(), note.to_owned());
            assert!(scene.is_open(), "{note}");
            assert!(scene.fail());
        }
    }

    #[test]
    fn the_words_say_for_how_long() {
        assert!(
            Closed::Failing(Duration::from_millis(7_001))
                .to_string()
                .contains("in 8 s")
        );
        assert!(
            Closed::Asked(Duration::from_secs(90))
                .to_string()
                .contains("for 90 s more")
        );
    }
}
