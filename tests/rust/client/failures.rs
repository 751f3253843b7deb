//! Every failure of an answer makes it unknown, or missing after a confirmed 404, and never a number.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use virtfusion_direct::answer::Answer;
use virtfusion_direct::deadline::Deadline;
use virtfusion_panel::{Fault, Kind, Panel as Simulated};

use super::support::{
    Fixture, GROUP, GROUP_PATH, PACKAGE, TOKEN, is_found, message, settings_for, short_timeouts, world,
};

fn status(code: u16, body: Value) -> Kind {
    Kind::Status {
        code,
        body: Some(body),
        headers: BTreeMap::new(),
    }
}

/// Every kind of failure, with a part of its message.
fn faults() -> Vec<(Kind, &'static str)> {
    vec![
        (Kind::status(201), "status 201"),
        (Kind::status(204), "status 204"),
        (Kind::status(401), "status 401: the panel refused the token"),
        (Kind::status(403), "status 403: the token has no permission"),
        (Kind::status(422), "status 422"),
        (Kind::status(429), "status 429: the panel limits"),
        (Kind::status_with_header(429, "Retry-After", "120"), "status 429"),
        (Kind::status(500), "status 500"),
        (Kind::status(502), "status 502"),
        (Kind::status(503), "status 503"),
        (status(500, json!({"data": {"enabled": true}})), "status 500"),
        (Kind::Garbage, "the body is not JSON at byte 0"),
        (Kind::Html, "the body is not JSON at byte 0"),
        (Kind::Empty, "the body is not JSON at byte 0"),
        (Kind::Cut, "the body is not JSON at byte "),
        (Kind::body("{\"data\": \"\u{0}\"}"), "the body is not JSON"),
        (Kind::body("{\"data\": {}}\n {}"), "the body is not JSON at byte 14"),
        (
            Kind::Body(virtfusion_panel::Payload::Base64("Iv8i".into())),
            "the body is not UTF-8",
        ),
        (Kind::Deep { levels: 65 }, "nests deeper than 64 levels"),
        (Kind::Deep { levels: 1_000_000 }, "larger than 524288 bytes (max_body)"),
        (Kind::Truncated, "the connection was lost"),
        (Kind::Reset, "the connection was lost"),
        (Kind::Close, "the connection was lost"),
        (Kind::Endless, "larger than 524288 bytes (max_body)"),
        (
            Kind::Big {
                bytes: 600 << 10,
                gzip: false,
            },
            "larger than 524288 bytes (max_body)",
        ),
        (
            Kind::Big {
                bytes: 1 << 30,
                gzip: true,
            },
            "larger than 524288 bytes (max_body)",
        ),
        (Kind::EndlessHeaders, "not an HTTP answer"),
        (Kind::Hang, "timed out (timeout)"),
        (Kind::Drip { interval_ms: 20 }, "timed out (timeout)"),
        (Kind::DripBody { interval_ms: 20 }, "timed out (timeout)"),
        (
            Kind::Redirect {
                location: "/login".into(),
                code: 302,
            },
            "status 302: a redirect",
        ),
        (
            Kind::Redirect {
                location: "https://localhost/".into(),
                code: 301,
            },
            "status 301: a redirect",
        ),
        (
            Kind::Redirect {
                location: "//localhost/".into(),
                code: 307,
            },
            "status 307: a redirect",
        ),
        (
            Kind::Redirect {
                location: "?".into(),
                code: 308,
            },
            "status 308: a redirect",
        ),
    ]
}

fn fixture(fault: Fault) -> Fixture {
    let settings = settings_for(&fault.kind);
    Fixture::with(world().fault(fault), settings)
}

#[test]
fn every_failure_of_a_package_makes_it_unknown() {
    for (kind, part) in faults() {
        let case = format!("{kind:?}");
        let fixture = fixture(Fault::on("/packages/3", kind));
        let message = message(&fixture.ask(PACKAGE));
        assert!(message.starts_with("GET /packages/3: "), "{case}: {message}");
        assert!(message.contains(part), "{case}: {message}");
        assert!(!message.contains(TOKEN) && !message.contains('\n'), "{case}: {message}");
    }
}

#[test]
fn every_failure_of_a_first_page_makes_the_group_unknown() {
    for (kind, part) in faults() {
        let case = format!("{kind:?}");
        let fixture = fixture(Fault::on(GROUP_PATH, kind).page(1));
        let message = message(&fixture.ask(GROUP));
        assert!(
            message.starts_with(&format!("GET {GROUP_PATH}?results=200&page=1: ")),
            "{case}: {message}"
        );
        assert!(message.contains(part) && !message.contains(TOKEN), "{case}: {message}");
    }
}

#[test]
fn every_failure_of_a_later_page_makes_the_group_unknown() {
    for (kind, part) in faults() {
        let case = format!("{kind:?}");
        let fixture = fixture(Fault::on(GROUP_PATH, kind).page(3));
        let message = message(&fixture.ask(GROUP));
        assert!(
            message.starts_with(&format!("GET {GROUP_PATH}?results=200&page=3: ")),
            "{case}: {message}"
        );
        // If a kept connection breaks before the answer, the request is repeated and fails in the same way.
        assert!(message.contains(part) && !message.contains(TOKEN), "{case}: {message}");
    }
}

#[test]
fn a_404_for_a_later_page_does_not_make_the_group_missing() {
    for body in [json!({"errors": ["not found"]}), json!("")] {
        let fixture = fixture(Fault::on(GROUP_PATH, status(404, body)).page(2));
        let message = message(&fixture.ask(GROUP));
        assert!(message.contains("page=2: unexpected status 404"), "{message}");
    }
}

#[test]
fn a_404_with_json_or_without_a_body_means_missing() {
    for body in [
        json!({"errors": ["not found"]}),
        json!(""),
        json!("  \n"),
        json!("[]"),
        json!("null"),
    ] {
        for (path, resource) in [("/packages/3", PACKAGE), (GROUP_PATH, GROUP)] {
            let fixture = fixture(Fault::on(path, status(404, body.clone())));
            assert!(matches!(fixture.ask(resource), Answer::Missing), "{path} {body}");
            assert_eq!(fixture.simulator.count("/connect"), 0, "{path} {body}");
        }
    }
    let fixture = Fixture::new(world());
    fixture.simulator.remove_package(3);
    fixture.simulator.remove_group(5);
    assert!(matches!(fixture.ask(PACKAGE), Answer::Missing));
    assert!(matches!(fixture.ask(GROUP), Answer::Missing));
}

#[test]
fn another_404_means_missing_if_the_panel_answers_right_after() {
    for body in [
        "<html><h1>404 Not Found</h1></html>",
        "File not found.",
        "{\"errors\": ",
    ] {
        for (path, resource) in [("/packages/3", PACKAGE), (GROUP_PATH, GROUP)] {
            let fixture = fixture(Fault::on(path, status(404, json!(body))));
            assert!(matches!(fixture.ask(resource), Answer::Missing), "{path} {body}");
            assert_eq!(fixture.simulator.count("/connect"), 1, "{path} {body}");
        }
    }
}

#[test]
fn another_404_is_unknown_if_the_panel_does_not_answer_right_after() {
    let page = || status(404, json!("<html><h1>404 Not Found</h1></html>"));
    for connect in [
        page(),
        Kind::status(401),
        Kind::status(403),
        Kind::status(500),
        Kind::Close,
        Kind::status(204),
    ] {
        let case = format!("{connect:?}");
        let fixture = fixture(Fault::on("/packages/3", page()));
        fixture.simulator.fault(Fault::on("/connect", connect)).unwrap();
        let message = message(&fixture.ask(PACKAGE));
        assert!(message.starts_with("GET /packages/3: status 404"), "{case}: {message}");
    }
    let everything = fixture(Fault::on("*", page()));
    assert!(!message(&everything.ask(GROUP)).is_empty());
}

#[test]
fn a_redirect_is_not_followed_and_the_token_is_not_sent() {
    let elsewhere = Simulated::start(world()).unwrap();
    for code in [301, 302, 303, 307, 308] {
        let location = format!("{}/packages/3", elsewhere.url());
        let fixture = fixture(Fault::on("/packages/3", Kind::Redirect { location, code }));
        assert!(message(&fixture.ask(PACKAGE)).contains(&format!("status {code}: a redirect")));
    }
    assert_eq!((elsewhere.counters().total, elsewhere.connections()), (0, 0));
}

#[test]
fn json_that_is_not_a_package_is_unknown() {
    let cases = [
        ("[]", "contains no package"),
        ("{}", "contains no package"),
        ("null", "contains no package"),
        (r#"{"data": null}"#, "contains no package"),
        (r#"{"data": "x"}"#, "contains no package"),
        (r#"{"data": [1]}"#, "contains no package"),
        (
            r#"{"data": {"memory": 1, "cpuCores": 1, "primaryStorage": 1}}"#,
            "\"enabled\" of the package",
        ),
        (
            r#"{"data": {"enabled": true, "cpuCores": 1, "primaryStorage": 1}}"#,
            "\"memory\" of the package",
        ),
        (
            r#"{"data": {"enabled": "yes", "memory": 1, "cpuCores": 1, "primaryStorage": 1}}"#,
            "\"enabled\"",
        ),
        (
            r#"{"data": {"enabled": true, "memory": "1 GB", "cpuCores": 1, "primaryStorage": 1}}"#,
            "\"memory\"",
        ),
    ];
    for (body, part) in cases {
        let fixture = fixture(Fault::on("/packages/3", Kind::body(body)));
        let message = message(&fixture.ask(PACKAGE));
        assert!(
            message.starts_with("GET /packages/3: ") && message.contains(part),
            "{body}: {message}"
        );
    }
}

#[test]
fn json_that_is_not_a_group_is_unknown() {
    let cases = [
        ("[]", "\"data\" is not a list"),
        ("[1]", "the answer is not an object"),
        ("null", "the answer is not an object"),
        ("{}", "\"data\" is not a list"),
        (r#"{"data": {}}"#, "\"data\" is not a list"),
        (r#"{"data": [1]}"#, "entry 0 of \"data\" is not an object"),
        (r#"{"data": [], "total": 3}"#, "got 0 of 3 entries"),
        (r#"{"data": [], "last_page": "x"}"#, "\"last_page\" is not a number"),
        (r#"{"data": [], "current_page": 2}"#, "asked for page 1, got page 2"),
    ];
    for (body, part) in cases {
        let fixture = fixture(Fault::on(GROUP_PATH, Kind::body(body)));
        let message = message(&fixture.ask(GROUP));
        assert!(message.contains(part), "{body}: {message}");
    }
}

#[test]
fn a_refused_connection_is_unknown() {
    let fixture = Fixture::with(world(), short_timeouts());
    fixture.simulator.listening(false).unwrap();
    assert!(message(&fixture.ask(PACKAGE)).contains("the connection was refused"));
}

#[test]
fn unknown_answers_are_not_cached() {
    for (path, resource) in [("/packages/3", PACKAGE), (GROUP_PATH, GROUP)] {
        for kind in [Kind::status(500), Kind::Garbage, Kind::status(403)] {
            let fixture = fixture(Fault::on(path, kind));
            assert!(!message(&fixture.ask(resource)).is_empty());
            fixture.simulator.heal();
            assert!(is_found(&fixture.ask(resource)), "{path}");
        }
    }
}

#[test]
fn the_failure_of_one_resource_does_not_affect_others() {
    let fixture = fixture(Fault::on(GROUP_PATH, Kind::Hang));
    let answers = virtfusion_direct::sweep::gather(
        &super::support::process(),
        &fixture.panel,
        [PACKAGE, GROUP].into_iter(),
        Deadline::after(Duration::from_secs(30)),
        None,
    );
    assert!(is_found(&answers[&PACKAGE]));
    assert!(message(&answers[&GROUP]).contains("timed out (timeout)"));
}
