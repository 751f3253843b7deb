//! Counts requests and those without a usable answer.

use std::time::Duration;

use serde_json::json;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_panel::{Fault, Kind, World};

use super::support::{Fixture, GROUP, GROUP_PATH, PACKAGE, is_found, long_timeouts, short_timeouts, world};

/// Requests and failures.
fn counts(fixture: &Fixture) -> (u64, u64) {
    (fixture.panel.counts.requests(), fixture.panel.counts.failures())
}

fn fixture(world: World) -> Fixture {
    Fixture::with(world, long_timeouts())
}

#[test]
fn requests_are_counted_and_cached_answers_are_not() {
    let fixture = fixture(world());
    for _ in 0..2 {
        assert!(is_found(&fixture.ask(PACKAGE)));
        assert!(is_found(&fixture.ask(GROUP)));
        assert_eq!(counts(&fixture), (4, 0), "a package and three pages");
    }
    assert_eq!(fixture.simulator.counters().total, 4);
}

#[test]
fn that_something_does_not_exist_is_a_usable_answer() {
    let fixture = fixture(world());
    assert!(!is_found(&fixture.ask(Resource::Package(9))));
    assert_eq!(counts(&fixture), (1, 0));
}

#[test]
fn the_request_that_confirms_a_404_is_counted() {
    let page = Kind::Status {
        code: 404,
        body: Some("<html>".into()),
        headers: std::collections::BTreeMap::default(),
    };
    let fixture = fixture(world().fault(Fault::on("/packages/3", page.clone())));
    assert!(!is_found(&fixture.ask(PACKAGE)));
    assert_eq!(counts(&fixture), (2, 0), "the panel confirms it");
    let fixture = self::fixture(world().fault(Fault::on("*", page)));
    assert!(!is_found(&fixture.ask(PACKAGE)));
    assert_eq!(counts(&fixture), (2, 2));
}

#[test]
fn every_unusable_answer_is_a_failure() {
    for kind in [
        Kind::status(500),
        Kind::status(401),
        Kind::Garbage,
        Kind::Close,
        Kind::body("{}"),
        Kind::Truncated,
    ] {
        let case = format!("{kind:?}");
        let fixture = fixture(world().fault(Fault::on("/packages/3", kind)));
        assert!(!is_found(&fixture.ask(PACKAGE)));
        assert_eq!(counts(&fixture), (1, 1), "{case}");
    }
    let two_pages = world().group(5, json!([{"id": 1, "repeat": 250}]));
    let fixture = fixture(two_pages.fault(Fault::on(GROUP_PATH, Kind::status(500)).page(2)));
    assert!(!is_found(&fixture.ask(GROUP)));
    assert_eq!(counts(&fixture), (2, 1), "the first page is usable");
}

#[test]
fn a_request_without_an_answer_is_a_failure() {
    let fixture = Fixture::with(world().fault(Fault::on("*", Kind::Hang)), short_timeouts());
    assert!(!is_found(&fixture.ask(PACKAGE)));
    assert_eq!(counts(&fixture), (1, 1));
}

#[test]
fn a_request_that_the_caller_does_not_wait_for_is_a_failure() {
    let fixture = fixture(world().fault(Fault::on("*", Kind::Hang)));
    assert!(!is_found(&fixture.ask_for(PACKAGE, Duration::from_secs(1))));
    assert_eq!(counts(&fixture), (1, 1));
}

#[test]
fn a_connection_test_counts_its_two_requests() {
    let fixture = fixture(world());
    assert_eq!(fixture.panel.test(), Ok(()));
    assert_eq!(counts(&fixture), (2, 0));
    fixture
        .simulator
        .fault(Fault::on("/compute/*", Kind::status(403)))
        .unwrap();
    assert!(fixture.panel.test().is_err());
    assert_eq!(counts(&fixture), (4, 1));
}
