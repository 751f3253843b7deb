//! `POST` to a webhook: what is sent, which answers are a success, and the time limit.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use virtfusion_direct::panel::http::Http;
use virtfusion_direct::panel::webhook::{Headers, WebhookUrl};
use virtfusion_direct::settings::{Settings, Trust};
use virtfusion_panel::{Panel as Simulated, Variant, World};

const BODY: &[u8] = b"{\"text\": \"4 left\"}";
const SECRET: &str = "T0-secret-path";
const LONG: Duration = Duration::from_secs(60);

/// A request as a server has read it: the lines of its head, and its body.
type Received = (Vec<String>, Vec<u8>);

/// Reads one request.
fn receive(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let head: Vec<String> = reader
        .by_ref()
        .lines()
        .map(Result::unwrap)
        .take_while(|line| !line.is_empty())
        .collect();
    let length = head
        .iter()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head, body)
}

/// A server that answers each of these connections with one of the texts; `None` does not answer. Returns its URL.
fn server(answers: Vec<Option<&'static str>>) -> (String, JoinHandle<Vec<Received>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook/{SECRET}?key={SECRET}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut received, mut open) = (Vec::new(), Vec::new());
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            received.push(receive(&stream));
            stream.write_all(answer.unwrap_or_default().as_bytes()).unwrap();
            if answer.is_none_or(|answer| answer.contains("Content-Length: 99")) {
                open.push(stream);
            }
        }
        // Those without a whole answer stay open until the client has closed them.
        for mut stream in open {
            let _ = stream.read(&mut [0]);
        }
        received
    });
    (url, server)
}

fn post_to(http: &Http, url: &str, headers: &[(&str, &str)], timeout: Duration) -> Option<String> {
    let mut sent = Headers::default();
    for (name, value) in headers {
        sent.set(name.as_bytes(), value.as_bytes()).unwrap();
    }
    let posted = http.post(&WebhookUrl::parse(url).unwrap(), &sent, BODY, timeout);
    let message = posted.err().map(|undelivered| undelivered.to_string());
    assert!(
        !message
            .as_ref()
            .is_some_and(|message| message.contains(SECRET) || message.contains('\n'))
    );
    message
}

fn post(url: &str, timeout: Duration) -> Option<String> {
    post_to(&Http::new(&Settings::default()), url, &[], timeout)
}

#[test]
fn a_request_has_the_body_and_the_headers_once() {
    let (url, server) = server(vec![Some("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]);
    let headers = [("X-Signature", "sha256=0a"), ("Content-Type", "text/plain")];
    assert_eq!(post_to(&Http::new(&Settings::default()), &url, &headers, LONG), None);
    let (head, body) = server.join().unwrap().remove(0);
    assert_eq!(body, BODY);
    assert_eq!(head[0], format!("POST /hook/{SECRET}?key={SECRET} HTTP/1.1"));
    let values = |name: &str| -> Vec<String> {
        let lines = head.iter().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
            .collect()
    };
    assert_eq!(values("X-Signature"), ["sha256=0a"]);
    assert_eq!(values("Content-Type"), ["text/plain"]);
    assert_eq!(values("Content-Length"), [BODY.len().to_string()]);
    assert!(values("Authorization").is_empty());
}

#[test]
fn without_a_content_type_the_body_is_json() {
    let (url, server) = server(vec![Some("HTTP/1.1 204 No Content\r\n\r\n")]);
    assert_eq!(post(&url, LONG), None);
    let (head, _) = server.join().unwrap().remove(0);
    assert!(
        head.iter()
            .any(|line| line.eq_ignore_ascii_case("content-type: application/json")),
        "{head:?}"
    );
}

#[test]
fn every_status_2xx_is_a_success_and_every_other_is_named() {
    let cases = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", None),
        ("HTTP/1.1 299 Odd\r\nContent-Length: 0\r\n\r\n", None),
        (
            "HTTP/1.1 500 T0-secret-path\r\nContent-Length: 0\r\n\r\n",
            Some("unexpected status 500"),
        ),
        (
            "HTTP/1.1 404 Not Found\r\nContent-Length: 14\r\n\r\nT0-secret-path",
            Some("unexpected status 404"),
        ),
        (
            "HTTP/1.1 429 Too Many\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n",
            Some("unexpected status 429"),
        ),
        (
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/T0-secret-path\r\nContent-Length: 0\r\n\r\n",
            Some("redirected (302); redirects are not followed"),
        ),
        (
            "HTTP/1.1 307 Temporary\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
            Some("redirected (307); redirects are not followed"),
        ),
        ("T0-secret-path\r\n\r\n", Some("the answer is not HTTP")),
        ("", Some("connection lost")),
    ];
    for (answer, message) in cases {
        let (url, server) = server(vec![Some(answer)]);
        assert_eq!(post(&url, LONG).as_deref(), message, "{answer}");
        assert_eq!(server.join().unwrap().len(), 1, "it is sent once: {answer}");
    }
}

#[test]
fn the_body_of_an_answer_is_not_waited_for() {
    let (url, server) = server(vec![Some(
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nthe beginning",
    )]);
    assert_eq!(post(&url, LONG), None);
    server.join().unwrap();
}

#[test]
fn a_second_request_uses_a_new_connection() {
    let ok = Some("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let (url, server) = server(vec![ok, ok]);
    let http = Http::new(&Settings::default());
    assert_eq!(post_to(&http, &url, &[], LONG), None);
    assert_eq!(
        post_to(&http, &url, &[], LONG),
        None,
        "the server has closed the first connection"
    );
    assert_eq!(server.join().unwrap().len(), 2);
}

#[test]
fn no_answer_in_time_ends_the_call() {
    let (url, server) = server(vec![None]);
    let started = Instant::now();
    assert_eq!(
        post(&url, Duration::from_millis(1500)).as_deref(),
        Some("timed out after 1.5 s")
    );
    assert!(started.elapsed() >= Duration::from_millis(1500));
    server.join().unwrap();
}

#[test]
fn a_host_that_cannot_be_reached_is_reported() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(
        post(&format!("http://{free}/{SECRET}"), LONG).as_deref(),
        Some("connection refused")
    );
    assert_eq!(
        post("https://webhook.invalid/x", LONG).as_deref(),
        Some("host not found")
    );
}

#[test]
fn certificates_are_verified_as_those_of_panels() {
    let start = |variant| {
        Simulated::builder()
            .world(World::default().token("t"))
            .certificate(variant)
            .start()
            .unwrap()
    };
    let to = |simulator: &Simulated| {
        let trust = Trust::Only(simulator.ca_file().to_owned());
        let http = Http::new(&Settings {
            trust,
            ..Settings::default()
        });
        post_to(&http, &format!("{}/packages", simulator.url()), &[], LONG).unwrap()
    };
    // The simulated panel refuses the request for its missing token, after the handshake.
    assert_eq!(to(&start(Variant::Valid)), "unexpected status 401");
    for variant in [Variant::Expired, Variant::WrongName, Variant::UnknownIssuer] {
        let simulator = start(variant);
        let message = to(&simulator);
        assert!(message.starts_with("the certificate is not trusted: "), "{message}");
        assert_eq!(simulator.counters().total, 0);
    }
}
