//! Connections are kept open, and a stale one does not cause a failure.

use virtfusion_direct::panel::ask::Resource;
use virtfusion_panel::{Fault, Kind};

use super::support::{Fixture, PACKAGE, is_found, message, world};

/// A panel with several packages, so that further requests are not answered from the cache.
fn fixture() -> Fixture {
    Fixture::new(
        world()
            .package(4, serde_json::json!({}))
            .package(6, serde_json::json!({})),
    )
}

const NEXT: Resource = Resource::Package(4);

#[test]
fn consecutive_requests_share_a_connection() {
    let fixture = fixture();
    for resource in [PACKAGE, NEXT, Resource::Package(6), Resource::Package(20)] {
        fixture.ask(resource);
    }
    assert_eq!(fixture.simulator.counters().total, 4);
    assert_eq!(
        (fixture.simulator.connections(), fixture.simulator.handshakes()),
        (1, 1)
    );
}

#[test]
fn a_connection_and_a_response_are_heard() {
    let fixture = fixture();
    let heard = || fixture.panel.http.heard();
    assert_eq!(heard(), None);
    fixture.simulator.fault(Fault::on("/packages/4", Kind::Close)).unwrap();
    fixture.ask(NEXT);
    let connected = heard();
    assert!(connected.is_some(), "although there was no response");
    fixture.ask(PACKAGE);
    let first = heard();
    assert!(first > connected);
    fixture.ask(Resource::Package(6));
    assert_eq!(fixture.simulator.connections(), 2, "the last two share one");
    assert!(heard() > first);
}

#[test]
fn a_request_is_repeated_once_if_a_kept_connection_breaks_before_an_answer() {
    for kind in [Kind::Close, Kind::Reset] {
        let fixture = fixture();
        assert!(is_found(&fixture.ask(PACKAGE)));
        fixture
            .simulator
            .fault(Fault::on("/packages/4", kind).times(1))
            .unwrap();
        assert!(is_found(&fixture.ask(NEXT)));
        assert_eq!(
            (fixture.simulator.count("/packages/4"), fixture.simulator.connections()),
            (2, 2)
        );
    }
}

#[test]
fn a_request_is_not_sent_a_third_time() {
    let fixture = fixture();
    assert!(is_found(&fixture.ask(PACKAGE)));
    fixture.simulator.fault(Fault::on("/packages/4", Kind::Close)).unwrap();
    assert!(message(&fixture.ask(NEXT)).contains("the connection was lost"));
    assert_eq!(fixture.simulator.count("/packages/4"), 2);
}

#[test]
fn a_request_is_not_repeated_if_a_new_connection_breaks() {
    for kind in [Kind::Close, Kind::Reset] {
        let fixture = fixture();
        fixture
            .simulator
            .fault(Fault::on("/packages/3", kind).times(1))
            .unwrap();
        assert!(message(&fixture.ask(PACKAGE)).contains("the connection was lost"));
        assert_eq!(fixture.simulator.count("/packages/3"), 1);
    }
}

#[test]
fn a_request_is_not_repeated_if_its_answer_is_truncated() {
    let fixture = fixture();
    assert!(is_found(&fixture.ask(PACKAGE)));
    fixture
        .simulator
        .fault(Fault::on("/packages/4", Kind::Truncated).times(1))
        .unwrap();
    assert!(message(&fixture.ask(NEXT)).contains("the connection was lost"));
    assert_eq!(fixture.simulator.count("/packages/4"), 1);
}

#[test]
fn a_request_is_not_repeated_after_an_error_status() {
    let fixture = fixture();
    assert!(is_found(&fixture.ask(PACKAGE)));
    fixture
        .simulator
        .fault(Fault::on("/packages/4", Kind::status(503)).times(1))
        .unwrap();
    assert!(message(&fixture.ask(NEXT)).contains("status 503"));
    assert_eq!(fixture.simulator.count("/packages/4"), 1);
}

#[test]
fn a_restarted_panel_is_reached_without_a_failure() {
    let fixture = fixture();
    assert!(is_found(&fixture.ask(PACKAGE)));
    fixture.simulator.listening(false).unwrap();
    fixture.simulator.listening(true).unwrap();
    assert!(is_found(&fixture.ask(NEXT)));
}
