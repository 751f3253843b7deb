//! Whatever goes wrong with an answer: unknown, or a believed "not there", and never a number.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use virtfusion_direct::answer::Answer;
use virtfusion_direct::deadline::Deadline;
use virtfusion_panel::{Fault, Kind, Panel as Simulated};

use super::support::{GROUP, GROUP_PATH, PACKAGE, Shop, TOKEN, impatient, is_found, settings_for, words, world};

fn status(code: u16, body: Value) -> Kind {
    Kind::Status {
        code,
        body: Some(body),
        headers: BTreeMap::new(),
    }
}

/// Every way to fail, with a part of the words for it.
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

fn shop(fault: Fault) -> Shop {
    let settings = settings_for(&fault.kind);
    Shop::with(Simulated::start(world().fault(fault)).unwrap(), settings)
}

#[test]
fn a_package_that_cannot_be_read_is_unknown_in_every_way_to_fail() {
    for (kind, part) in faults() {
        let said = format!("{kind:?}");
        let shop = shop(Fault::on("/packages/3", kind));
        let words = words(&shop.ask(PACKAGE));
        assert!(words.starts_with("GET /packages/3: "), "{said}: {words}");
        assert!(words.contains(part), "{said}: {words}");
        assert!(!words.contains(TOKEN) && !words.contains('\n'), "{said}: {words}");
    }
}

#[test]
fn a_first_page_that_cannot_be_read_is_unknown_in_every_way_to_fail() {
    for (kind, part) in faults() {
        let said = format!("{kind:?}");
        let shop = shop(Fault::on(GROUP_PATH, kind).page(1));
        let words = words(&shop.ask(GROUP));
        assert!(
            words.starts_with(&format!("GET {GROUP_PATH}?results=200&page=1: ")),
            "{said}: {words}"
        );
        assert!(words.contains(part) && !words.contains(TOKEN), "{said}: {words}");
    }
}

#[test]
fn a_later_page_that_cannot_be_read_leaves_the_whole_group_unknown() {
    for (kind, part) in faults() {
        let said = format!("{kind:?}");
        let shop = shop(Fault::on(GROUP_PATH, kind).page(3));
        let words = words(&shop.ask(GROUP));
        assert!(
            words.starts_with(&format!("GET {GROUP_PATH}?results=200&page=3: ")),
            "{said}: {words}"
        );
        // On a kept connection a break before the answer is tried again, so that it fails in the same way.
        assert!(words.contains(part) && !words.contains(TOKEN), "{said}: {words}");
    }
}

#[test]
fn a_later_page_that_does_not_exist_is_no_missing_group() {
    for body in [json!({"errors": ["not found"]}), json!("")] {
        let shop = shop(Fault::on(GROUP_PATH, status(404, body)).page(2));
        let words = words(&shop.ask(GROUP));
        assert!(words.contains("page=2: unexpected status 404"), "{words}");
    }
}

#[test]
fn a_404_with_json_or_without_a_body_is_believed() {
    for body in [
        json!({"errors": ["not found"]}),
        json!(""),
        json!("  \n"),
        json!("[]"),
        json!("null"),
    ] {
        for (path, resource) in [("/packages/3", PACKAGE), (GROUP_PATH, GROUP)] {
            let shop = shop(Fault::on(path, status(404, body.clone())));
            assert!(matches!(shop.ask(resource), Answer::Missing), "{path} {body}");
            assert_eq!(shop.panel.count("/connect"), 0, "{path} {body}");
        }
    }
    let shop = Shop::open(world());
    shop.panel.remove_package(3);
    shop.panel.remove_group(5);
    assert!(matches!(shop.ask(PACKAGE), Answer::Missing));
    assert!(matches!(shop.ask(GROUP), Answer::Missing));
}

#[test]
fn another_404_is_believed_when_the_panel_answers_right_after() {
    for body in [
        "<html><h1>404 Not Found</h1></html>",
        "File not found.",
        "{\"errors\": ",
    ] {
        for (path, resource) in [("/packages/3", PACKAGE), (GROUP_PATH, GROUP)] {
            let shop = shop(Fault::on(path, status(404, json!(body))));
            assert!(matches!(shop.ask(resource), Answer::Missing), "{path} {body}");
            assert_eq!(shop.panel.count("/connect"), 1, "{path} {body}");
        }
    }
}

#[test]
fn another_404_is_not_believed_when_the_panel_does_not_answer_right_after() {
    let page = || status(404, json!("<html><h1>404 Not Found</h1></html>"));
    for connect in [
        page(),
        Kind::status(401),
        Kind::status(403),
        Kind::status(500),
        Kind::Close,
        Kind::status(204),
    ] {
        let said = format!("{connect:?}");
        let shop = shop(Fault::on("/packages/3", page()));
        shop.panel.fault(Fault::on("/connect", connect)).unwrap();
        let words = words(&shop.ask(PACKAGE));
        assert!(words.starts_with("GET /packages/3: status 404"), "{said}: {words}");
    }
    let everything = shop(Fault::on("*", page()));
    assert!(!words(&everything.ask(GROUP)).is_empty());
}

#[test]
fn a_redirect_is_not_followed_and_takes_the_token_nowhere() {
    let elsewhere = Simulated::start(world()).unwrap();
    for code in [301, 302, 303, 307, 308] {
        let location = format!("{}/packages/3", elsewhere.url());
        let shop = shop(Fault::on("/packages/3", Kind::Redirect { location, code }));
        assert!(words(&shop.ask(PACKAGE)).contains(&format!("status {code}: a redirect")));
    }
    assert_eq!((elsewhere.counters().total, elsewhere.connections()), (0, 0));
}

#[test]
fn a_body_that_is_json_and_no_package_is_unknown() {
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
        let shop = shop(Fault::on("/packages/3", Kind::body(body)));
        let words = words(&shop.ask(PACKAGE));
        assert!(
            words.starts_with("GET /packages/3: ") && words.contains(part),
            "{body}: {words}"
        );
    }
}

#[test]
fn a_body_that_is_json_and_no_group_is_unknown() {
    let cases = [
        ("[]", "\"data\" is not a list"),
        ("[1]", "the answer is not an object"),
        ("null", "the answer is not an object"),
        ("{}", "\"data\" is not a list"),
        (r#"{"data": {}}"#, "\"data\" is not a list"),
        (r#"{"data": [1]}"#, "entry 0 of \"data\" is not an object"),
        (r#"{"data": [], "total": 3}"#, "got 0 of 3 hypervisors"),
        (r#"{"data": [], "last_page": "x"}"#, "\"last_page\" is not a number"),
        (r#"{"data": [], "current_page": 2}"#, "asked for page 1, got page 2"),
    ];
    for (body, part) in cases {
        let shop = shop(Fault::on(GROUP_PATH, Kind::body(body)));
        let words = words(&shop.ask(GROUP));
        assert!(words.contains(part), "{body}: {words}");
    }
}

#[test]
fn a_refused_connection_is_unknown() {
    let shop = Shop::with(Simulated::start(world()).unwrap(), impatient());
    shop.panel.listening(false).unwrap();
    assert!(words(&shop.ask(PACKAGE)).contains("the connection was refused"));
}

#[test]
fn nothing_unknown_is_kept() {
    for (path, resource) in [("/packages/3", PACKAGE), (GROUP_PATH, GROUP)] {
        for kind in [Kind::status(500), Kind::Garbage, Kind::status(403)] {
            let shop = shop(Fault::on(path, kind));
            assert!(!words(&shop.ask(resource)).is_empty());
            shop.panel.heal();
            assert!(is_found(&shop.ask(resource)), "{path}");
        }
    }
}

#[test]
fn one_failing_resource_leaves_the_others_known() {
    let shop = shop(Fault::on(GROUP_PATH, Kind::Hang));
    let answers = virtfusion_direct::sweep::gather(
        &super::support::process(),
        &shop.way,
        [PACKAGE, GROUP].into_iter(),
        Deadline::after(Duration::from_secs(30)),
        None,
    );
    assert!(is_found(&answers[&PACKAGE]));
    assert!(words(&answers[&GROUP]).contains("timed out (timeout)"));
}
