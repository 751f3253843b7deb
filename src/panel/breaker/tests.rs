use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::*;

#[derive(Debug, Default)]
struct Held(Mutex<HashMap<String, String>>);

impl Notes for Held {
    fn note(&self, key: &str, _: Deadline) -> Option<String> {
        self.0.lock().get(key).cloned()
    }

    fn change_note(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>, _: Deadline) -> bool {
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
        let Ok(started) = self.breaker.enter(&self.panel, Deadline::none()) else {
            return false;
        };
        self.pass(1_000);
        self.breaker.failed(&self.panel, started);
        true
    }

    fn is_open(&self) -> bool {
        self.other.enter(&self.panel, Deadline::none()).is_ok()
    }
}

#[test]
fn three_failures_in_a_row_close_the_panel_for_ten_seconds_for_every_process() {
    let scene = Scene::new();
    assert!(scene.fail() && scene.fail() && scene.is_open());
    assert!(scene.fail());
    assert_eq!(
        scene.other.enter(&scene.panel, Deadline::none()),
        Err(Closed::Failing(Duration::from_secs(10)))
    );
    assert!(!scene.fail());
    scene.pass(9_999);
    assert!(!scene.is_open());
    scene.pass(1);
    assert!(scene.is_open());
    let another = Address::parse("https://other.example.com/api/v1").expect("an address");
    assert!(scene.breaker.enter(&another, Deadline::none()).is_ok());
}

#[test]
fn the_rest_doubles_with_each_further_failure_up_to_a_minute() {
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
fn one_success_ends_the_rest_and_forgets_all_failures() {
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
fn failures_of_requests_in_flight_together_close_the_panel_once() {
    let scene = Scene::new();
    let started = scene.breaker.enter(&scene.panel, Deadline::none()).expect("open");
    scene.pass(30_000);
    for _ in 0..10 {
        scene.breaker.failed(&scene.panel, started);
    }
    assert_eq!(
        scene.breaker.enter(&scene.panel, Deadline::none()),
        Err(Closed::Failing(Duration::from_secs(10)))
    );
    scene.pass(10_000);
    let started = scene
        .breaker
        .enter(&scene.panel, Deadline::none())
        .expect("tried again");
    scene.pass(30_000);
    for _ in 0..10 {
        scene.breaker.failed(&scene.panel, started);
    }
    assert_eq!(
        scene.breaker.enter(&scene.panel, Deadline::none()),
        Err(Closed::Failing(Duration::from_secs(20)))
    );
}

#[test]
fn a_panel_that_asks_for_a_wait_gets_at_most_five_minutes() {
    for (asked, granted) in [(1, 1), (120, 120), (300, 300), (301, 300), (1_000_000, 300)] {
        let scene = Scene::new();
        scene.breaker.asked(&scene.panel, Duration::from_secs(asked));
        assert_eq!(
            scene.other.enter(&scene.panel, Deadline::none()),
            Err(Closed::Asked(Duration::from_secs(granted)))
        );
        // An answer to a request that was on its way does not shorten the wait.
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
        assert_eq!(
            scene.breaker.retry_after(text),
            seconds.map(Duration::from_secs),
            "{text}"
        );
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
fn an_unreadable_note_counts_as_none() {
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
            .contains("for another 90 s")
    );
}
