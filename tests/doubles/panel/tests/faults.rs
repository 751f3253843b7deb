//! Each fault as a plain client sees it, and that the panel works normally afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod client;

use std::error::Error as _;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use client::{Client, drain, head};
use serde_json::{Value, json};
use virtfusion_panel::{Fault, Kind, Panel, Payload, Variant, World};

fn panel() -> Panel {
    let world = World::default()
        .package(3, json!({}))
        .package(4, json!({}))
        .group(5, json!([{"id": 1, "repeat": 450}]));
    Panel::start(world).unwrap()
}

fn broken(kind: Kind) -> (Panel, Client) {
    let panel = panel();
    panel.fault(Fault::on("/packages/3", kind)).unwrap();
    let client = Client::of(&panel);
    (panel, client)
}

/// The raw bytes of the answer to a request without TLS, until the connection ends.
fn raw(kind: Kind, limit: u64, read_timeout: Duration) -> (Vec<u8>, io::Result<()>) {
    let world = World::default().package(3, json!({})).fault(Fault::on("*", kind));
    let panel = Panel::builder()
        .world(world)
        .certificate(Variant::Plain)
        .start()
        .unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", panel.port())).unwrap();
    stream.set_read_timeout(Some(read_timeout)).unwrap();
    let token = panel.token();
    write!(
        stream,
        "GET /api/v1/packages/3 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    .unwrap();
    let mut bytes = Vec::new();
    let outcome = stream.take(limit).read_to_end(&mut bytes).map(drop);
    (bytes, outcome)
}

#[test]
fn a_status_is_sent_with_its_default_body_or_the_given_one() {
    let (panel, client) = broken(Kind::status(401));
    assert_eq!(client.text("/packages/3"), "401 Unauthorized");
    panel.heal();
    panel
        .fault(Fault::on("*", Kind::status_with_header(429, "Retry-After", "7")))
        .unwrap();
    let response = client.get("/packages/3").unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"7".parse().unwrap())
    );
    panel.heal();
    let page = Kind::Status {
        code: 404,
        body: Some(json!("<html>nginx</html>")),
        headers: [].into(),
    };
    panel.fault(Fault::on("*", page)).unwrap();
    let response = client.get("/packages/3").unwrap();
    assert_eq!(response.status(), 404);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert_eq!(drain(response, 100).0, b"<html>nginx</html>");
}

#[test]
fn garbage_html_and_empty_are_answers_that_are_not_json() {
    for (kind, content) in [
        (Kind::Garbage, "application/json"),
        (Kind::Html, "text/html"),
        (Kind::Empty, "application/json"),
    ] {
        let (_panel, client) = broken(kind.clone());
        let response = client.get("/packages/3").unwrap();
        assert_eq!(response.status(), 200);
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with(content)
        );
        let (body, whole) = drain(response, 1 << 20);
        assert!(whole && serde_json::from_slice::<Value>(&body).is_err(), "{kind:?}");
        assert_eq!(body.is_empty(), matches!(kind, Kind::Empty));
    }
}

#[test]
fn truncated_sends_half_of_the_announced_length() {
    let (_panel, client) = broken(Kind::Truncated);
    let response = client.get("/packages/3").unwrap();
    let announced: usize = response.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let (body, whole) = drain(response, 1 << 20);
    assert!(!whole);
    assert_eq!(body.len(), announced / 2);
}

#[test]
fn cut_sends_the_first_half_of_the_body_as_a_complete_answer() {
    let (panel, client) = broken(Kind::Cut);
    let (body, whole) = drain(client.get("/packages/3").unwrap(), 1 << 20);
    panel.heal();
    let healthy = client.text("/packages/3");
    assert!(whole);
    assert_eq!(body, &healthy.as_bytes()[..healthy.len() / 2]);
}

#[test]
fn reset_resets_the_connection_and_close_ends_it() {
    let (bytes, outcome) = raw(Kind::Reset, 1000, Duration::from_secs(5));
    assert_eq!(
        (bytes.len(), outcome.unwrap_err().kind()),
        (0, io::ErrorKind::ConnectionReset)
    );
    let (bytes, outcome) = raw(Kind::Close, 1000, Duration::from_secs(5));
    assert!(bytes.is_empty() && outcome.is_ok());
    for kind in [Kind::Reset, Kind::Close] {
        let (_panel, client) = broken(kind);
        assert!(client.get("/packages/3").is_err());
    }
}

#[test]
fn close_applies_to_a_kept_connection_too() {
    let panel = panel();
    let client = Client::of(&panel);
    client.text("/packages/3");
    panel.fault(Fault::on("*", Kind::Close).times(1)).unwrap();
    assert!(client.get("/packages/3").is_err());
    client.text("/packages/3");
    let (connections, statuses): (Vec<_>, Vec<_>) = panel
        .requests()
        .into_iter()
        .map(|request| (request.connection, request.status))
        .unzip();
    assert_eq!(
        (connections, statuses),
        (vec![1, 1, 2], vec![Some(200), None, Some(200)])
    );
}

#[test]
fn endless_sends_json_until_the_client_stops_reading() {
    let (_panel, client) = broken(Kind::Endless);
    let (body, _) = drain(client.get("/packages/3").unwrap(), 5_000_000);
    assert_eq!(body.len(), 5_000_000);
    assert!(body.starts_with(b"{\"data\":[{},{},"));
    let error = serde_json::from_slice::<Value>(&body).unwrap_err();
    assert!(error.is_eof(), "{error}");
}

#[test]
fn endless_headers_never_end_the_head() {
    let (bytes, _) = raw(Kind::EndlessHeaders, 1_000_000, Duration::from_secs(5));
    assert_eq!(bytes.len(), 1_000_000);
    assert!(bytes.starts_with(b"HTTP/1.1 200 OK\r\n"));
    assert!(!bytes.windows(4).any(|four| four == b"\r\n\r\n"));
    let (_panel, client) = broken(Kind::EndlessHeaders);
    assert!(client.get("/packages/3").is_err());
}

#[test]
fn drip_sends_the_whole_answer_byte_by_byte() {
    let (panel, client) = broken(Kind::Drip { interval_ms: 1 });
    let start = Instant::now();
    let slow = client.text("/packages/3");
    assert!(start.elapsed() >= Duration::from_millis(500), "{:?}", start.elapsed());
    panel.heal();
    assert_eq!(client.text("/packages/3"), slow);
    assert_eq!(panel.connections(), 1);
    let (bytes, outcome) = raw(Kind::Drip { interval_ms: 10_000 }, 1000, Duration::from_millis(500));
    assert!(bytes.len() <= 1 && outcome.is_err());
}

#[test]
fn drip_body_sends_the_headers_at_once() {
    let (_panel, client) = broken(Kind::DripBody { interval_ms: 1 });
    let mut response = client.get("/packages/3").unwrap();
    let start = Instant::now();
    let body: Value = response.body_mut().read_json().unwrap();
    assert_eq!(body["data"]["id"], json!(3));
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
}

#[test]
fn hang_never_answers_and_ends_when_the_client_disconnects() {
    let (panel, client) = broken(Kind::Hang);
    assert!(client.get_within("/packages/3", Duration::from_secs(1)).is_err());
    assert_eq!(panel.requests()[0].status, None);
    let start = Instant::now();
    while panel.counters().in_flight > 0 {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "the request is still in flight"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_redirect_has_its_location() {
    let (_panel, client) = broken(Kind::Redirect {
        location: "/login".into(),
        code: 302,
    });
    let response = client.get("/packages/3").unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (302, &"/login".parse().unwrap())
    );
}

#[test]
fn big_is_one_json_string_of_the_given_size_compressed_or_not() {
    for gzip in [false, true] {
        let kind = Kind::Big { bytes: 3_000_000, gzip };
        let world = World::default().fault(Fault::on("*", kind));
        let panel = Panel::builder()
            .world(world)
            .certificate(Variant::Plain)
            .start()
            .unwrap();
        assert_eq!(
            head(&panel, "/connect", "identity").contains("content-encoding: gzip"),
            gzip
        );
        let (body, whole) = drain(Client::of(&panel).get("/connect").unwrap(), 1 << 30);
        assert!(whole, "gzip {gzip}");
        assert_eq!(body.len(), 3_000_000);
        assert!(serde_json::from_slice::<String>(&body).is_ok());
    }
}

#[test]
fn deep_is_nested_lists() {
    let (_panel, client) = broken(Kind::Deep { levels: 5000 });
    assert_eq!(client.text("/packages/3"), "[".repeat(5000) + &"]".repeat(5000));
}

#[test]
fn a_given_body_is_sent_unchanged() {
    let (_panel, client) = broken(Kind::body("{\"data\": 7}"));
    assert_eq!(client.text("/packages/3"), "{\"data\": 7}");
    let (_panel, client) = broken(Kind::Body(Payload::Base64("//4=".into())));
    assert_eq!(drain(client.get("/packages/3").unwrap(), 100), (vec![0xff, 0xfe], true));
}

#[test]
fn latency_of_one_path_does_not_delay_the_others() {
    let (_panel, client) = broken(Kind::Latency { ms: 2000 });
    client.status("/connect");
    let start = Instant::now();
    assert_eq!(client.status("/packages/4"), 200);
    let quick = start.elapsed();
    let start = Instant::now();
    assert_eq!(client.status("/packages/3"), 200);
    assert!(quick < Duration::from_secs(2) && start.elapsed() >= Duration::from_secs(2));
}

#[test]
fn a_fault_is_limited_to_its_page_and_times_and_the_first_match_wins() {
    let panel = panel();
    let client = Client::of(&panel);
    let group = "/compute/hypervisors/groups/5/resources";
    panel
        .fault(Fault::on("/compute/*", Kind::status(503)).page(2).times(2))
        .unwrap();
    panel
        .fault(Fault::on(group, Kind::status(500)).page(2).times(1))
        .unwrap();
    let page = |page: u64| client.status(&format!("{group}?results=200&page={page}"));
    assert_eq!((page(1), page(3)), (200, 200));
    assert_eq!((page(2), page(2), page(2), page(2)), (503, 503, 500, 200));
    assert_eq!(client.status("/packages/3"), 200);
}

#[test]
fn a_panel_that_stops_listening_refuses_connections_and_can_listen_again_on_the_same_port() {
    let panel = panel();
    let client = Client::of(&panel);
    client.text("/connect");
    panel.listening(false).unwrap();
    let refused = TcpStream::connect(("127.0.0.1", panel.port())).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    panel.listening(false).unwrap();
    panel.listening(true).unwrap();
    panel.listening(true).unwrap();
    assert_eq!(Client::of(&panel).text("/connect"), "[]");
    assert_eq!(panel.connections(), 2);
}

#[test]
fn a_dropped_panel_closes_its_port_and_removes_its_folder() {
    let panel = panel();
    panel.fault(Fault::on("*", Kind::Hang)).unwrap();
    let (port, ca) = (panel.port(), panel.ca_file().to_owned());
    assert!(
        Client::of(&panel)
            .get_within("/connect", Duration::from_millis(50))
            .is_err()
    );
    drop(panel);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(!ca.exists());
}

#[test]
fn only_the_valid_certificate_is_trusted() {
    let world = World::default().token("t");
    for (variant, expected) in [
        (Variant::Valid, None),
        (Variant::Expired, Some("xpired")),
        (Variant::WrongName, Some("not valid for name")),
        (Variant::SelfSigned, Some("invalid peer certificate")),
        (Variant::UnknownIssuer, Some("UnknownIssuer")),
        (Variant::MissingIntermediate, Some("UnknownIssuer")),
    ] {
        let panel = Panel::builder()
            .world(world.clone())
            .certificate(variant)
            .start()
            .unwrap();
        match (Client::of(&panel).get("/connect"), expected) {
            (Ok(response), None) => assert_eq!(response.status(), 200),
            (Err(error), Some(part)) => {
                let text = format!("{error} {:?}", error.source());
                assert!(text.contains(part), "{variant}: {text}");
                assert_eq!((panel.counters().total, panel.handshakes()), (0, 0), "{variant}");
            }
            (outcome, _) => panic!("{variant}: {outcome:?}"),
        }
    }
}

#[test]
fn a_port_without_tls_speaks_http_and_fails_a_handshake() {
    let panel = Panel::builder().certificate(Variant::Plain).start().unwrap();
    assert!(panel.url().starts_with("http://localhost:"));
    let client = Client::of(&panel);
    assert_eq!(client.text("/connect"), "[]");
    let secure = panel.url().replace("http://", "https://");
    assert!(client.agent.get(format!("{secure}/connect")).call().is_err());
}
