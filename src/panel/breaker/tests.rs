use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::*;

#[derive(Debug, Default)]
struct TestNotes(Mutex<HashMap<String, String>>);

impl Notes for TestNotes {
    fn note(&self, key: &str, _: Deadline) -> Option<String> {
        self.0.lock().get(key).cloned()
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>, _: Deadline) -> bool {
        let mut notes = self.0.lock();
        if notes.get(key).map(String::as_str) != old {
            return false;
        }
        match new {
            Some((text, _)) => notes.insert(key.to_owned(), text.to_owned()),
            None => notes.remove(key),
        };
        true
    }
}

/// A clock that tests set, in milliseconds.
#[derive(Debug)]
struct TestClock(AtomicU64);

impl Clock for TestClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::Relaxed)
    }
}

struct Fixture {
    breaker: Breaker,
    other: Breaker,
    notes: Arc<TestNotes>,
    clock: Arc<TestClock>,
    panel: Address,
}

impl Fixture {
    fn new() -> Self {
        let notes = Arc::new(TestNotes::default());
        let clock = Arc::new(TestClock(AtomicU64::new(1_700_000_000_000)));
        Self {
            breaker: Breaker::new(notes.clone(), clock.clone()),
            other: Breaker::new(notes.clone(), clock.clone()),
            notes,
            clock,
            panel: Address::parse("https://panel.example.com/api/v1").expect("an address"),
        }
    }

    fn advance(&self, millis: Millis) {
        self.clock.0.fetch_add(millis, Ordering::Relaxed);
    }

    /// A request that fails after a second; false if no request is sent.
    fn fail(&self) -> bool {
        let Ok(started) = self.breaker.enter(&self.panel, Deadline::none()) else {
            return false;
        };
        self.advance(1_000);
        self.breaker.failed(&self.panel, started);
        true
    }

    fn is_open(&self) -> bool {
        self.other.enter(&self.panel, Deadline::none()).is_ok()
    }
}

#[test]
fn three_failures_in_a_row_stop_requests_of_all_processes_for_ten_seconds() {
    let fixture = Fixture::new();
    assert!(fixture.fail() && fixture.fail() && fixture.is_open());
    assert!(fixture.fail());
    assert_eq!(
        fixture.other.enter(&fixture.panel, Deadline::none()),
        Err(Closed::Failing(Duration::from_secs(10)))
    );
    assert!(!fixture.fail());
    fixture.advance(9_999);
    assert!(!fixture.is_open());
    fixture.advance(1);
    assert!(fixture.is_open());
    let another = Address::parse("https://other.example.com/api/v1").expect("an address");
    assert!(fixture.breaker.enter(&another, Deadline::none()).is_ok());
}

#[test]
fn the_pause_doubles_with_each_further_failure_up_to_a_minute() {
    let fixture = Fixture::new();
    assert!(fixture.fail() && fixture.fail());
    for seconds in [10, 20, 40, 60, 60] {
        assert!(fixture.fail());
        fixture.advance(seconds * 1_000 - 1);
        assert!(!fixture.is_open(), "{seconds}");
        fixture.advance(1);
        assert!(fixture.is_open(), "{seconds}");
    }
}

#[test]
fn one_success_ends_the_pause_and_resets_the_failures() {
    let fixture = Fixture::new();
    assert!(fixture.fail() && fixture.fail());
    fixture.breaker.succeeded(&fixture.panel);
    assert!(fixture.fail() && fixture.fail() && fixture.is_open());
    assert!(fixture.fail() && !fixture.is_open());
    fixture.breaker.succeeded(&fixture.panel);
    assert!(fixture.is_open());
    assert!(
        fixture.notes.0.lock().is_empty(),
        "nothing is kept of a panel that is well"
    );
    assert!(fixture.fail() && fixture.fail() && fixture.is_open());
}

#[test]
fn failures_of_concurrent_requests_count_once() {
    let fixture = Fixture::new();
    let started = fixture.breaker.enter(&fixture.panel, Deadline::none()).expect("open");
    fixture.advance(30_000);
    for _ in 0..10 {
        fixture.breaker.failed(&fixture.panel, started);
    }
    assert_eq!(
        fixture.breaker.enter(&fixture.panel, Deadline::none()),
        Err(Closed::Failing(Duration::from_secs(10)))
    );
    fixture.advance(10_000);
    let started = fixture
        .breaker
        .enter(&fixture.panel, Deadline::none())
        .expect("tried again");
    fixture.advance(30_000);
    for _ in 0..10 {
        fixture.breaker.failed(&fixture.panel, started);
    }
    assert_eq!(
        fixture.breaker.enter(&fixture.panel, Deadline::none()),
        Err(Closed::Failing(Duration::from_secs(20)))
    );
}

#[test]
fn a_wait_that_the_panel_asks_for_is_limited_to_five_minutes() {
    for (asked, granted) in [(1, 1), (120, 120), (300, 300), (301, 300), (1_000_000, 300)] {
        let fixture = Fixture::new();
        fixture.breaker.asked(&fixture.panel, Duration::from_secs(asked));
        assert_eq!(
            fixture.other.enter(&fixture.panel, Deadline::none()),
            Err(Closed::Asked(Duration::from_secs(granted)))
        );
        // The answer to an earlier request does not shorten the wait.
        fixture.breaker.succeeded(&fixture.panel);
        fixture.advance(granted * 1_000 - 1);
        assert!(!fixture.is_open());
        fixture.advance(1);
        assert!(fixture.is_open());
    }
}

#[test]
fn retry_after_is_read_as_seconds_or_as_a_date() {
    // 2023-11-14 22:13:20
    let fixture = Fixture::new();
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
        assert_eq!(
            fixture.breaker.retry_after(text),
            seconds.map(Duration::from_secs),
            "{text}"
        );
    }
}

#[test]
fn a_clock_that_jumps_back_ends_the_pause() {
    let fixture = Fixture::new();
    assert!(fixture.fail() && fixture.fail() && fixture.fail());
    fixture.breaker.asked(&fixture.panel, Duration::from_secs(300));
    fixture.clock.0.fetch_sub(3_600_000, Ordering::Relaxed);
    assert!(fixture.is_open());
}

#[test]
fn an_invalid_note_is_ignored() {
    let fixture = Fixture::new();
    for note in ["", "x", "1 2 3", "9 60000 1700000000000 0 0", "-1 2 3 4"] {
        fixture
            .notes
            .0
            .lock()
            .insert("breaker:https://panel.example.com/api/v1".to_owned(), note.to_owned());
        assert!(fixture.is_open(), "{note}");
        assert!(fixture.fail());
    }
}

#[test]
fn the_message_contains_the_remaining_time() {
    assert!(
        Closed::Failing(Duration::from_millis(7_001))
            .to_string()
            .contains("in 8 s")
    );
    assert!(
        Closed::Asked(Duration::from_secs(90))
            .to_string()
            .contains("for another 90 s")
    );
}
