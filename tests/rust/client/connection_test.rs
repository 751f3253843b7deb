//! The connection test: each failure has a message that says what to do.

use std::net::TcpListener;

use serde_json::json;
use virtfusion_direct::panel::Panel;
use virtfusion_panel::{Fault, Kind, LimitedToken};

use super::support::{Fixture, TOKEN, panel, settings_for, short_timeouts, world};

fn error(panel: &Panel) -> String {
    let error = panel.test().unwrap_err().to_string();
    assert!(!error.contains(TOKEN) && !error.contains('\n'), "{error}");
    error
}

fn broken(path: &str, kind: Kind) -> String {
    let settings = settings_for(&kind);
    let fixture = Fixture::with(world().fault(Fault::on(path, kind)), settings);
    error(&fixture.panel)
}

#[test]
fn a_token_with_full_access_passes() {
    let fixture = Fixture::new(world());
    assert_eq!(fixture.panel.test(), Ok(()));
    let asked: Vec<_> = fixture
        .simulator
        .requests()
        .into_iter()
        .map(|request| (request.path, request.query))
        .collect();
    assert_eq!(
        asked,
        [
            ("/connect".to_owned(), String::new()),
            ("/compute/hypervisors/groups".to_owned(), "results=1".to_owned())
        ]
    );
}

#[test]
fn every_test_sends_new_requests() {
    let fixture = Fixture::new(world());
    for _ in 0..3 {
        assert_eq!(fixture.panel.test(), Ok(()));
    }
    assert_eq!(fixture.simulator.counters().total, 6);
}

#[test]
fn a_refused_token_and_one_without_access_to_the_compute_part_have_different_messages() {
    let fixture = Fixture::new(world().limited(LimitedToken::without_compute("servers-only")));
    let test = |token: &str| {
        let mut panel = fixture.panel.clone();
        panel.token = virtfusion_direct::panel::token::Token::parse(token).unwrap();
        error(&panel)
    };
    let refused = test("not-the-token");
    assert!(refused.contains("refused the token (401 on /connect)"), "{refused}");
    let limited = test("servers-only");
    assert!(
        limited.contains("The token is accepted, but may not read the compute part (403"),
        "{limited}"
    );
    let by_401 = broken("/compute/*", Kind::status(401));
    assert!(
        by_401.contains("The token is accepted, but may not read the compute part (401"),
        "{by_401}"
    );
}

#[test]
fn an_unexpected_status_is_reported_with_its_path() {
    for (path, shown) in [("/connect", "/connect"), ("/compute/*", "/compute/hypervisors/groups")] {
        for code in [204, 404, 429, 500, 503] {
            let error = broken(path, Kind::status(code));
            assert!(
                error.contains(shown) && error.contains(&format!("unexpected status {code}")),
                "{error}"
            );
        }
        let location = "https://localhost/login".to_owned();
        let error = broken(path, Kind::Redirect { location, code: 302 });
        assert!(error.contains(shown) && error.contains("302"), "{error}");
    }
}

#[test]
fn every_reason_for_an_unreachable_panel_has_its_own_message() {
    let fixture = Fixture::with(world(), short_timeouts());
    fixture.simulator.listening(false).unwrap();
    let refused = error(&fixture.panel);
    assert!(refused.starts_with("The connection was refused"), "{refused}");

    // A label of more than 63 characters is invalid, so no name server is asked.
    let unknown = error(&panel(
        &format!("https://{}.invalid/api/v1", "a".repeat(64)),
        TOKEN,
        &short_timeouts(),
    ));
    assert!(unknown.starts_with("The panel's host name was not found"), "{unknown}");

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/api/v1", silent.local_addr().unwrap());
    let unconnected = error(&panel(&url, TOKEN, &short_timeouts()));
    assert!(
        unconnected.starts_with("Connecting to the panel timed out"),
        "{unconnected}"
    );

    let slow = broken("/connect", Kind::Hang);
    assert!(slow.starts_with("The panel did not answer /connect in time"), "{slow}");

    let lost = broken("/connect", Kind::Close);
    assert!(lost.contains("the connection was lost"), "{lost}");
}

#[test]
fn a_failed_test_does_not_repeat_what_the_panel_sent() {
    let body = Kind::Status {
        code: 500,
        body: Some(json!(format!("<html>{TOKEN}</html>"))),
        headers: [("X-Echo".to_owned(), TOKEN.to_owned())].into(),
    };
    assert!(broken("/connect", body).contains("500"));
}
