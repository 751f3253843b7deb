//! No requests are sent to a panel for a while after slow failures; quick failures do not matter.

use std::time::Duration;
use virtfusion_direct::deadline::Deadline;

use virtfusion_panel::{Fault, Kind};

use super::support::{Fixture, GROUP, PACKAGE, is_found, message, short_timeouts, world};

fn fixture(kind: Kind) -> Fixture {
    Fixture::with(world().fault(Fault::on("*", kind)), short_timeouts())
}

#[test]
fn after_three_timeouts_in_a_row_answers_are_unknown_without_a_request() {
    let fixture = fixture(Kind::Hang);
    for _ in 0..3 {
        assert!(message(&fixture.ask(PACKAGE)).contains("timed out"));
    }
    let asked = fixture.simulator.requests().len();
    assert_eq!(asked, 3);
    let message = message(&fixture.ask(GROUP));
    assert!(
        message.contains("not asked: the panel could not be reached"),
        "{message}"
    );
    assert!(
        message.starts_with("GET /compute/hypervisors/groups/5/resources"),
        "{message}"
    );
    assert_eq!(fixture.simulator.requests().len(), asked);
}

#[test]
fn a_connection_test_ignores_the_breaker_and_resets_it_on_success() {
    let fixture = fixture(Kind::Hang);
    for _ in 0..3 {
        fixture.ask(PACKAGE);
    }
    assert!(fixture.panel.test().is_err());
    assert!(message(&fixture.ask(PACKAGE)).contains("not asked"));
    fixture.simulator.heal();
    assert!(message(&fixture.ask(PACKAGE)).contains("not asked"));
    assert_eq!(fixture.panel.test(), Ok(()));
    assert!(is_found(&fixture.ask(PACKAGE)));
}

#[test]
fn cached_answers_are_used_while_no_requests_are_sent() {
    let fixture = fixture(Kind::Hang);
    fixture.simulator.heal();
    assert!(is_found(&fixture.ask(PACKAGE)));
    fixture.simulator.fault(Fault::on("*", Kind::Hang)).unwrap();
    for _ in 0..4 {
        fixture.ask(GROUP);
    }
    assert!(message(&fixture.ask(GROUP)).contains("not asked"));
    assert!(is_found(&fixture.ask(PACKAGE)));
}

#[test]
fn an_answer_in_between_resets_the_count_of_failures() {
    let fixture = fixture(Kind::Hang);
    for _ in 0..3 {
        for _ in 0..2 {
            assert!(message(&fixture.ask(PACKAGE)).contains("timed out"));
        }
        fixture.simulator.heal();
        fixture.simulator.fault(Fault::on("*", Kind::status(500))).unwrap();
        assert!(message(&fixture.ask(PACKAGE)).contains("status 500"));
        fixture.simulator.heal();
        fixture.simulator.fault(Fault::on("*", Kind::Hang)).unwrap();
    }
}

#[test]
fn quick_failures_never_stop_requests() {
    for kind in [
        Kind::status(500),
        Kind::status(503),
        Kind::status(401),
        Kind::status(429),
        Kind::status_with_header(503, "Retry-After", "120"),
        Kind::Garbage,
        Kind::Reset,
    ] {
        let case = format!("{kind:?}");
        let fixture = Fixture::new(world().fault(Fault::on("*", kind)));
        for _ in 0..5 {
            assert!(!message(&fixture.ask(PACKAGE)).contains("not asked"), "{case}");
        }
        fixture.simulator.heal();
        assert!(is_found(&fixture.ask(PACKAGE)), "{case}");
    }
}

#[test]
fn no_requests_are_sent_for_the_time_of_retry_after() {
    let fixture = fixture(Kind::status_with_header(429, "Retry-After", "120"));
    assert!(message(&fixture.ask(PACKAGE)).contains("status 429"));
    fixture.simulator.heal();
    let message = message(&fixture.ask(PACKAGE));
    assert!(
        message.contains("not asked: the panel asked for no requests for another 120 s"),
        "{message}"
    );
    assert_eq!(fixture.simulator.requests().len(), 1);
}

#[test]
fn a_refused_connection_counts_as_a_failure() {
    let fixture = fixture(Kind::Hang);
    let mut panel = fixture.panel.clone();
    // Nothing listens on port 1.
    panel.address = virtfusion_direct::panel::address::Address::parse("https://127.0.0.1:1/api/v1").unwrap();
    panel.breaker.succeeded(&panel.address);
    for _ in 0..3 {
        assert!(message(&super::support::ask(&panel, PACKAGE, Deadline::none())).contains("refused"));
    }
    assert!(message(&super::support::ask(&panel, PACKAGE, Deadline::none())).contains("not asked"));
    panel.breaker.succeeded(&panel.address);
}

#[test]
fn a_deadline_of_less_than_a_second_does_not_count_as_a_failure() {
    let fixture = Fixture::new(world().fault(Fault::on("*", Kind::Hang)));
    for _ in 0..4 {
        let message = message(&fixture.ask_for(PACKAGE, Duration::from_millis(100)));
        assert!(message.contains("deadline"), "{message}");
    }
}
