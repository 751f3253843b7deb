//! A request has one time limit, which includes its retry and the check of a 404.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use virtfusion_direct::deadline::Deadline;
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::settings::Settings;

use super::support::{PACKAGE, TOKEN, ask, is_found, message, panel};

const TIMEOUT: Duration = Duration::from_secs(2);
/// Most of the time-out, so that twice this is clearly more than the time-out.
const LATE: Duration = Duration::from_millis(1600);

const PACKAGE_BODY: &str = r#"{"data":{"enabled":true,"memory":1,"cpuCores":1,"primaryStorage":1}}"#;

struct Server {
    url: String,
    requests: Arc<AtomicUsize>,
}

/// Starts a server that calls `answer` with the connection and the number of the request, counted from 1 over all connections.
fn serve(answer: impl Fn(&mut TcpStream, usize) + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api/v1", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let (answer, count) = (Arc::new(answer), requests.clone());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let (answer, count) = (answer.clone(), count.clone());
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap())
                    .lines()
                    .map_while(Result::ok);
                while lines.by_ref().any(|line| line.is_empty()) {
                    answer(&mut stream, count.fetch_add(1, Ordering::SeqCst) + 1);
                }
            });
        }
    });
    Server { url, requests }
}

fn write(stream: &mut TcpStream, status: &str, body: &str) {
    // Fails if the client has disconnected.
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

fn settings() -> Settings {
    Settings {
        timeout: TIMEOUT,
        ..Settings::default()
    }
}

#[test]
fn a_retry_has_only_the_time_that_the_first_attempt_left() {
    let server = serve(|stream, number| match number {
        1 => write(stream, "200 OK", PACKAGE_BODY),
        2 => {
            thread::sleep(LATE);
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
        _ => {
            thread::sleep(LATE);
            write(stream, "200 OK", PACKAGE_BODY);
        }
    });
    let panel = panel(&server.url, TOKEN, &settings());
    assert!(is_found(&ask(&panel, PACKAGE, Deadline::none())));
    let start = Instant::now();
    let message = message(&ask(&panel, Resource::Package(4), Deadline::none()));
    assert!(message.contains("timed out (timeout)"), "{message}");
    assert!(start.elapsed() < 2 * LATE, "{:?}", start.elapsed());
    assert_eq!(server.requests.load(Ordering::SeqCst), 3, "the request was repeated");
}

#[test]
fn the_check_of_a_404_has_only_the_time_that_the_404_left() {
    let server = serve(|stream, number| {
        thread::sleep(LATE);
        match number {
            1 => write(stream, "404 Not Found", "<html>not here</html>"),
            _ => write(stream, "200 OK", "{}"),
        }
    });
    let start = Instant::now();
    let message = message(&ask(&panel(&server.url, TOKEN, &settings()), PACKAGE, Deadline::none()));
    assert!(message.contains("/connect does not confirm the panel"), "{message}");
    assert!(start.elapsed() < 2 * LATE, "{:?}", start.elapsed());
    assert_eq!(server.requests.load(Ordering::SeqCst), 2);
}
