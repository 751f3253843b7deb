//! How long answers are valid, with a clock that tests advance.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::cache::{Cache, Fetched, Lease, Turn};
use virtfusion_direct::clock::{Clock, Millis, SystemClock};
use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::address::Address;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::sweep::gather;

use super::support::{Fixture, GROUP, GROUP_PATH, PACKAGE, is_found, process, world};

struct TestClock(AtomicU64);

impl TestClock {
    fn advance(&self, time: Duration) {
        self.0
            .fetch_add(Millis::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}

fn panel() -> Address {
    Address::parse("https://panel.example.com/api/v1").unwrap()
}

fn turn(cache: &Cache, resource: Resource) -> Lease {
    match cache.turns(&panel(), &[(resource, None)], Deadline::none()).pop() {
        Some(Turn::Mine(lease)) => lease,
        other => panic!("the lease must be free: {other:?}"),
    }
}

fn keep(cache: &Cache, resource: Resource, document: Option<&Document>) {
    let fetched = Fetched {
        resource,
        lease: turn(cache, resource),
        found: document.map(|document| (document.clone(), Arc::from("{}"))),
    };
    cache.keep(&panel(), &[fetched], Deadline::none());
}

fn is_cached(cache: &Cache, resource: Resource) -> bool {
    cache.look(&panel(), &[resource], Deadline::none())[0].is_some()
}

/// The simulated panel's answer.
#[allow(clippy::unnecessary_wraps, reason = "used in a table beside None")]
fn known(resource: Resource) -> Option<Document> {
    match Fixture::new(world()).ask(resource) {
        Answer::Found(document) => Some(document),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_package_expires_after_ten_minutes_a_group_after_two_and_a_missing_one_after_one() {
    let cases = [
        (PACKAGE, known(PACKAGE), 600),
        (GROUP, known(GROUP), 120),
        (PACKAGE, None, 60),
        (GROUP, None, 60),
    ];
    for (resource, known, seconds) in cases {
        let clock = Arc::new(TestClock(AtomicU64::new(1_700_000_000_000)));
        let cache = Cache::in_memory(clock.clone());
        keep(&cache, resource, known.as_ref());
        clock.advance(Duration::from_millis(seconds * 1000 - 1));
        assert!(is_cached(&cache, resource), "{resource:?} just before {seconds} s");
        clock.advance(Duration::from_millis(1));
        assert!(!is_cached(&cache, resource), "{resource:?} after {seconds} s");
    }
}

#[test]
fn an_answer_that_is_forgotten_while_it_is_requested_is_not_stored() {
    let cache = Cache::in_memory(Arc::new(TestClock(AtomicU64::new(1))));
    let lease = turn(&cache, PACKAGE);
    cache.forget(&panel(), PACKAGE);
    let fetched = Fetched {
        resource: PACKAGE,
        lease,
        found: None,
    };
    cache.keep(&panel(), &[fetched], Deadline::none());
    assert!(!is_cached(&cache, PACKAGE));
}

#[test]
fn two_panels_with_the_same_ids_have_separate_answers() {
    let (one, two) = (Fixture::new(world()), Fixture::new(world()));
    two.simulator.remove_package(3);
    assert!(is_found(&one.ask(PACKAGE)));
    assert!(matches!(two.ask(PACKAGE), Answer::Missing));
    assert!(is_found(&one.ask(PACKAGE)));
    assert_eq!(
        (one.simulator.count("/packages/3"), two.simulator.count("/packages/3")),
        (1, 1)
    );
}

#[test]
fn a_known_answer_is_not_requested_again_until_it_is_forgotten() {
    let fixture = Fixture::new(world());
    for _ in 0..3 {
        assert!(is_found(&fixture.ask(PACKAGE)) && is_found(&fixture.ask(GROUP)));
    }
    assert_eq!(
        (
            fixture.simulator.count("/packages/3"),
            fixture.simulator.count(GROUP_PATH)
        ),
        (1, 3)
    );
    process().cache.forget(&fixture.panel.address, GROUP);
    fixture.simulator.remove_group(5);
    for _ in 0..3 {
        assert!(is_found(&fixture.ask(PACKAGE)));
        assert!(matches!(fixture.ask(GROUP), Answer::Missing));
    }
    assert_eq!(
        (
            fixture.simulator.count("/packages/3"),
            fixture.simulator.count(GROUP_PATH)
        ),
        (1, 4)
    );
}

#[test]
fn an_answer_about_a_group_from_before_since_is_asked_for_again_and_a_package_is_not() {
    let fixture = Fixture::new(world());
    assert!(is_found(&fixture.ask(PACKAGE)) && is_found(&fixture.ask(GROUP)));
    let gather_since = |since| {
        let wanted = [PACKAGE, GROUP].into_iter();
        let answers = gather(&process(), &fixture.panel, wanted, Deadline::none(), Some(since));
        assert!(answers.values().all(is_found));
        (
            fixture.simulator.count("/packages/3"),
            fixture.simulator.count(GROUP_PATH),
        )
    };
    assert_eq!(gather_since(1), (1, 3), "what is kept is newer");
    std::thread::sleep(Duration::from_millis(2));
    let now = SystemClock.now();
    assert_eq!(gather_since(now), (1, 6));
    assert_eq!(gather_since(now), (1, 6), "the new answer is kept");
}
